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
)

// shocks is the account after each move, with the changes made.
type shocks struct {
	leg   int
	after []margin.Aftermath
	why   string
}

func newShocks(in pane.Input, sc *Scenario, l *LegState) *shocks {
	s := &shocks{leg: l.At}
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
		text, st := s.cell(in, part, i)
		line.TextRight(label+(k+1)*wide, 0, st, text)
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
			return "LIQ " + string(in.Theme.Glyphs.Minus) + short(in, leg.PnL), theme.Critical
		}
		return signedDollars(in, leg.PnL), theme.Signed(leg.PnL.InexactFloat64())
	default:
		gone := 0
		for k := range after.Legs {
			if after.Legs[k].Liquidated {
				gone++
			}
		}
		if gone > 0 {
			return in.Count(float64(gone)) + " LIQ", theme.Critical
		}
		return signedDollars(in, after.Change), theme.Signed(after.Change.InexactFloat64())
	}
}

// short is an amount where there is little room.
func short(in pane.Input, d decimal.Decimal) string {
	v := d.Abs().InexactFloat64()
	if v >= 1000 {
		return in.Text(v/1000, pane.Format{Suffix: "k"})
	}
	return in.Count(v)
}
