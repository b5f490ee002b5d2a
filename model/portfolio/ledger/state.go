package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// State is what the books say now.
type State struct {
	Places []Place // cash, the user's own wallet first
	Lots   []Lot   // spot, oldest first; sold ones stay for their profit
	Legs   []Leg   // futures, oldest first; closed ones stay for their profit
	Flows  Flows
	Other  []Result // fees and funding that name no lot and no leg, by coin

	Rotations []model.RotationDone // plans that were accepted, oldest first
}

// Place is where cash lies.
type Place struct {
	Venue  model.Venue // "" is the user's own wallet
	Amount decimal.Decimal
}

// Lot is spot bought or brought in at one cost.
type Lot struct {
	ID       string // group and entry: "12.3"
	Asset    model.Asset
	Qty      decimal.Decimal // what is left
	Cost     decimal.Decimal // US dollars per coin
	Core     bool
	Since    model.Millis
	Realised decimal.Decimal // by what was sold of it
}

// Leg is a futures position, or one that was.
type Leg struct {
	ID       string
	Venue    model.Venue
	Symbol   string
	Asset    model.Asset
	Side     portfolio.Side
	Margin   portfolio.MarginMode
	Qty      decimal.Decimal
	Cost     decimal.Decimal // sum of Qty times price of what is open
	Leverage decimal.Decimal
	Stop     decimal.Decimal
	Since    model.Millis
	Realised decimal.Decimal // price moves only
	Funding  decimal.Decimal
	Fees     decimal.Decimal
}

// Entry returns the leg's average entry price; zero for a closed one.
func (l *Leg) Entry() decimal.Decimal {
	if l.Qty.IsZero() {
		return decimal.Zero
	}
	return l.Cost.DivRound(l.Qty, entryPlaces)
}

// entryPlaces is how exactly an average entry is given: no venue's tick is
// finer. What the books add up with is Cost.
const entryPlaces = 18

// Flows are the sums that cash must agree with.
type Flows struct {
	PutIn    decimal.Decimal // cash put in less cash taken out
	Brought  decimal.Decimal // worth of lots brought in, at cost; no cash
	Bought   decimal.Decimal
	Sold     decimal.Decimal
	Realised decimal.Decimal // of futures
	Funding  decimal.Decimal
	Fees     decimal.Decimal
}

// Contributed is what the user put in, in cash and in kind.
func (f *Flows) Contributed() decimal.Decimal { return f.PutIn.Add(f.Brought) }

// Cash is all the cash there is.
func (s *State) Cash() decimal.Decimal {
	sum := decimal.Zero
	for _, p := range s.Places {
		sum = sum.Add(p.Amount)
	}
	return sum
}

// CashAt is the cash at a venue; known is false when none was ever moved there
// by name.
func (s *State) CashAt(v model.Venue) (amount decimal.Decimal, known bool) {
	for _, p := range s.Places {
		if p.Venue == v {
			return p.Amount, true
		}
	}
	return decimal.Zero, false
}

// move adds to the cash of a place. Futures settle where they stand when cash
// was ever moved there, and out of the wallet otherwise.
func (s *State) move(v model.Venue, amount decimal.Decimal) {
	for i := range s.Places {
		if s.Places[i].Venue == v {
			s.Places[i].Amount = s.Places[i].Amount.Add(amount)
			return
		}
	}
	s.Places = append(s.Places, Place{v, amount})
	slices.SortFunc(s.Places, func(a, b Place) int { return strings.Compare(string(a.Venue), string(b.Venue)) })
}

func (s *State) settle(v model.Venue, amount decimal.Decimal) {
	if _, known := s.CashAt(v); !known {
		v = ""
	}
	s.move(v, amount)
}

func (s *State) clone() *State {
	c := *s
	c.Places, c.Lots = slices.Clone(s.Places), slices.Clone(s.Lots)
	c.Legs, c.Other = slices.Clone(s.Legs), slices.Clone(s.Other)
	c.Rotations = slices.Clone(s.Rotations)
	return &c
}

// fold applies a group and checks the invariants; s is spoilt by an error.
func (s *State) fold(g *Group) error {
	core := s.coreLots()
	if g.begins() {
		core = nil
	}
	for i := range g.Entries {
		e := &g.Entries[i]
		err := e.check()
		if err == nil {
			err = s.apply(e, fmt.Sprintf("%d.%d", g.Seq, i+1), g.Time)
		}
		if err != nil {
			return fmt.Errorf("entry %d, %s: %w", i+1, model.CleanText(e.Words()), firstOf(err))
		}
	}
	if err := s.checkCore(core); err != nil {
		return err
	}
	return s.verify()
}

// firstOf keeps the first of several faults, so that an error is one line.
func firstOf(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok && strings.Contains(err.Error(), "\n") {
		return many.Unwrap()[0]
	}
	return err
}

func (s *State) apply(e *Entry, id string, at model.Millis) error {
	switch e.Kind {
	case Reset:
		*s = State{}
	case Cash:
		s.Flows.PutIn = s.Flows.PutIn.Add(e.Amount)
		s.move(e.Venue, e.Amount)
	case Transfer:
		s.move(e.Venue, e.Amount.Neg())
		s.move(e.To, e.Amount)
	case Bring, Buy:
		s.takeIn(e, id, at)
	case Sell:
		return s.sell(e)
	case OpenLeg:
		return s.open(e, id, at)
	case CloseLeg:
		return s.shut(e)
	case MoveStop:
		return s.moveStop(e)
	case Fee, Funding:
		return s.charge(e)
	case Rotation:
		done := *e.Plan
		done.At = at
		s.Rotations = append(s.Rotations, done)
	case Reversal:
	}
	return nil
}

// verify holds the state to the invariants.
func (s *State) verify() error {
	f := &s.Flows
	want := f.PutIn.Sub(f.Bought).Add(f.Sold).Add(f.Realised).Add(f.Funding).Sub(f.Fees)
	if got := s.Cash(); !got.Equal(want) {
		return fmt.Errorf("cash is %s where its flows make %s: %w", got, want, ErrInvariant)
	}
	for _, p := range s.Places {
		if p.Amount.IsNegative() {
			return fmt.Errorf("%s of cash would be missing at %s: %w", p.Amount.Neg(), placeWord(p.Venue), ErrCash)
		}
	}
	for i := range s.Lots {
		if l := &s.Lots[i]; l.Qty.IsNegative() {
			return fmt.Errorf("lot %s of %s would hold %s: %w", l.ID, l.Asset, l.Qty, ErrSpot)
		}
	}
	for i := range s.Legs {
		if l := &s.Legs[i]; l.Qty.IsPositive() && !l.Stop.IsPositive() {
			return fmt.Errorf("%s %s: %w", l.Side, l.Symbol, ErrStop)
		}
	}
	return nil
}
