package portfolio

import (
	"math"
	"strings"

	"eddy/model"
)

// CoinOf guesses from the spelling of a venue's symbol which coin it is about,
// which stands before the quote currency, and how many coins one unit of its
// price is for: 1000PEPEUSDT is PEPE, and 1000.
func CoinOf(v model.Venue, symbol string) (coin model.Asset, multiplier float64) {
	if v == model.Hyperliquid {
		base := symbol
		if _, after, found := strings.Cut(base, ":"); found {
			base = after
		}
		return model.SplitK(base)
	}
	base := strings.ToUpper(symbol)
	if before, _, found := strings.Cut(strings.ReplaceAll(base, "_", "-"), "-"); found {
		return model.SplitMultiplier(before)
	}
	for _, quote := range [...]string{"USDT", "USDC", "PERP", "USD"} {
		if cut, found := strings.CutSuffix(base, quote); found && cut != "" {
			base = cut
			break
		}
	}
	return model.SplitMultiplier(base)
}

// inCoins turns a position as its venue shows it into coins: 50 of a contract
// of a thousand coins each are 50,000, at a thousandth of the price.
func (q *Position) inCoins() {
	_, multiplier := CoinOf(q.Venue, q.Symbol)
	places := int32(math.Round(math.Log10(multiplier))) // they are powers of ten
	q.Qty, q.Entry, q.Stop = q.Qty.Shift(places), q.Entry.Shift(-places), q.Stop.Shift(-places)
}
