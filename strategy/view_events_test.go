package strategy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
)

func TestEventsStandAmongTheAlerts(t *testing.T) {
	at := model.MillisOf(time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC))
	row := func(id string, score float64, half, age time.Duration) model.EventRow {
		j := model.Judgement{ID: id, Time: at.Add(-age), Kind: "regulation", Subject: "DeFi", Score: score, HalfLife: half, Text: "exempted", Source: "sec.gov"}
		return model.EventRow{Judgement: j, HalfLifeH: half.Hours(), Weight: model.Known(j.Weight(at))}
	}
	rows := eventAlerts([]model.EventRow{
		row("e1", 0.8, 72*time.Hour, 72*time.Hour),
		row("e2", -1, 90*time.Minute, 90*time.Minute),
		row("e3", 1, time.Hour, 48*time.Hour), // forgotten
	})
	var got []string
	for _, r := range rows {
		got = append(got, r.ID+": "+r.Text+" ["+r.Source+"]")
	}
	want := []string{
		"event-e1: DeFi regulation: exempted (sec.gov); +0.80, now +0.40, half-life 3d [S2-DEFI-3]",
		"event-e2: DeFi regulation: exempted (sec.gov); -1.00, now -0.50, half-life 1h30m [S2-DEFI-3]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
