package risk

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nasty are figures at and past the borders of sense.
var nasty = []string{
	"0", "-0", "1", "-1", "0.5", "2", "10", "125", "1000", "1001", "1e-15", "1e-16", "1e15", "1e16", "-1e15",
	"999999999999999", "0.000000000000001", "0.004", "0.999999999999", "1e-9", "50000", "600000", "63000.123456789012345",
	"123456789.123456789123456789123456789123456789", "1e9999", "-1e-9999", "NaN", "Infinity", "", " 7 ", "0x10", "1_000", "١",
}

// TestNastyFigures puts them into every field: an answer in JSON or an error in
// one line, never a panic and never a number that is none.
func TestNastyFigures(t *testing.T) {
	fields := []string{
		"qty", "entry", "mark", "leverage", "margin", "maintenance_margin_rate", "maintenance_amount", "fee_rate",
		"stop", "beta", "index", "tick", "funding_rate", "funding_interval_h",
	}
	rapid.Check(t, func(t *rapid.T) {
		figure := rapid.SampledFrom(nasty)
		position := func(symbol, side string) map[string]any {
			p := map[string]any{
				"symbol": symbol, "side": side, "margin_mode": rapid.SampledFrom([]string{"cross", "isolated"}).Draw(t, "mode"),
				"qty": "1", "entry": "60000", "mark": "61000", "leverage": "5",
			}
			for range rapid.IntRange(0, 4).Draw(t, "changes") {
				p[rapid.SampledFrom(fields).Draw(t, "field")] = figure.Draw(t, "figure")
			}
			return p
		}
		request := map[string]any{
			"venue":     rapid.SampledFrom([]string{"binance", "bybit", "okx", "hyperliquid", "bingx", "mexc", "weex"}).Draw(t, "venue"),
			"wallet":    rapid.SampledFrom([]string{"10000", "0", "1e14", figure.Draw(t, "wallet")}).Draw(t, "which"),
			"shock_pct": []string{"-99.999", figure.Draw(t, "shock")},
			"positions": []any{position("BTCUSDT", "long"), position("BTCUSDT", "short"), position("ETHUSDT", "short")},
		}
		in, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		switch err := Run(bytes.NewReader(in), &out); {
		case err == nil && !json.Valid(out.Bytes()):
			t.Fatalf("the output is no JSON: %s", out.Bytes())
		case err != nil && (!IsInput(err) || strings.Contains(err.Error(), "\n")):
			t.Fatalf("error is not one line about the input: %v", err)
		}
	})
}
