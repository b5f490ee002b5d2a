package margin

import (
	"errors"
	"testing"

	"eddy/model"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// Ledger S1-EX-6: ETH falls by 5 %, the short of 10,000 wins 500; and a long
// far enough from its end loses and lives.
func TestAfterWorked(t *testing.T) {
	r := evaluate(t, model.Binance, "20000",
		pos("ETHUSDT", Short, Isolated, "4", "2500", "", "2"),
		pos("BTCUSDT", Long, Cross, "0.6", "64000", "63000", "10"))
	after, err := r.After(func(symbol string) decimal.Decimal {
		if symbol == "ETHUSDT" {
			return d("-0.05")
		}
		return decimal.Zero
	})
	if err != nil {
		t.Fatal(err)
	}
	if !after.Legs[0].PnL.Equal(d("500")) || !after.Change.Equal(d("500")) || after.Legs[0].Liquidated || !after.Legs[1].PnL.IsZero() {
		t.Errorf("after: %+v", after)
	}
	if _, err := r.After(func(string) decimal.Decimal { return d("-1") }); !errors.Is(err, ErrShock) {
		t.Errorf("a price of zero: %v", err)
	}
}

// A move of nothing leaves every leg's ratio as it is, a reserved fee counted on
// both sides.
func TestAfterNothing(t *testing.T) {
	r := evaluate(t, model.Bybit, "20000",
		pos("BTCUSDT", Short, Isolated, "0.5", "62500", "63000", "10"),
		with(pos("ETHUSDT", Long, Cross, "4", "2500", "2480", "5"), func(p *Position) { p.Terms = own("0.005", "", "") }))
	after, err := r.After(func(string) decimal.Decimal { return decimal.Zero })
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range after.Legs {
		if !l.Ratio.Valid || !l.Ratio.Decimal.Equal(r.Legs[i].Ratio.Decimal) || !l.PnL.IsZero() || l.Liquidated {
			t.Errorf("leg %d: %+v, was %v", i, l, r.Legs[i].Ratio)
		}
	}
}

// A move of all marks alike must say what Stress says, and the ratios must be
// those of the account evaluated at the new marks.
func TestAfterAgreesWithStressAndEvaluate(t *testing.T) {
	book := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAccount(t, book)
		r, err := Evaluate(a.account, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		move := decimal.NewFromInt(int64(rapid.IntRange(-60, 90).Draw(t, "move"))).Shift(-2)
		after, err := r.After(func(string) decimal.Decimal { return move })
		if err != nil {
			t.Fatal(err)
		}
		rows, err := r.Stress([]decimal.Decimal{move.Shift(2)})
		if err != nil {
			t.Fatal(err)
		}
		if !rows[0].Equity.Equal(after.Equity) || !rows[0].Change.Equal(after.Change) {
			t.Fatalf("equity %s, stress says %s", after.Equity, rows[0].Equity)
		}
		var gone []int
		for i := range after.Legs {
			if after.Legs[i].Liquidated {
				gone = append(gone, i)
			}
		}
		if len(gone) != len(rows[0].Liquidated) {
			t.Fatalf("liquidated %v, stress says %v", gone, rows[0].Liquidated)
		}
		for i := range a.account.Positions {
			a.account.Positions[i].Mark = after.Legs[i].Mark
		}
		there, err := Evaluate(a.account, book)
		if err != nil {
			return // a size the venue's table does not reach
		}
		if there.Cross.Ratio.Valid != after.CrossRatio.Valid || !there.Cross.Ratio.Decimal.Equal(after.CrossRatio.Decimal) {
			t.Fatalf("cross ratio %v, evaluated there %v", after.CrossRatio, there.Cross.Ratio)
		}
	})
}
