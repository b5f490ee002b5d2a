package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// position is one position of a request; changes are pairs of key and value,
// "" leaves a key out.
func riskInput(venue string, changes ...string) string {
	p := map[string]string{
		"symbol": "BTCUSDT", "side": "long", "qty": "0.6", "entry": "64000", "mark": "63000", "leverage": "10", "margin_mode": "cross",
	}
	rest := ""
	for i := 0; i < len(changes); i += 2 {
		switch key, value := changes[i], changes[i+1]; {
		case key == "wallet":
		case strings.HasPrefix(value, "["):
			rest = `,"` + key + `":` + value
		case value == "":
			delete(p, key)
		default:
			p[key] = value
		}
	}
	wallet := "12000"
	for i := 0; i < len(changes); i += 2 {
		if changes[i] == "wallet" {
			wallet = changes[i+1]
		}
	}
	one, _ := json.Marshal(p) // texts always marshal
	return `{"venue":"` + venue + `","wallet":"` + wallet + `","shock_pct":["-10"],"positions":[` + strings.TrimSuffix(string(one), "}") + rest + `}]}`
}

// Every bad input is refused in one line that names the field, with nothing on
// standard output.
func TestRiskRefusesInOneLine(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"zero quantity", riskInput("binance", "qty", "0"), "qty: must be above zero"},
		{"negative quantity", riskInput("binance", "qty", "-1"), "qty: must be above zero"},
		{"absurd quantity", riskInput("binance", "qty", "1e40"), "absurd"},
		{"a quantity no machine should spell out", riskInput("binance", "qty", "1e999999999"), "qty"},
		{"leverage above the bracket's highest", riskInput("binance", "qty", "20", "leverage", "90"), "leverage: 90 is above 75"},
		{"leverage liquidated at once", riskInput("binance", "leverage", "100", "maintenance_margin_rate", "0.02"), "leverage"},
		{"leverage zero", riskInput("binance", "leverage", "0"), "leverage: must be from 1"},
		{"unknown symbol", riskInput("binance", "symbol", "NOSUCHUSDT"), "no maintenance margin tiers are known"},
		{"a venue without tiers", riskInput("okx", "symbol", "BTC-USDT-SWAP"), "maintenance_margin_rate"},
		{"unknown venue", riskInput("mtgox"), "mtgox"},
		{"tiers with a hole", riskInput("binance", "tiers", `[{"up_to":"5000","maintenance_margin_rate":"0.01","max_leverage":"20"},{"up_to":"4000","maintenance_margin_rate":"0.02","max_leverage":"10"}]`), "tiers"},
		{"a size beyond the tiers", riskInput("binance", "tiers", `[{"up_to":"5000","maintenance_margin_rate":"0.01","max_leverage":"20"}]`), "beyond the last bracket"},
		{"no mark", riskInput("binance", "mark", ""), "mark: no mark price, and none is made up"},
		{"a currency that is not the base", riskInput("binance", "wallet", "12000 EUR"), "not a decimal number"},
		{"not JSON", "venue", "not the JSON it takes"},
		{"nothing", "", "empty"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, args := range [][]string{{"risk"}, {"risk", "--json"}} {
				code, out, errs := eddy(t, tc.in, args...)
				if code != exitUsage || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, tc.want) {
					t.Errorf("%v: exit %d, %q, %q", args, code, out, errs)
				}
			}
		})
	}
}

// A shock by beta stands beside the shock of all marks alike.
func TestRiskByBeta(t *testing.T) {
	code, out, errs := eddy(t, riskInput("binance", "beta", "1.5"), "risk", "--json")
	var r struct {
		Stress, ByBeta []struct {
			Equity string
			Legs   []struct {
				PnL, Mark  string
				Liquidated bool
			}
		}
		Beta []struct{ Equity string } `json:"stress_by_beta"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDone || errs != "" {
		t.Fatalf("exit %d, %v, %q", code, err, errs)
	}
	// 0.6 BTC at 63,000 fall by 10 %: 11,400 - 3,780; by 15 %: 11,400 - 5,670.
	if len(r.Stress) != 1 || r.Stress[0].Equity != "7620" || r.Stress[0].Legs[0].PnL != "-3780" || r.Stress[0].Legs[0].Mark != "56700" {
		t.Errorf("alike: %+v", r.Stress)
	}
	if len(r.Beta) != 1 || r.Beta[0].Equity != "5730" {
		t.Errorf("by beta: %+v", r.Beta)
	}
}
