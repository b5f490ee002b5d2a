package ledger

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// takeIn adds a lot, bought or brought in.
func (s *State) takeIn(e *Entry, id string, at model.Millis) {
	s.Lots = append(s.Lots, Lot{ID: id, Asset: e.Asset, Qty: e.Qty, Cost: e.Price, Core: e.Core, Since: at})
	worth := e.Qty.Mul(e.Price)
	if e.Kind == Bring {
		s.Flows.Brought = s.Flows.Brought.Add(worth)
		return
	}
	s.Flows.Bought = s.Flows.Bought.Add(worth)
	s.move(e.Venue, worth.Neg())
}

// Held is how much of a coin there is, and how much of it is core.
func (s *State) Held(a model.Asset) (all, core decimal.Decimal) {
	for i := range s.Lots {
		if l := &s.Lots[i]; l.Asset == a {
			all = all.Add(l.Qty)
			if l.Core {
				core = core.Add(l.Qty)
			}
		}
	}
	return all, core
}

// sell takes from the oldest lots that are not core.
func (s *State) sell(e *Entry) error {
	all, core := s.Held(e.Asset)
	if free := all.Sub(core); e.Qty.GreaterThan(free) {
		if core.IsPositive() {
			return fmt.Errorf("%s of %s is not core, and %s would be sold: %w", free, e.Asset, e.Qty, ErrCore)
		}
		return fmt.Errorf("there is %s of %s: %w", free, e.Asset, ErrSpot)
	}
	left := e.Qty
	for i := range s.Lots {
		l := &s.Lots[i]
		if l.Asset != e.Asset || l.Core || !left.IsPositive() {
			continue
		}
		part := decimal.Min(left, l.Qty)
		l.Qty, left = l.Qty.Sub(part), left.Sub(part)
		l.Realised = l.Realised.Add(part.Mul(e.Price.Sub(l.Cost)))
	}
	worth := e.Qty.Mul(e.Price)
	s.Flows.Sold = s.Flows.Sold.Add(worth)
	s.move(e.Venue, worth)
	return nil
}
