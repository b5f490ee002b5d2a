package margin

import (
	"errors"
	"testing"

	"eddy/model"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestStress(t *testing.T) {
	// By hand: an isolated long 3 BTC at 62,500 with 18,750 behind it, and a
	// cross short 10 ETH at 3,000 on the remaining 21,250.
	r := evaluate(t, model.Binance, "40000",
		pos("BTCUSDT", Long, Isolated, "3", "62500", "", "10"),
		pos("ETHUSDT", Short, Cross, "10", "3000", "", "5"))
	rows, err := r.Stress([]decimal.Decimal{d("-30"), d("-5"), d("0"), d("5"), d("90")})
	if err != nil {
		t.Fatalf("Stress() error = %v", err)
	}
	type row struct {
		Equity, Change string
		Liquidated     []int
	}
	want := []row{
		{"30250", "-9750", []int{0}}, // BTC loses its 18,750 and no more; ETH gains 9,000
		{"32125", "-7875", []int{}},  // -9,375 + 1,500
		{"40000", "0", []int{}},
		{"47875", "7875", []int{}},
		{"187500", "147500", []int{1}}, // +168,750 on BTC; ETH loses all of its 21,250
	}
	var got []row
	for _, s := range rows {
		got = append(got, row{s.Equity.String(), s.Change.String(), s.Liquidated})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Stress() (-want +got):\n%s", diff)
	}
}

func TestStressReachesTheEdge(t *testing.T) {
	// Margin §2: 28,650 of 30,000 is -4.5 % exactly, and that is liquidation.
	r := evaluate(t, model.MEXC, "1500", with(pos("BTC_USDT", Long, Isolated, "1", "30000", "", "20"),
		func(p *Position) { p.Terms = own("0.005", "", "") }))
	rows, err := r.Stress([]decimal.Decimal{d("-4.499"), d("-4.5")})
	if err != nil {
		t.Fatalf("Stress() error = %v", err)
	}
	if len(rows[0].Liquidated) != 0 || len(rows[1].Liquidated) != 1 {
		t.Errorf("liquidated at -4.499: %v, at -4.5: %v; want only the second", rows[0].Liquidated, rows[1].Liquidated)
	}
}

func TestStressRefuses(t *testing.T) {
	r := evaluate(t, model.Binance, "40000", pos("BTCUSDT", Long, Cross, "1", "62500", "", "10"))
	for _, shock := range []string{"-100", "-250", "10001", "1e30"} {
		if _, err := r.Stress([]decimal.Decimal{d(shock)}); !errors.Is(err, ErrShock) {
			t.Errorf("Stress(%s) error = %v, want ErrShock", shock, err)
		}
	}
	if _, err := r.StressByBeta([]decimal.Decimal{d("-10")}); !errors.Is(err, ErrNoBeta) {
		t.Errorf("StressByBeta() error = %v, want ErrNoBeta", err)
	}
}

func TestStressByBeta(t *testing.T) {
	r := evaluate(t, model.Binance, "10000",
		with(pos("BTCUSDT", Long, Cross, "0.1", "60000", "", "5"), func(p *Position) { p.Beta = some(d("1")) }),
		with(pos("SOLUSDT", Long, Cross, "20", "150", "", "5"), func(p *Position) { p.Beta = some(d("1.5")) }))
	rows, err := r.StressByBeta([]decimal.Decimal{d("-10"), d("-80")})
	if err != nil {
		t.Fatalf("StressByBeta() error = %v", err)
	}
	// -10 % of BTC: 600 and 15 % of 3,000. -80 %: 4,800, and SOL cannot lose
	// more than all of its 3,000.
	if got := rows[0].Change.String(); got != "-1050" {
		t.Errorf("change at -10 = %s, want -1050", got)
	}
	if got := rows[1].Change.String(); got != "-7800" {
		t.Errorf("change at -80 = %s, want -7800", got)
	}
}

// TestStressAgreesWithEvaluation moves the marks and evaluates anew: what was
// said to be liquidated is, and equity is the same where nothing was.
func TestStressAgreesWithEvaluation(t *testing.T) {
	book := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAccount(t, book)
		r, err := Evaluate(a.account, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		shock := decimal.NewFromInt(int64(rapid.IntRange(-60, 60).Draw(t, "shock")))
		rows, err := r.Stress([]decimal.Decimal{shock})
		if err != nil {
			t.Fatalf("Stress() error = %v", err)
		}
		moved := a.account
		moved.Positions = append([]Position(nil), a.account.Positions...)
		for i := range moved.Positions {
			moved.Positions[i].Mark = moved.Positions[i].Mark.Mul(shock.Shift(-2).Add(unit))
		}
		after, err := Evaluate(moved, book)
		if errors.Is(err, ErrBeyondTiers) {
			t.Skip("the moved position is larger than the table")
		}
		if err != nil {
			t.Fatalf("Evaluate() after the shock: error = %v", err)
		}
		gone := map[int]bool{}
		for _, i := range rows[0].Liquidated {
			gone[i] = true
		}
		for i := range r.Legs {
			if after.Legs[i].Liquidation.State == LiqPassed && !gone[i] {
				t.Fatalf("leg %d is liquidated after %s %%, Stress says it is not", i, shock)
			}
			// The other way round holds where nothing can recover on the way.
			monotone := r.legs[i].simple() && a.account.Positions[i].Mode == Isolated
			if monotone && gone[i] && r.Legs[i].Liquidation.State == LiqAhead && after.Legs[i].Liquidation.State != LiqPassed {
				t.Fatalf("leg %d is alive after %s %%, Stress says it is not", i, shock)
			}
		}
		if len(gone) == 0 && !rows[0].Equity.Equal(after.Account.Equity) {
			t.Fatalf("equity = %s, evaluated %s", rows[0].Equity, after.Account.Equity)
		}
	})
}
