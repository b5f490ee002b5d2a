package risk

import (
	"eddy/model/margin"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// firstRows tell what goes first when all marks of the venue move alike, what
// goes next, and what the market's move by beta would do.
func firstRows(in pane.Input, sc *Scenario, l *LegState) []sliderRow {
	a := &sc.Accounts[l.Account]
	first, ok := a.Then.First()
	if !ok {
		return []sliderRow{{head: "first to go", segs: []pane.Segment{{Text: "no joint move of the marks liquidates anything", Style: theme.Good}}}}
	}
	segs := []pane.Segment{{Text: move(in, sc, l.Account, first, "every mark"), Style: theme.Strong}}
	for _, m := range a.Then.Joint() {
		if m.Leg != first.Leg {
			segs = append(segs, pane.Segment{Text: "then " + move(in, sc, l.Account, m, "at"), Style: theme.Muted, Rank: 3})
			break
		}
	}
	switch moves, known := a.Then.JointByBeta(); {
	case !known:
		segs = append(segs, pane.Segment{Text: "by beta ?", Style: theme.Unknown, Rank: 2})
	case len(moves) > 0:
		segs = append(segs, pane.Segment{Text: "by beta, BTC at " + percent(in, moves[0].Pct, pane.Format{Decimals: 1, Signed: true}), Style: theme.Label, Rank: 1})
	}
	return []sliderRow{{head: "first to go", segs: segs}}
}

// move says which leg a joint move takes, and how far it is.
func move(in pane.Input, sc *Scenario, account int, m margin.Move, of string) string {
	who := ""
	for i := range sc.Legs {
		if l := &sc.Legs[i]; l.Account == account && l.At == m.Leg {
			who = name(l.Row)
		}
	}
	if m.Cross {
		who += " and all cross legs"
	}
	if m.Passed {
		return who + ": already"
	}
	return who + ", " + of + " " + percent(in, m.Pct, pane.Format{Decimals: 1, Signed: true})
}
