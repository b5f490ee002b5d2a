package hedge

import (
	"errors"

	"github.com/shopspring/decimal"
)

// Notional is the value to sell for a ratio of value (analytics §10).
func Notional(spot, ratio decimal.Decimal) decimal.Decimal { return spot.Mul(ratio) }

// BetaMatched is the ratio that takes a benchmark out of what is held: its beta
// less the beta to keep, over the hedge's own beta (margin §7, analytics §10).
// Below zero it is a long. ok is false when the hedge has no beta.
func BetaMatched(beta, keep, hedgeBeta float64) (ratio float64, ok bool) {
	if hedgeBeta == 0 {
		return 0, false
	}
	return (beta - keep) / hedgeBeta, true
}

// ErrSize is wrapped by sizes that cannot be worked out.
var ErrSize = errors.New("hedge: price, lot and value must be above zero")

// Order is a size rounded to what the venue takes.
type Order struct {
	Qty      decimal.Decimal // coins, always above or at zero
	Sell     bool
	Notional decimal.Decimal // of Qty
	Residual decimal.Decimal // value left uncovered by the rounding
}

// Size turns a notional, above zero to sell, into coins: q = notional over
// price, rounded toward zero to the lot; a lot of zero leaves it as it is.
func Size(notional, price, lot decimal.Decimal) (Order, error) {
	if !price.IsPositive() || lot.IsNegative() {
		return Order{}, ErrSize
	}
	o := Order{Sell: notional.IsPositive()}
	wanted := notional.Abs()
	if lot.IsPositive() {
		steps, _ := wanted.QuoRem(price.Mul(lot), 0)
		o.Qty = steps.Mul(lot)
	} else {
		o.Qty = wanted.DivRound(price, sizePlaces)
	}
	o.Notional = o.Qty.Mul(price)
	o.Residual = wanted.Sub(o.Notional)
	return o, nil
}

// sizePlaces is finer than any venue's lot.
const sizePlaces = 12

// Unwind is what of a hedge to close when a part of the spot it covers is sold:
// the same share, so that the last sale closes the rest (C-11).
func Unwind(hedge, spotBefore, sold decimal.Decimal) decimal.Decimal {
	switch {
	case !spotBefore.IsPositive() || !sold.LessThan(spotBefore):
		return hedge
	case !sold.IsPositive():
		return decimal.Zero
	}
	return hedge.Mul(sold).DivRound(spotBefore, sizePlaces)
}
