package sectors

import (
	"testing"

	"eddy/model"
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
