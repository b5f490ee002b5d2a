package margin

import (
	"errors"
	"testing"

	"eddy/model"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func levers(ls ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(ls))
	for i, l := range ls {
		out[i] = d(l)
	}
	return out
}

func TestSlideHoldsQty(t *testing.T) {
	r := evaluate(t, model.Binance, "200000", pos("BTCUSDT", Long, Isolated, "3", "62500", "", "10"))
	ns := r.Slide(0, levers("1", "5", "10", "100", "125", "0.5"), HoldQty)
	if ns[0].Refused != nil || ns[0].Liquidation.State != LiqNone {
		t.Errorf("1x long: %+v, want no liquidation price", ns[0].Liquidation)
	}
	// (187,500 - 37,500 - 50)/(3*0.995), §1 by hand.
	if got := shownPrice(ns[1].Liquidation); got != "50234.51" {
		t.Errorf("5x: liquidation price = %s, want 50234.51", got)
	}
	if got := shownPrice(ns[2].Liquidation); got != "56515.91" {
		t.Errorf("10x: liquidation price = %s, want 56515.91 (margin §1 example 1)", got)
	}
	if ns[3].Refused != nil {
		t.Errorf("100x is offered for 187,500: %v", ns[3].Refused)
	}
	for _, n := range ns[4:] {
		if !errors.Is(n.Refused, ErrLeverage) || n.Liquidation.Price.Valid {
			t.Errorf("%sx: refused = %v with price %s, want ErrLeverage and none", n.Leverage, n.Refused, shownPrice(n.Liquidation))
		}
	}
}

func TestSlideHoldsMargin(t *testing.T) {
	p := with(pos("AAVEUSDT", Long, Cross, "118.319858", "101.42", "", "3"), func(p *Position) { p.Stop = some(d("85")) })
	r := evaluate(t, model.Binance, "6000", p)
	ns := r.Slide(0, levers("1.5", "3", "10"), HoldMargin)
	if got, want := ns[0].InitialMargin.Round(6), r.Legs[0].InitialMargin.Round(6); !got.Equal(want) {
		t.Errorf("initial margin = %s, want it held at %s", got, want)
	}
	if got := ns[1].Qty; !got.Equal(p.Qty) {
		t.Errorf("size at the present leverage = %s, want %s", got, p.Qty)
	}
	for k := 1; k < len(ns); k++ {
		if ns[k].Qty.LessThanOrEqual(ns[k-1].Qty) {
			t.Errorf("size does not grow with leverage: %s after %s", ns[k].Qty, ns[k-1].Qty)
		}
	}
	if before, ok := ns[0].Stop.Protects(); !ok || !before {
		t.Error("at 1.5x the stop at 85 comes before liquidation")
	}
	if before, ok := ns[2].Stop.Protects(); !ok || before {
		t.Errorf("at 10x liquidation at %s comes before the stop at 85", shownPrice(ns[2].Liquidation))
	}
}

func TestSlideKeepsAddedMargin(t *testing.T) {
	p := with(pos("BTCUSDT", Long, Isolated, "3", "62500", "", "10"), func(p *Position) { p.Margin = some(d("32230")) })
	r := evaluate(t, model.Binance, "200000", p)
	if got := shownPrice(r.Legs[0].Liquidation); got != "52000.00" {
		t.Errorf("liquidation price = %s, want 52000.00 (margin §4, added margin)", got)
	}
	n := r.Slide(0, levers("10"), HoldQty)[0]
	if got := shownPrice(n.Liquidation); got != "52000.00" {
		t.Errorf("at the present leverage: liquidation price = %s, want 52000.00", got)
	}
}

// TestSlideAgreesWithEvaluation compares every notch with an evaluation of the
// whole account at that leverage.
func TestSlideAgreesWithEvaluation(t *testing.T) {
	book := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAccount(t, book)
		r, err := Evaluate(a.account, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		i := rapid.IntRange(0, len(r.Legs)-1).Draw(t, "leg")
		hold := rapid.SampledFrom([]Hold{HoldQty, HoldMargin}).Draw(t, "hold")
		lever := decimal.NewFromInt(int64(rapid.IntRange(1, 120).Draw(t, "to")))
		n := r.Slide(i, []decimal.Decimal{lever}, hold)[0]
		checkNotch(t, a.account, book, i, r.legs[i].slid(lever, hold), n)
	})
}

func checkNotch(t *rapid.T, a Account, book *tier.Book, i int, p Position, n Notch) {
	a.Positions = append([]Position(nil), a.Positions...)
	a.Positions[i] = p
	r, err := Evaluate(a, book)
	if (err != nil) != (n.Refused != nil) {
		t.Fatalf("refused = %v, evaluated: %v", n.Refused, err)
	}
	if err != nil {
		return
	}
	leg := r.Legs[i]
	same := func(name string, got, want decimal.NullDecimal) {
		if got.Valid != want.Valid || !got.Decimal.Equal(want.Decimal) {
			t.Fatalf("%s = %v, evaluated %v", name, got, want)
		}
	}
	same("liquidation price", n.Liquidation.Price, leg.Liquidation.Price)
	same("opposite price", n.Opposite.Price, leg.Opposite.Price)
	same("margin ratio", n.MarginRatio, r.Account.MarginRatio)
	same("cross ratio", n.CrossRatio, r.Cross.Ratio)
	same("initial margin", some(n.InitialMargin), some(leg.InitialMargin))
	same("maintenance", some(n.Maintenance), some(leg.Maintenance))
	if n.Liquidation.State != leg.Liquidation.State || n.Bracket != leg.Bracket || n.Stop.State != leg.Stop.State {
		t.Fatalf("notch %+v, evaluated %+v", n, leg)
	}
}
