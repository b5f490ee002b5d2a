package condition_test

import (
	"testing"

	"eddy/model"
)

// A condition is told in plain words, each figure with its unit: an article's
// condition reads as the article says it.
func TestPlainWords(t *testing.T) {
	c := catalogue(t)
	for _, tt := range []struct{ when, want string }{
		{"btc.dominance < 0.5", "BTC dominance below 50 %"},
		{"market.slope > 0 or market.funding_3d_bps <= -3", "ten-day change of the EMA 50 of the market above 0 % or funding of the market, mean of 3 days, at most -3 bp"},
		{"l1.overheated or (l1.is_weakening and defi.is_leading)", "L1 is overheated or (L1 weakens and DeFi leads)"},
		{"not defi.is_leading and defi.cross_up == false", "DeFi does not lead and the fast average of DeFi stands below the slow one"},
		{"defi_l1.ratio_cross < 0", "the averages of DeFi over L1 crossed down"},
		{"phase.age_days < 1 and phase.confidence >= 0.35", "age of the phase below 1 day and confidence in the phase at least 0.35"},
		{"abs(market.oi_change_7d_pct) < 5", "change of open interest over 7 days, either way, below 5 %"},
		{"80 < coin.AAVE.rsi_1d", "RSI of AAVE above 80"},
		{"coin.self.oi_usd / 2 >= 1000000", "open interest of the coin / 2 at least $1000000"},
		{"defi.turnover_z > max(ai.turnover_z, 2)", "turnover of DeFi against its own 90 days above the greater of turnover of AI against its own 90 days and 2 standard deviations"},
	} {
		if got := compiled(t, c, tt.when).Plain(); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.when, got, tt.want)
		}
	}
}

// What a condition lacks is told with what is so now and what should be.
func TestWhatIsLacking(t *testing.T) {
	c := catalogue(t)
	for _, tt := range []struct {
		when    string
		value   model.Num
		unknown bool
		want    string
	}{
		{"btc.dominance < 0.5", model.Known(0.5231), false, "BTC dominance is 52.3 %, should be below 50 %"},
		{"btc.dominance < 0.5", model.Unknown("no source"), true, "BTC dominance is not known: no source"},
		{"btc.dominance < 0.5", model.Known(0.4), false, ""},
		{"defi.is_leading", model.Known(0), false, "DeFi does not lead"},
		{"not defi.is_leading", model.Known(1), false, "DeFi leads"},
		{"defi_l1.ratio_cross > 0", model.Known(-1), false, "the averages of DeFi over L1 crossed down"},
		{"leg.days_to_end < 7", model.NotApplicable("it has no end"), true, "time until its contract ends trading does not apply: it has no end"},
	} {
		cond, f := compiled(t, c, tt.when), c.NewFrame()
		f.Set(cond.Inputs()[0].ID, tt.value)
		if got := cond.Lacks(f, tt.unknown); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.when, got, tt.want)
		}
	}
}

// A fraction that is told in percent shows no digits the file has not: 0.07 times a
// hundred is 7.000000000000001.
func TestPlainFiguresAreThoseOfTheFile(t *testing.T) {
	c := catalogue(t)
	for _, tt := range []struct{ when, want string }{
		{"data.stale_share < 0.07", "share of all members whose price is stale below 7 %"},
		{"data.stale_share < 0.29", "share of all members whose price is stale below 29 %"},
		{"defi.breadth >= 0.575", "share of DeFi above its EMA 50 at least 57.5 %"},
	} {
		if got := compiled(t, c, tt.when).Plain(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
