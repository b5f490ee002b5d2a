package ledger

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// Group is what is written at once.
type Group struct {
	Seq     int // from 1
	Time    model.Millis
	What    string // in words: "import portfolio.toml", "plan accepted"
	Entries []Entry
}

// reverses returns the group this one undoes, 0 for none.
func (g *Group) reverses() int {
	if len(g.Entries) == 1 && g.Entries[0].Kind == Reversal {
		return g.Entries[0].Of
	}
	return 0
}

// voided tells for each group, by its place, whether a later one undid it. An
// undo that was undone itself does nothing.
func voided(groups []Group) []bool {
	void := make([]bool, len(groups))
	for i := len(groups) - 1; i >= 0; i-- {
		if of := groups[i].reverses(); of > 0 && of <= i && !void[i] {
			void[of-1] = true
		}
	}
	return void
}

// foldAll folds all groups that count and checks every reversal against what it
// says it does to cash.
func foldAll(groups []Group) (*State, error) {
	s := &State{}
	void := voided(groups)
	for i := range groups {
		if void[i] {
			continue
		}
		if err := s.fold(&groups[i]); err != nil {
			return nil, fmt.Errorf("group %d: %w", groups[i].Seq, err)
		}
	}
	return s, nil
}

// reversal makes the group that undoes group of.
func reversal(groups []Group, before *State, of int, at model.Millis) (Group, *State, error) {
	g := Group{Seq: len(groups) + 1, Time: at, What: fmt.Sprintf("undo of group %d", of), Entries: []Entry{{Kind: Reversal, Of: of}}}
	switch {
	case of < 1 || of > len(groups):
		return g, nil, fmt.Errorf("there is no group %d: %w", of, ErrEntry)
	case voided(groups)[of-1]:
		return g, nil, fmt.Errorf("group %d is undone already: %w", of, ErrEntry)
	}
	after, err := foldAll(append(append([]Group(nil), groups...), g))
	if err != nil {
		return g, nil, fmt.Errorf("group %d cannot be undone, because without it %w", of, err)
	}
	g.Entries[0].Amount = after.Cash().Sub(before.Cash())
	g.What = fmt.Sprintf("undo of group %d, %s", of, groups[of-1].What)
	return g, after, nil
}

// lastStanding is the newest group that is not undone and undoes nothing, 0 for
// none.
func lastStanding(groups []Group) int {
	void := voided(groups)
	for i := len(groups) - 1; i >= 0; i-- {
		if !void[i] && groups[i].reverses() == 0 {
			return groups[i].Seq
		}
	}
	return 0
}

// coreLots lists what must not change but by a new beginning.
func (s *State) coreLots() map[string]decimal.Decimal {
	out := make(map[string]decimal.Decimal)
	for i := range s.Lots {
		if l := &s.Lots[i]; l.Core {
			out[l.ID] = l.Qty
		}
	}
	return out
}

// checkCore compares core with what it was before a group.
func (s *State) checkCore(before map[string]decimal.Decimal) error {
	kept := 0
	for i := range s.Lots {
		l := &s.Lots[i]
		was, old := before[l.ID]
		if !old {
			continue
		}
		kept++
		if !l.Qty.Equal(was) {
			return fmt.Errorf("lot %s of %s: %w", l.ID, l.Asset, ErrCore)
		}
	}
	if kept != len(before) {
		return fmt.Errorf("a lot is gone: %w", ErrCore)
	}
	return nil
}

// begins tells whether the group starts the books anew.
func (g *Group) begins() bool {
	for i := range g.Entries {
		if g.Entries[i].Kind == Reset {
			return true
		}
	}
	return false
}
