// Package roster decides which of a venue's contracts stands for a coin. A
// venue may list several: in two currencies, in multiples, with delivery dates.
// The model follows one perpetual each.
package roster

import (
	"cmp"
	"slices"

	"eddy/model"
)

// Preferred are the currencies a contract may be quoted in, best first: the
// deeper market is the one in USDT on every venue but Hyperliquid, which has
// only the other.
var Preferred = []string{"USDT", "USDC", "USD"}

// leaders come first wherever work is done coin by coin: phase, benchmark and
// hedges stand on them.
var leaders = []model.Asset{"BTC", "ETH"}

// Choose returns, for each of assets in the order of importance, the contract
// that stands for it: a linear perpetual that trades, in the best currency,
// and of several such the one with the smallest multiplier. Assets the venue
// does not list are left out.
func Choose(listed []model.Instrument, assets []model.Asset) []model.Instrument {
	best := make(map[model.Asset]model.Instrument, len(assets))
	for _, in := range listed {
		if !eligible(in) {
			continue
		}
		if known, ok := best[in.Asset]; !ok || better(in, known) {
			best[in.Asset] = in
		}
	}
	var chosen []model.Instrument
	for _, a := range ByImportance(assets) {
		if in, ok := best[a]; ok {
			chosen = append(chosen, in)
		}
	}
	return chosen
}

// ByImportance returns the assets without repetitions, those everything else
// waits for in front, the others as given.
func ByImportance(assets []model.Asset) []model.Asset {
	seen := make(map[model.Asset]bool, len(assets))
	var order []model.Asset
	for _, a := range assets {
		if a != "" && !seen[a] {
			seen[a] = true
			order = append(order, a)
		}
	}
	rank := func(a model.Asset) int {
		if i := slices.Index(leaders, a); i >= 0 {
			return i
		}
		return len(leaders)
	}
	slices.SortStableFunc(order, func(a, b model.Asset) int { return cmp.Compare(rank(a), rank(b)) })
	return order
}

// eligible tells whether a contract can stand for its coin.
func eligible(in model.Instrument) bool {
	return in.Kind == model.ContractPerpetual && in.Trading && in.Asset != "" && in.Symbol != "" &&
		in.Multiplier > 0 && slices.Contains(Preferred, in.Quote)
}

// better tells whether a stands for their coin rather than b. The symbol
// decides last, so that the order of the venue's list never does.
func better(a, b model.Instrument) bool {
	return cmp.Or(
		cmp.Compare(slices.Index(Preferred, a.Quote), slices.Index(Preferred, b.Quote)),
		cmp.Compare(a.Multiplier, b.Multiplier),
		cmp.Compare(a.Symbol, b.Symbol),
	) < 0
}
