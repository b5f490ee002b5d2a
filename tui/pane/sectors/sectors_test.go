package sectors

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// What stands on missing bars is said, before how much data there is.
func TestRemarkNamesMissingBars(t *testing.T) {
	known := model.Known(1)
	whole := model.SectorView{Sector: "L1", Momentum: known, Change7dPct: known, Ratio: known, RSI: known, Funding8hPct: known, Coverage: known}
	holed := whole
	holed.Sector, holed.Gaps = "DeFi", map[string]int{"momentum": 3, "change_7d_pct": 1}
	once := whole
	once.Sector, once.Gaps = "AI", map[string]int{"rsi": 1}
	for _, tc := range []struct {
		name  string
		views []model.SectorView
		want  string
	}{
		{"whole", []model.SectorView{whole}, "coverage 100 %, stale 0 %"},
		{"several", []model.SectorView{whole, holed}, "DeFi: figures stand on 3 missing bars: change 7d, momentum"},
		{"one", []model.SectorView{once, holed}, "AI: figures stand on a missing bar: rsi"},
	} {
		got, st := remark(tc.views)
		if got != tc.want || (st == theme.Warn) != (tc.name != "whole") {
			t.Errorf("%s: got %q", tc.name, got)
		}
	}
}

// A sector most of whose prices are old has no bright figure; one of a few old
// prices keeps its colours.
func TestOldSectorsAreDimmed(t *testing.T) {
	look, err := theme.New(theme.Choice{Name: "dark", Profile: theme.TrueColour})
	if err != nil {
		t.Fatal(err)
	}
	bright := look.Look().Prefix[theme.Gain]
	for share, want := range map[float64]bool{0: true, 0.5: true, 0.6: false, 1: false} {
		v := &model.SectorView{
			Sector: "DeFi", StaleShare: model.Known(share), Change7dPct: model.Known(8), Momentum: model.Known(1.3),
			Ratio: model.Known(102), RSI: model.Known(64), Quadrant: model.Leading,
		}
		in := pane.Input{Snap: &model.Snapshot{}, Theme: look}
		row := strings.Join(grid.Lines(80, 1, look.Look(), func(a grid.Area) { drawRow(a, in, v, 12, choose(66)) }), "")
		if got := strings.Contains(row, bright); got != want {
			t.Errorf("with %.0f %% old prices, bright: %t in %q", share*100, got, row)
		}
	}
}
