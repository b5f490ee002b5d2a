package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// Every trade pays the venue the flags, the configuration or the bars name, and
// the report says whose fee that was.
func TestBacktestFees(t *testing.T) {
	dir := barsFolder(t, 320, someCoins...)
	var dear [3]any // at 10 bp no coin of these bars is worth its cost, and none is traded
	for _, tt := range []struct {
		name, config string
		args         []string
		spot, perp   [3]any // venue, basis points, where it is written
	}{
		{"the first venue that is on", "", nil, dear, [3]any{"binance", 5.0, "binance.com"}},
		{"another is the first", "[venues.binance]\nenabled = false", nil, dear, [3]any{"bybit", 5.5, "Bybit"}},
		{"a venue", "", []string{"--venue", "hyperliquid"}, [3]any{"hyperliquid", 7.0, "userFees"}, [3]any{"hyperliquid", 4.5, "userFees"}},
		{"coins elsewhere", "[portfolio]\nspot_venue = \"mexc\"", nil, [3]any{"mexc", 5.0, "mexc.com"}, [3]any{"binance", 5.0, "binance.com"}},
		{"two venues", "", []string{"--venue", "okx", "--spot-venue", "mexc", "--perp-venue", "weex"}, [3]any{"mexc", 5.0, "mexc.com"}, [3]any{"weex", 8.0, "WEEX"}},
		{"the account's own", "[venues.okx]\nperp_fee_bp = 3", []string{"--venue", "okx"}, dear, [3]any{"okx", 3.0, "the configuration"}},
		{"a flag before all", "[venues.okx]\nperp_fee_bp = 3", []string{"--venue", "okx", "--perp-fee-bp", "1.5", "--spot-fee-bp", "0"}, [3]any{"okx", 0.0, "--spot-fee-bp"}, [3]any{"okx", 1.5, "--perp-fee-bp"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"--config", write(t, "config.toml", tt.config), "backtest", "--data", dir, "--playbook", "s0-matrix", "--json"}, tt.args...)
			code, out, errs := eddy(t, "", args...)
			var got struct {
				Costs struct{ Fee float64 }
				Fees  []struct {
					Venue, Product, Source string
					Rate                   float64 `json:"rate_bp"`
					Notional, Paid         float64
				}
			}
			if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil || len(got.Fees) != 1 && tt.spot == dear || len(got.Fees) != 2 && tt.spot != dear {
				t.Fatalf("exit %d, %q, %v, %+v", code, errs, err, got)
			}
			sum := 0.0
			for _, f := range got.Fees {
				want := tt.perp
				if f.Product == "spot" {
					want = tt.spot
				}
				if f.Venue != want[0] || f.Rate != want[1] || !strings.Contains(f.Source, want[2].(string)) {
					t.Errorf("got %+v, want %v", f, want)
				}
				sum += f.Paid
			}
			if d := sum - got.Costs.Fee; d > 0.02 || d < -0.02 {
				t.Errorf("fees of %v, by venue %v", got.Costs.Fee, sum)
			}
		})
	}
}
