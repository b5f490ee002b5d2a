package risk

import (
	"github.com/shopspring/decimal"

	"eddy/model/margin"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// shockPcts are the moves of every mark the slider tells of, in percent.
var shockPcts = []int64{-30, -20, -10, -5, 5, 10, 30}

// The lines of the shocks.
const (
	shockHead = iota
	shockLeg
	shockAccount
	shockGone
)

// shocks is the account after each move, with the changes made.
type shocks struct {
	leg   int
	names []string // of the account's legs
	after []margin.Aftermath
	why   string

	cells [shockGone + 1][]shockFigure // by line and move, as shown
}

// shockFigure is a figure of the shocks as it is shown.
type shockFigure struct {
	text  string
	style grid.Style
}

func newShocks(in pane.Input, sc *Scenario, l *LegState) *shocks {
	s := &shocks{leg: l.At, names: make([]string, len(sc.Accounts[l.Account].Input.Legs))}
	for i := range s.names {
		s.names[i] = string(sc.Accounts[l.Account].Input.Legs[i].Asset)
	}
	r := sc.Accounts[l.Account].Then
	for _, pct := range shockPcts {
		move := decimal.New(pct, -2)
		after, err := r.After(func(string) decimal.Decimal { return move })
		if err != nil {
			s.why = words(err)
			return s
		}
		s.after = append(s.after, after)
	}
	for part := range s.cells {
		for i := range s.after {
			text, st := s.cell(in, part, i)
			s.cells[part] = append(s.cells[part], shockFigure{text, st})
		}
	}
	return s
}

// shockCell is how wide a shock's column is at least.
const shockCell = 9

// draw writes one line of the shocks; where there is no room for all, the
// widest moves leave first.
func (s *shocks) draw(line grid.Area, in pane.Input, part int) {
	if s.why != "" {
		line.TextFit(label, 0, max(line.W()-label, 0), theme.Unknown, s.why, in.Theme.Glyphs.Ellipsis)
		return
	}
	room := (line.W() - label) / shockCell
	chosen := pick(room)
	if len(chosen) == 0 {
		return
	}
	wide := min(max((line.W()-label)/len(chosen), shockCell), 12)
	for k, i := range chosen {
		c := s.cells[part][i]
		line.TextRight(label+(k+1)*wide, 0, c.style, c.text)
	}
}

// pick chooses which shocks show in so many columns.
func pick(room int) []int {
	switch {
	case room >= len(shockPcts):
		return []int{0, 1, 2, 3, 4, 5, 6}
	case room >= 5:
		return []int{1, 2, 3, 4, 5}
	case room >= 3:
		return []int{1, 2, 5}
	case room >= 1:
		return []int{2}
	default:
		return nil
	}
}

func (s *shocks) cell(in pane.Input, part, i int) (string, grid.Style) {
	after := &s.after[i]
	switch part {
	case shockHead:
		return percent(in, decimal.New(shockPcts[i], 0), pane.Format{Signed: true}), theme.Header
	case shockLeg:
		leg := &after.Legs[s.leg]
		if leg.Liquidated {
			return signedDollars(in, leg.PnL), theme.Critical
		}
		return signedDollars(in, leg.PnL), theme.Signed(leg.PnL.InexactFloat64())
	case shockAccount:
		return signedDollars(in, after.Change), theme.Signed(after.Change.InexactFloat64())
	default:
		return s.gone(in, after)
	}
}

// gone says which legs are liquidated: the one, or how many.
func (s *shocks) gone(in pane.Input, after *margin.Aftermath) (string, grid.Style) {
	who, n := "", 0
	for k := range after.Legs {
		if after.Legs[k].Liquidated {
			who, n = s.names[k], n+1
		}
	}
	switch n {
	case 0:
		return "none", theme.Muted
	case 1:
		return grid.Cut(who, shockCell-1), theme.Critical
	default:
		return in.Count(float64(n)) + " legs", theme.Critical
	}
}
