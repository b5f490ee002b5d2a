package plan

import (
	"fmt"
	"slices"

	"eddy/model"
)

// setAside leaves a coin without a price out of the plan where its worth changes
// no leg: outside the taxonomy it is never traded, and the stage's shares divide
// what is left beside it. Of any other coin the price decides how much of every
// bucket is too much, so that there is no plan without it; why says so.
func (b *basis) setAside(s *model.SpotHolding) (why string) {
	if !slices.Contains(b.in.Snapshot.Planning.Strangers, s.Asset) {
		return fmt.Sprintf("no price of %s is known, which is held: without it no sector's share of the portfolio is known", s.Asset)
	}
	b.unpriced = append(b.unpriced, model.PlanUnpriced{Asset: s.Asset, Qty: s.Qty})
	return ""
}

// noteUnpriced says what the plan's equity leaves out.
func (b *basis) noteUnpriced() {
	for _, u := range b.unpriced {
		b.note("taxonomy", fmt.Sprintf("no price of %s is known and it is in no sector: %s of it are left alone; equity, shares and caps are of the rest", u.Asset, u.Qty))
	}
}

// whyUnpriced says why a figure over everything that is held is not known, "" when
// every coin has a price.
func (b *basis) whyUnpriced() string {
	if len(b.unpriced) == 0 {
		return ""
	}
	return fmt.Sprintf("no price of %s is known", b.unpriced[0].Asset)
}

// pricedNow lists the coins a price was missing of when the plan was made and is
// known now.
func (b *basis) pricedNow(now *model.Snapshot) []string {
	var out []string
	for _, u := range b.unpriced {
		for i := range now.Assets {
			if v, ok := now.Assets[i].Price.Value(); ok && v > 0 && now.Assets[i].Asset == u.Asset {
				out = append(out, fmt.Sprintf("a price of %s is known now", u.Asset))
			}
		}
	}
	return out
}
