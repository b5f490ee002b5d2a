package hedge

import (
	"errors"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// Member is a coin a sector hedge can be spread over.
type Member struct {
	Asset        model.Asset
	Weight       float64   // in the sector's index, 0..1
	Funding8h    model.Num // percent per eight hours
	OpenInterest model.Num // US dollars
}

// Basket spreads a short over the members by their weight (S0-FUT-2: "short a
// major DeFi index future"; no venue lists one, so the index is sold piece by
// piece). The pieces add up to the notional.
func Basket(members []Member, notional decimal.Decimal) ([]Leg, error) {
	sum := 0.0
	for _, m := range members {
		sum += max(0, m.Weight)
	}
	if !(sum > 0) {
		return nil, errors.New("hedge: no member of the basket has a weight")
	}
	left := notional
	var out []Leg
	for _, m := range members {
		if m.Weight <= 0 {
			continue
		}
		part := notional.Mul(decimal.NewFromFloat(m.Weight / sum)).Round(2)
		out = append(out, Leg{m.Asset, part.Neg()})
		left = left.Sub(part)
	}
	out[0].Value = out[0].Value.Sub(left) // cents lost in rounding
	return out, nil
}

// MostLeveraged is the member with the highest funding, the one the article
// would sell alone (S0-FUT-2: "a specific highly leveraged token"); of equals,
// the one with more open interest. ok is false when no member's funding is
// known, or none is above zero: nobody is crowded then, and a short would pay.
func MostLeveraged(members []Member) (m Member, ok bool) {
	best := 0.0
	for _, x := range members {
		rate, known := x.Funding8h.Value()
		if !known || rate <= 0 {
			continue
		}
		if !ok || rate > best || rate == best && x.OpenInterest.Or(0) > m.OpenInterest.Or(0) {
			m, best, ok = x, rate, true
		}
	}
	return m, ok
}
