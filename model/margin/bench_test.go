package margin

import (
	"testing"

	"eddy/model"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// previewAccounts are two cross accounts of five legs each, one with a hedge.
func previewAccounts() []Account {
	full := func(p Position, beta, stop, funding string) Position {
		p.Beta, p.Stop = some(d(beta)), some(d(stop))
		p.Funding = Funding{Rate: some(d(funding)), IntervalH: some(d("8"))}
		return p
	}
	return []Account{
		{Venue: model.Binance, Wallet: d("120000"), Positions: []Position{
			full(pos("BTCUSDT", Long, Cross, "1.25", "64000", "63210.5", "5"), "1", "58000", "0.0001"),
			full(pos("BTCUSDT", Short, Cross, "0.4", "65000", "63210.5", "5"), "1", "71000", "0.0001"),
			full(pos("ETHUSDT", Short, Cross, "42.5", "3100", "3151.22", "3"), "1.2", "3500", "-0.00005"),
			full(pos("SOLUSDT", Long, Cross, "350", "148.31", "151.07", "3"), "1.5", "130", "0.000125"),
			full(pos("AAVEUSDT", Long, Cross, "210", "99.5", "101.42", "2"), "1.4", "90", "0.00015"),
		}},
		{Venue: model.Bybit, Wallet: d("80000"), Positions: []Position{
			full(pos("BTCUSDT", Short, Cross, "0.8", "62000", "63208.1", "4"), "1", "70000", "0.0001"),
			full(with(pos("ETHUSDT", Long, Cross, "12", "3000", "3150.9", "4"), func(p *Position) { p.Terms = own("0.005", "", "") }), "1.2", "2700", "0.0001"),
			full(with(pos("UNIUSDT", Long, Cross, "3500", "8.12", "7.95", "2"), func(p *Position) { p.Terms = own("0.01", "", "") }), "1.4", "6.9", "0.0001"),
			full(with(pos("LINKUSDT", Short, Cross, "900", "17.4", "18.02", "2"), func(p *Position) { p.Terms = own("0.01", "", "") }), "1.3", "21", "0.0002"),
			full(with(pos("ARBUSDT", Long, Cross, "20000", "0.71", "0.698", "2"), func(p *Position) { p.Terms = own("0.015", "", "") }), "1.6", "0.6", "-0.0001"),
		}},
	}
}

var (
	previewShocks = []decimal.Decimal{d("-30"), d("-20"), d("-10"), d("-5"), d("5"), d("10"), d("30")}
	previewLevers = func() []decimal.Decimal {
		out := make([]decimal.Decimal, 21)
		for i := range out {
			out[i] = d("1").Add(d("0.5").Mul(decimal.NewFromInt(int64(i))))
		}
		return out
	}()
)

// preview is everything the risk pane shows: two accounts of five legs, the
// stress table and 21 leverages of each leg.
func preview(t testing.TB, accounts []Account, book *tier.Book) (notches int) {
	for _, a := range accounts {
		r, err := Evaluate(a, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		if _, err := r.Stress(previewShocks); err != nil {
			t.Fatalf("Stress() error = %v", err)
		}
		if _, err := r.StressByBeta(previewShocks); err != nil {
			t.Fatalf("StressByBeta() error = %v", err)
		}
		for i := range r.Legs {
			notches += len(r.Slide(i, previewLevers, HoldMargin))
		}
	}
	return notches
}

// BenchmarkPreview is the whole risk preview; the house wants it under 2 ms.
func BenchmarkPreview(b *testing.B) {
	book, accounts := embedded(b), previewAccounts()
	b.ReportAllocs()
	for b.Loop() {
		preview(b, accounts, book)
	}
}

// BenchmarkEvaluate is one cross account of five legs, with its joint moves.
func BenchmarkEvaluate(b *testing.B) {
	book, a := embedded(b), previewAccounts()[0]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Evaluate(a, book); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSlide is 21 leverages of one leg.
func BenchmarkSlide(b *testing.B) {
	r, err := Evaluate(previewAccounts()[0], embedded(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Slide(3, previewLevers, HoldMargin)
	}
}
