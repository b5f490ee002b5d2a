package risk

import (
	"errors"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/whatif"
	"eddy/tui/theme"
)

// Leg names a futures leg from one snapshot to the next.
type Leg struct {
	Venue        model.Venue
	Symbol, Side string
}

// LegOf names the leg of a row.
func LegOf(p *model.PositionRow) Leg { return Leg{p.Venue, p.Symbol, p.Side} }

// Change is what the reader asks about one leg.
type Change struct {
	Leg Leg
	whatif.Change
}

// Scenario is the legs of a snapshot as they are and as they would be with all
// changes made at once.
type Scenario struct {
	Legs     []LegState // in the order of the snapshot's positions
	Accounts []AccountState

	tracks map[int]*whatif.Track // of legs asked for; nil = none
	told   told
}

// told is what the slider said last: its figures take longer to work out than to
// draw, and stay until the scenario or the room changes.
type told struct {
	leg   int
	theme *theme.Theme
	w, h  int
	rows  []sliderRow // nil = nothing yet
}

// LegState is a leg as it is and as it would be. Now and Then are nil where the
// account cannot be worked out.
type LegState struct {
	Row       *model.PositionRow
	Key       string // the row's
	Change    whatif.Change
	Now, Then *margin.Leg

	Account int // in Scenario.Accounts; -1 = none
	At      int // within the account

	input *model.LegInput // nil = none
}

// Leverage is the leverage the leg would have.
func (l *LegState) Leverage() decimal.Decimal {
	switch {
	case l.Change.Leverage.Valid:
		return l.Change.Leverage.Decimal
	case l.input != nil:
		return l.input.Leverage
	default:
		return decimal.NewFromFloat(l.Row.Leverage.Or(0))
	}
}

// AccountState is a venue's account as it is and as it would be.
type AccountState struct {
	Input     *model.AccountInput
	Now, Then *margin.Report
	Why       string // why there is no Now, or no Then
	Changed   bool

	asked   *whatif.Account
	changes []whatif.Change
}

// Work works the legs of a snapshot out, as they are and with the changes.
// Changes of legs the snapshot does not have are passed over.
func Work(s *model.Snapshot, changes []Change) *Scenario {
	sc := &Scenario{tracks: make(map[int]*whatif.Track)}
	at := make(map[model.Venue]int, len(s.Accounts))
	for i := range s.Accounts {
		at[s.Accounts[i].Venue] = i
		sc.Accounts = append(sc.Accounts, AccountState{Input: &s.Accounts[i], changes: make([]whatif.Change, len(s.Accounts[i].Legs))})
	}
	seen := make([]int, len(s.Accounts))
	for i := range s.Positions {
		l := LegState{Row: &s.Positions[i], Key: s.Positions[i].Key(), Account: -1}
		if k, ok := at[l.Row.Venue]; ok && seen[k] < len(s.Accounts[k].Legs) {
			l.Account, l.At = k, seen[k] // both are in the portfolio's order
			l.input = &s.Accounts[k].Legs[l.At]
			seen[k]++
		}
		l.Change = changeOf(changes, LegOf(l.Row))
		if l.Account >= 0 {
			a := &sc.Accounts[l.Account]
			a.changes[l.At] = l.Change
			a.Changed = a.Changed || !l.Change.IsZero()
		}
		sc.Legs = append(sc.Legs, l)
	}
	for i := range sc.Accounts {
		sc.Accounts[i].work()
	}
	for i := range sc.Legs {
		sc.Legs[i].fill(sc)
	}
	return sc
}

func changeOf(changes []Change, l Leg) whatif.Change {
	for i := range changes {
		if changes[i].Leg == l {
			return changes[i].Change
		}
	}
	return whatif.Change{}
}

func (a *AccountState) work() {
	asked, err := whatif.New(a.Input)
	if err != nil {
		a.Why = strings.TrimPrefix(err.Error(), "what if: ")
		return
	}
	a.asked = asked
	if a.Now, err = asked.Evaluate(nil); err != nil {
		a.Now, a.Why = nil, words(err)
		return
	}
	if !a.Changed {
		a.Then = a.Now
		return
	}
	if a.Then, err = asked.Evaluate(a.changes); err != nil {
		a.Then, a.Why = nil, words(err)
	}
}

// words says why an account cannot be worked out, for one line.
func words(err error) string {
	var faults margin.InputErrors
	if errors.As(err, &faults) {
		return faults[0].Symbol + ": " + faults[0].Why
	}
	return err.Error()
}

func (l *LegState) fill(sc *Scenario) {
	if l.Account < 0 {
		return
	}
	a := &sc.Accounts[l.Account]
	if a.Now != nil {
		l.Now = &a.Now.Legs[l.At]
	}
	if a.Then != nil {
		l.Then = &a.Then.Legs[l.At]
	}
}

// Track returns the way leg i's slider can go under the changes of all legs;
// ok is false where that is not known.
func (sc *Scenario) Track(i int) (t *whatif.Track, ok bool) {
	if i < 0 || i >= len(sc.Legs) || sc.Legs[i].Account < 0 {
		return nil, false
	}
	if t, known := sc.tracks[i]; known {
		return t, t != nil
	}
	l := &sc.Legs[i]
	a := &sc.Accounts[l.Account]
	if a.asked != nil {
		if found, ok := a.asked.Track(l.At, a.changes); ok {
			t = &found
		}
	}
	sc.tracks[i] = t
	return t, t != nil
}

// Find returns the place of a leg, -1 where it is not there.
func (sc *Scenario) Find(l Leg) int {
	for i := range sc.Legs {
		if LegOf(sc.Legs[i].Row) == l {
			return i
		}
	}
	return -1
}
