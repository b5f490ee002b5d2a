package ledger

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// leg finds the open leg an entry is about.
func (s *State) leg(e *Entry) *Leg {
	for i := range s.Legs {
		l := &s.Legs[i]
		if l.Qty.IsPositive() && l.Venue == e.Venue && l.Symbol == e.Symbol && l.Side == e.Side && l.Margin == e.Margin {
			return l
		}
	}
	return nil
}

// open adds a fill to its leg. Posted margin is cash that is earmarked, not
// gone (C-22), so no cash moves.
func (s *State) open(e *Entry, id string, at model.Millis) error {
	l := s.leg(e)
	if l == nil {
		s.Legs = append(s.Legs, Leg{
			ID: id, Venue: e.Venue, Symbol: e.Symbol, Asset: e.Asset, Side: e.Side, Margin: e.Margin, Since: at,
		})
		l = &s.Legs[len(s.Legs)-1]
	}
	l.Qty, l.Cost = l.Qty.Add(e.Qty), l.Cost.Add(e.Qty.Mul(e.Price))
	l.Leverage, l.Stop = e.Leverage, e.Stop
	return nil
}

// shut closes a leg or a part of it: the average entry stays, and the result
// goes to cash (margin §4, averaging).
func (s *State) shut(e *Entry) error {
	l := s.leg(e)
	if l == nil {
		return ErrLeg
	}
	if e.Qty.GreaterThan(l.Qty) {
		return fmt.Errorf("the leg holds %s: %w", l.Qty, ErrLeg)
	}
	freed := l.Cost
	if !e.Qty.Equal(l.Qty) {
		freed = l.Cost.Mul(e.Qty).DivRound(l.Qty, entryPlaces)
	}
	gain := signed(l.Side, e.Qty.Mul(e.Price).Sub(freed))
	l.Qty, l.Cost = l.Qty.Sub(e.Qty), l.Cost.Sub(freed)
	l.Realised = l.Realised.Add(gain)
	s.Flows.Realised = s.Flows.Realised.Add(gain)
	s.settle(l.Venue, gain)
	return nil
}

// signed is x for a long and -x for a short.
func signed(side portfolio.Side, x decimal.Decimal) decimal.Decimal {
	if side == portfolio.Short {
		return x.Neg()
	}
	return x
}

func (s *State) moveStop(e *Entry) error {
	l := s.leg(e)
	if l == nil {
		return ErrLeg
	}
	l.Stop = e.Stop
	return nil
}

// charge books a fee or a funding payment to its leg, to its coin, or to the
// account as a whole.
func (s *State) charge(e *Entry) error {
	var to *Leg
	if e.Symbol != "" {
		if to = s.newestLeg(e); to == nil {
			return ErrLeg
		}
	}
	if e.Kind == Funding {
		s.Flows.Funding = s.Flows.Funding.Add(e.Amount)
		s.settle(e.Venue, e.Amount)
	} else {
		s.Flows.Fees = s.Flows.Fees.Add(e.Amount)
		s.settle(e.Venue, e.Amount.Neg())
	}
	switch {
	case to == nil && e.Kind == Funding:
		s.other(e.Asset).Funding = s.other(e.Asset).Funding.Add(e.Amount)
	case to == nil:
		s.other(e.Asset).Fees = s.other(e.Asset).Fees.Add(e.Amount)
	case e.Kind == Funding:
		to.Funding = to.Funding.Add(e.Amount)
	default:
		to.Fees = to.Fees.Add(e.Amount)
	}
	return nil
}

// newestLeg finds the leg a fee belongs to: the fee of a close comes when the
// leg is closed already.
func (s *State) newestLeg(e *Entry) *Leg {
	for i := len(s.Legs) - 1; i >= 0; i-- {
		l := &s.Legs[i]
		if l.Venue == e.Venue && l.Symbol == e.Symbol && (e.Side == "" || l.Side == e.Side) {
			return l
		}
	}
	return nil
}

// other is where fees and funding of a coin without a leg are kept.
func (s *State) other(a model.Asset) *Result {
	for i := range s.Other {
		if s.Other[i].Asset == a {
			return &s.Other[i]
		}
	}
	s.Other = append(s.Other, Result{Asset: a})
	return &s.Other[len(s.Other)-1]
}
