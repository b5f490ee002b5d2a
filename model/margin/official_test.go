package margin

import (
	"testing"

	"eddy/model"
)

// TestBinanceOwnExample is the example of Binance's own FAQ on liquidation
// prices (b3c689c1f50a44cabb3a84e663b81d93), with the brackets of that day: one
// wallet of 1,535,443.01 behind BTCUSDT and ETHUSDT. The four prices are also
// what an independent public trading bot's tests hold to.
func TestBinanceOwnExample(t *testing.T) {
	btc := with(pos("BTCUSDT", Long, Cross, "109.488", "32481.98", "31967.27", "10"), func(p *Position) { p.Terms = own("0.025", "16300", "") })
	eth := with(pos("ETHUSDT", Long, Cross, "3683.979", "1456.84", "1335.18", "5"), func(p *Position) { p.Terms = own("0.1", "135365", "") })
	alone := func(p Position) Position {
		return with(p, func(p *Position) { p.Mode, p.Margin = Isolated, some(d("1535443.01")) })
	}
	for _, tt := range []struct {
		name string
		ps   []Position
		want []string
	}{
		{"cross, both", []Position{btc, eth}, []string{"26316.89", "1153.26"}},
		{"BTC isolated", []Position{alone(btc)}, []string{"18778.73"}},
		{"ETH isolated", []Position{alone(eth)}, []string{"1114.78"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := evaluate(t, model.Binance, "1535443.01", tt.ps...)
			for i, want := range tt.want {
				if got := shownPrice(r.Legs[i].Liquidation); got != want {
					t.Errorf("leg %d: %s, want %s", i, got, want)
				}
			}
		})
	}
}
