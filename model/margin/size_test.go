package margin

import (
	"testing"

	"eddy/model"
)

func TestMarginFor(t *testing.T) {
	// Whatever margin is asked for, putting it in gives the target (margin §4).
	tests := []struct {
		name   string
		venue  model.Venue
		p      Position
		target string
	}{
		{"Binance long", model.Binance, pos("BTCUSDT", Long, Isolated, "3", "62500", "", "10"), "52000"},
		{"Binance short into the next bracket", model.Binance, pos("ETHUSDT", Short, Isolated, "200", "2900", "", "10"), "3300"},
		{"Bybit long", model.Bybit, pos("BTCUSDT", Long, Isolated, "50", "60000", "", "20"), "55000"},
		{"OKX short with a fee", model.OKX, with(pos("X", Short, Isolated, "2", "1000", "", "5"),
			func(p *Position) { p.Terms = own("0.01", "5", "") }), "1400"},
		{"MEXC frozen at entry", model.MEXC, with(pos("X", Long, Isolated, "2", "1000", "", "5"),
			func(p *Position) { p.Terms = own("0.01", "", "") }), "700"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			margin := evaluate(t, tt.venue, "1000000", tt.p).MarginFor(0, d(tt.target))
			p := with(tt.p, func(p *Position) { p.Margin = margin })
			got := evaluate(t, tt.venue, "1000000", p).Legs[0].Liquidation.Price
			if !got.Valid || !got.Decimal.Equal(d(tt.target)) {
				t.Errorf("with a margin of %s: liquidation price = %v, want %s", margin.Decimal, got, tt.target)
			}
		})
	}
	cross := evaluate(t, model.Binance, "10000", pos("BTCUSDT", Long, Cross, "0.1", "62500", "", "10"))
	if cross.MarginFor(0, d("50000")).Valid {
		t.Error("a cross position has no margin of its own")
	}
}

func TestROE(t *testing.T) {
	// s*L*(P/E - 1): 10x on +4 %.
	p := pos("BTCUSDT", Long, Cross, "1", "50000", "52000", "10")
	if got := p.ROE().String(); got != "0.4" {
		t.Errorf("long: ROE = %s, want 0.4", got)
	}
	p.Side = Short
	if got := p.ROE().String(); got != "-0.4" {
		t.Errorf("short: ROE = %s, want -0.4", got)
	}
}

func TestBetaMoveBeyondZeroIsNone(t *testing.T) {
	// The leg goes at -9.09 %; with a beta of 0.05 BTC would have to lose 182 %.
	p := with(pos("X", Long, Isolated, "1", "1000", "", "10"), func(p *Position) {
		p.Terms, p.Beta = own("0.01", "", ""), some(d("0.05"))
	})
	moves, ok := evaluate(t, model.Binance, "100", p).JointByBeta()
	if !ok || len(moves) != 0 {
		t.Errorf("JointByBeta() = %v, %v; want no move", moves, ok)
	}
	p.Beta = some(d("-0.5")) // it goes when BTC rises by twice as much
	moves, _ = evaluate(t, model.Binance, "100", p).JointByBeta()
	if len(moves) != 1 || moves[0].Pct.StringFixed(2) != "18.18" {
		t.Errorf("JointByBeta() = %v, want +18.18", moves)
	}
}
