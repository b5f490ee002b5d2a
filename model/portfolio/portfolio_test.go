package portfolio_test

import (
	"strings"
	"testing"

	"eddy/model/portfolio"
)

const sample = `
cash = "35000"
[[holding]]
asset = "ETH"
qty = "16"
cost = "2500"
core = false
[[position]]
venue = "binance"
symbol = "ETHUSDT"
side = "short"
qty = "4"
entry = "2500"
leverage = "2"
margin = "isolated"
stop = "2750"
`

func TestParse(t *testing.T) {
	p, err := portfolio.Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if p.Cash.String() != "35000" || len(p.Holdings) != 1 || p.Holdings[0].Qty.String() != "16" {
		t.Errorf("got %+v", p)
	}
	if q := p.Positions[0]; q.Side != portfolio.Short || q.Stop.String() != "2750" || q.Margin != portfolio.Isolated {
		t.Errorf("got %+v", q)
	}
}

// A contract of a thousand coins is written as its venue shows it, and held in
// coins: the worth stays what it was.
func TestParseContractsOfManyCoins(t *testing.T) {
	for _, tc := range []struct{ venue, symbol, qty, entry, stop string }{
		{"binance", "1000PEPEUSDT", "50000", "0.01", "0.011"},
		{"hyperliquid", "kPEPE", "50000", "0.01", "0.011"},
		{"bybit", "SHIB1000USDT", "50000", "0.01", "0.011"},
		{"binance", "1MBABYDOGEUSDT", "50000000", "0.00001", "0.000011"},
		{"binance", "1INCHUSDT", "50", "10", "11"},
	} {
		t.Run(tc.symbol, func(t *testing.T) {
			text := strings.NewReplacer(`"binance"`, `"`+tc.venue+`"`, "ETHUSDT", tc.symbol, `"4"`, `"50"`, `entry = "2500"`, `entry = "10"`, `"2750"`, `"11"`).Replace(sample)
			p, err := portfolio.Parse([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if q := p.Positions[0]; q.Qty.String() != tc.qty || q.Entry.String() != tc.entry || q.Stop.String() != tc.stop {
				t.Errorf("%s at %s, stop %s; want %s at %s, stop %s", q.Qty, q.Entry, q.Stop, tc.qty, tc.entry, tc.stop)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"typo", "core = false", "coer = false", `line 7 column 1: unknown key "holding.coer"`},
		{"bare number", `qty = "16"`, `qty = 16`, "write numbers as text"},
		{"no stop", `stop = "2750"`, "", "S0-RISK-4"},
		{"zero qty", `qty = "4"`, `qty = "0"`, "position 1 (binance ETHUSDT): qty 0 must be above zero"},
		{"negative cash", `cash = "35000"`, `cash = "-1"`, "cash -1 must be above zero"},
		{"venue", `venue = "binance"`, `venue = "binanse"`, `venue "binanse" is not known`},
		{"side", `side = "short"`, `side = "sell"`, "use long or short"},
		{"absurd leverage", `leverage = "2"`, `leverage = "5000"`, "position 1 (binance ETHUSDT): leverage 5000: no venue offers it: use 1 to 1000"},
		{"leverage below one", `leverage = "2"`, `leverage = "0.5"`, "leverage 0.5: no venue offers it"},
		{"huge exponent", `qty = "16"`, `qty = "1e999999999"`, "plain decimal number"},
		{"nothing at all", sample, "# all gone\n", "nothing is in it"},
		{"the same leg twice", `cash = "35000"`, strings.TrimPrefix(sample, "\n"), "position 2 (binance ETHUSDT): position 1 is the same leg, isolated short"},
		{"escape in a name", `symbol = "ETHUSDT"`, `symbol = "\u001b[2J"` + "\nfoo = 1", "unknown key"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := portfolio.Parse([]byte(strings.Replace(sample, tc.old, tc.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(_ *testing.T, text string) {
		p, err := portfolio.Parse([]byte(text))
		if err == nil && p.Cash.IsNegative() {
			panic("negative cash was accepted")
		}
	})
}
