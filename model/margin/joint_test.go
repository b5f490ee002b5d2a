package margin

import (
	"testing"

	"eddy/model"
)

func TestJointMove(t *testing.T) {
	// Margin §1b's account. All marks by x: equity 11,000 + 12,600x against
	// maintenance. Falling, both legs stay in their first bracket:
	// 252(1+x), so x = -10,748/12,348.
	r := evaluate(t, model.Binance, "12000",
		pos("BTCUSDT", Long, Cross, "0.6", "64000", "63000", "10"),
		pos("ETHUSDT", Short, Cross, "8", "3100", "3150", "10"))
	m, ok := r.First()
	if !ok || m.Leg != 0 || !m.Cross {
		t.Fatalf("First() = %+v, %v; want the long BTC of the pool", m, ok)
	}
	if got := m.Pct.StringFixed(4); got != "-87.0424" {
		t.Errorf("move = %s, want -87.0424", got)
	}
	if n := len(r.Joint()); n != 1 {
		t.Errorf("%d joint moves, want one: rising marks help a net long account", n)
	}
}

func TestJointMoveByBeta(t *testing.T) {
	// Long 1,000 of a coin with beta 2, wallet 500, rate 1 %, no table:
	// 500 + 2000x = 10(1+2x), x = -490/1980 of BTC, twice that of the coin.
	p := with(pos("X", Long, Cross, "10", "100", "", "5"), func(p *Position) {
		p.Terms, p.Beta = own("0.01", "", ""), some(d("2"))
	})
	r := evaluate(t, model.Binance, "500", p)
	moves, ok := r.JointByBeta()
	if !ok || len(moves) == 0 {
		t.Fatalf("JointByBeta() = %v, %v", moves, ok)
	}
	if got := moves[0].Pct.StringFixed(4); got != "-24.7475" {
		t.Errorf("move of BTC = %s, want -24.7475", got)
	}
	if got := r.Joint()[0].Pct.StringFixed(4); got != "-49.4949" {
		t.Errorf("uniform move = %s, want -49.4949", got)
	}
	if _, ok := evaluate(t, model.Binance, "500", with(p, func(p *Position) { p.Beta = none })).JointByBeta(); ok {
		t.Error("JointByBeta() answers without a beta")
	}
}

func TestFirstOfMixedAccount(t *testing.T) {
	// The isolated short goes at +9.5 %, long before the pool.
	r := evaluate(t, model.Binance, "50000",
		pos("BTCUSDT", Long, Cross, "2", "60000", "", "5"),
		pos("ETHUSDT", Short, Isolated, "10", "3000", "", "10"))
	m, ok := r.First()
	if !ok || m.Leg != 1 || m.Cross || !m.Pct.IsPositive() {
		t.Errorf("First() = %+v, %v; want the isolated ETH short on a rise", m, ok)
	}
	if r.Joint()[1].Leg != 0 {
		t.Errorf("second = %+v, want the pool", r.Joint()[1])
	}
	if got, want := r.Cross.Wallet.String(), "47000"; got != want {
		t.Errorf("pool's wallet = %s, want %s: isolated margin is set aside first", got, want)
	}
}

func TestLiquidatedAlready(t *testing.T) {
	r := evaluate(t, model.Binance, "1000",
		pos("BTCUSDT", Long, Cross, "1", "60000", "58000", "10"),
		pos("ETHUSDT", Short, Cross, "1", "3000", "2900", "10"))
	if !r.Cross.Liquidated {
		t.Fatal("equity of -900 against maintenance, and the pool is not liquidated")
	}
	m, ok := r.First()
	if !ok || !m.Passed || !m.Pct.IsZero() || m.Leg != 0 {
		t.Errorf("First() = %+v, %v; want BTC, passed", m, ok)
	}
	if r.Account.MarginRatio.Valid {
		t.Errorf("margin ratio of an account without equity = %v, want none", r.Account.MarginRatio)
	}
	liq := r.Legs[0].Liquidation
	if liq.State != LiqPassed || !liq.DistancePct.Decimal.IsNegative() || liq.Price.Decimal.LessThan(d("58000")) {
		t.Errorf("BTC: %+v, want passed, above the mark, with a negative distance", liq)
	}
	rows, err := r.Stress(levers("1"))
	if err != nil {
		t.Fatalf("Stress() error = %v", err)
	}
	if len(rows[0].Liquidated) != 2 {
		t.Errorf("liquidated = %v, want both", rows[0].Liquidated)
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
