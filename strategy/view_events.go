package strategy

import (
	"fmt"
	"strings"
	"time"

	"eddy/model"
)

// leastWeight is what an event must still count to be listed among the alerts.
const leastWeight = 0.01

// eventAlerts lists the user's events that still count as rows beside the
// alerts: what, how good or bad, what is left of it, and who says so. An event
// has no end, so each is closed as it begins.
func eventAlerts(events []model.EventRow) []model.AlertRow {
	var rows []model.AlertRow
	for i := range events {
		ev := &events[i]
		left, known := ev.Weight.Value()
		if known && max(left, -left) < leastWeight {
			continue
		}
		rows = append(rows, model.AlertRow{
			ID: "event-" + ev.ID, Rule: "event", Severity: model.Info, Since: ev.Time, Cleared: ev.Time, Subject: ev.Subject,
			Text: fmt.Sprintf("%s %s: %s (%s); %+.2f, now %+.2f, half-life %s",
				ev.Subject, ev.Kind, ev.Text, ev.Judgement.Source, ev.Score, left, halfLifeWords(ev.HalfLife)),
			Value: ev.Weight, Source: eventLedger[ev.Kind],
		})
	}
	return rows
}

// eventLedger names the ledger's row that asks for each kind of event.
var eventLedger = map[string]string{
	"partnership": "S2-AI-1", "regulation": "S2-DEFI-3", "exploit": "S1-RISK-6", "social": "S0-STR3-0",
	"technology": "S2-AI-3", "unlock": "S0-MECH-2", "other": "S0-MECH-2",
}

// halfLifeWords writes a half-life in days where it is some, else in hours.
func halfLifeWords(d time.Duration) string {
	if d >= 24*time.Hour && d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
	words := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(words, zero) {
			words = words[:len(words)-2]
		}
	}
	return words
}
