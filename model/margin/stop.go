package margin

import (
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// StopState says how a stop stands to liquidation.
type StopState uint8

// The states of a stop.
const (
	StopMissing StopState = iota // none given, which makes a futures leg invalid (S0-RISK-4)
	StopBefore                   // reached before liquidation, or there is none (S2-CONS-2)
	StopAfter                    // liquidation comes first, or has come
	StopAtOnce                   // on the wrong side of the mark: it would trigger now
)

// StopCheck compares a stop with the liquidation price on its own side.
type StopCheck struct {
	State StopState
	// Share is how much of the way from the mark to liquidation lies before the
	// stop; none without a stop or without a price ahead on that side.
	Share decimal.NullDecimal
}

// Protects tells whether the stop comes before liquidation; ok is false without
// a stop.
func (s StopCheck) Protects() (before, ok bool) {
	return s.State == StopBefore || s.State == StopAtOnce, s.State != StopMissing
}

// checkStop looks at the side the stop lies on: a stop of a long guards against
// a fall, whatever else endangers the leg.
func (l *leg) checkStop(near, far Liquidation) StopCheck {
	if !l.Stop.Valid {
		return StopCheck{}
	}
	if near.State == LiqPassed {
		return StopCheck{State: StopAfter}
	}
	gap := l.Side.signed(l.x.mark.Sub(exact.Of(l.Stop.Decimal)))
	if gap.Sign() <= 0 {
		return StopCheck{State: StopAtOnce}
	}
	reach := gap.Mul(hundred).Quo(l.x.mark, ratioPlaces)
	for _, liq := range [...]*Liquidation{&near, &far} {
		if liq.State != LiqAhead || liq.Falling != (l.Side == Long) {
			continue
		}
		c := StopCheck{State: StopAfter, Share: ratio(reach, liq.away)}
		if gap.Cmp(liq.at.Sub(l.x.mark).Abs()) < 0 {
			c.State = StopBefore
		}
		return c
	}
	return StopCheck{State: StopBefore}
}
