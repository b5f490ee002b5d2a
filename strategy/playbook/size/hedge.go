package size

import "github.com/shopspring/decimal"

// Hedge is a short against spot with what its rule allows.
type Hedge struct {
	Notional  decimal.Decimal // the rule's
	Low, High decimal.Decimal // the band in money
	OfSpot    decimal.Decimal // fraction of the spot
	OfEquity  decimal.Decimal // fraction of equity; 0 when none was given
	InBand    bool
}

// HedgeOf sizes a hedge by its rule: a ratio of the spot, with a band (S1-B-HEDGE:
// 10 to 20 % of $40,000 is $4,000 to $8,000, by default $6,000).
func HedgeOf(spot, ratio decimal.Decimal, band [2]decimal.Decimal, equity decimal.Decimal) Hedge {
	return HedgeAt(spot, spot.Mul(ratio), band, equity)
}

// HedgeAt describes a hedge of a given notional, which may be the user's own
// and out of band: S1-EX-5 is 25 % where the rule says 10 to 20 (C-18). It is
// marked, not clipped.
func HedgeAt(spot, notional decimal.Decimal, band [2]decimal.Decimal, equity decimal.Decimal) Hedge {
	h := Hedge{Notional: notional, Low: spot.Mul(band[0]), High: spot.Mul(band[1])}
	h.InBand = notional.GreaterThanOrEqual(h.Low) && notional.LessThanOrEqual(h.High)
	if !spot.IsZero() {
		h.OfSpot = notional.DivRound(spot, 8)
	}
	if !equity.IsZero() {
		h.OfEquity = notional.DivRound(equity, 8)
	}
	return h
}

// BetaMatched is the notional that would take the market's part out of spot: the
// figure that stands beside a rule's ratio (C-37).
func BetaMatched(spot, beta, hedgeBeta decimal.Decimal) (decimal.Decimal, bool) {
	if hedgeBeta.IsZero() {
		return decimal.Zero, false
	}
	return spot.Mul(beta).DivRound(hedgeBeta, 16).Round(2), true
}

// Unwind is how much of a hedge goes when part of its spot is sold: the same
// part of it, and all that is left with the last slice (C-11).
func Unwind(hedge, spot, sold decimal.Decimal) decimal.Decimal {
	if sold.GreaterThanOrEqual(spot) {
		return hedge
	}
	if !sold.IsPositive() {
		return decimal.Zero
	}
	return hedge.Mul(sold).DivRound(spot, 16).RoundDown(2)
}
