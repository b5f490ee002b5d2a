package portfolio

import (
	"github.com/shopspring/decimal"

	"eddy/model"
)

// Backing is what stands behind one venue's futures account.
type Backing struct {
	Venue    model.Venue
	Isolated decimal.Decimal // posted out of cash by the isolated legs
	Cross    decimal.Decimal // and by the cross legs

	Wallet decimal.Decimal // isolated margins included
	Basis  string          // what the wallet was taken to be, in words
}

// moneyDigits is how exactly shares of cash are cut.
const moneyDigits = 8

// Back says what backs each account. Cash whose place is known backs that venue
// alone. The rest is split: first what isolated legs posted, then the remainder
// in proportion to what the cross legs posted, so that no dollar backs two
// venues.
func Back(cash decimal.Decimal, placed []Wallet, accounts []Backing) {
	free, crossPosted := cash, decimal.Zero
	for _, w := range placed {
		free = free.Sub(w.Amount)
	}
	unplaced := 0
	for i := range accounts {
		a := &accounts[i]
		if amount, ok := walletAt(placed, a.Venue); ok {
			a.Wallet, a.Basis = amount, "the books"
			continue
		}
		a.Wallet, a.Basis = a.Isolated, "what its isolated legs posted"
		free, crossPosted = free.Sub(a.Isolated), crossPosted.Add(a.Cross)
		unplaced++
	}
	free = decimal.Max(free, decimal.Zero)
	for i := range accounts {
		a := &accounts[i]
		if _, ok := walletAt(placed, a.Venue); ok || !a.Cross.IsPositive() {
			continue
		}
		a.Wallet = a.Wallet.Add(free.Mul(a.Cross).DivRound(crossPosted, moneyDigits))
		a.Basis = "cash that lies nowhere in particular"
		if unplaced > 1 {
			a.Basis += ", split by the margin the cross legs posted"
		}
	}
}

func walletAt(placed []Wallet, v model.Venue) (decimal.Decimal, bool) {
	for _, w := range placed {
		if w.Venue == v {
			return w.Amount, true
		}
	}
	return decimal.Zero, false
}
