package sector

import (
	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// line is a line of the pane: a word and what it says.
type line struct {
	head string
	segs []pane.Segment
	text string // a sentence over the whole width instead
	ink  grid.Style
}

// DrawStanding draws what stands behind the sector's score: its figures, how
// much hangs on one coin, and its signals.
func DrawStanding(a grid.Area, in pane.Input) int {
	v := Of(in.Snap, in.Subject)
	if v == nil {
		inner := pane.Frame(a, in, pane.Title{Name: "Standing"})
		pane.Wait(inner, in, "waiting for the first sector index")
		return 0
	}
	inner := pane.Frame(a, in, pane.Title{Name: "Standing", Note: v.Sector})
	lines := append(figures(in, v), robustness(in, v)...)
	lines = append(lines, signals(in, v)...)
	lines = wrapped(lines, inner.W())
	return in.Page(a, inner, len(lines), func(row grid.Area, i int) { lines[i].draw(row, in) })
}

// wrapped breaks the sentences at blanks; what follows the first line of one is
// indented.
func wrapped(lines []line, w int) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		if l.text == "" {
			out = append(out, l)
			continue
		}
		for i, part := range pane.Wrap(l.text, max(w-2, 8)) {
			if i > 0 {
				part = "  " + part
			}
			out = append(out, line{text: part, ink: l.ink})
		}
	}
	return out
}

// headWidth is the room for the words at the left.
const headWidth = 12

func (l *line) draw(row grid.Area, in pane.Input) {
	if l.text != "" {
		row.TextFit(0, 0, row.W(), l.ink, l.text, in.Theme.Glyphs.Ellipsis)
		return
	}
	row.TextFit(0, 0, headWidth-1, theme.Header, l.head, in.Theme.Glyphs.Ellipsis)
	pane.Segments(row, in, headWidth, l.segs)
}

// figures are the sector's own.
func figures(in pane.Input, v *model.SectorView) []line {
	one := func(head string, n model.Num, f pane.Format, st grid.Style, more ...pane.Segment) line {
		segs := append([]pane.Segment{{Text: in.Or(n, f), Style: st}}, more...)
		if why := pane.Why(n); why != "" {
			segs = append(segs, pane.Segment{Text: why, Style: theme.Unknown, Rank: 9})
		}
		return line{head: head, segs: segs}
	}
	signed := pane.Format{Decimals: 2, Signed: true}
	quadrant := pane.Segment{Text: string(v.Quadrant), Style: theme.Quadrant(v.Quadrant, 0)}
	rank := pane.Segment{}
	if v.Rank > 0 {
		rank = pane.Segment{Text: "rank " + in.Count(float64(v.Rank)), Style: theme.Muted, Rank: 1}
	}
	return []line{
		one("momentum", v.Momentum, signed, theme.Signed(v.Momentum.Or(0)), rank),
		one("ratio", v.Ratio, pane.Format{Decimals: 2}, theme.Label, quadrant),
		one("trend", v.Trend, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}, theme.Signed(v.Trend.Or(0)), pane.Segment{Text: "RSI " + in.Or(v.RSI, pane.Format{}), Style: theme.Label, Rank: 1}),
		one("breadth", v.Breadth, pane.Format{Scale: 100, Suffix: " %"}, theme.Label, pane.Segment{Text: "above EMA50", Style: theme.Muted, Rank: 1}),
		one("volatility", v.Volatility, pane.Format{Scale: 100, Suffix: " %"}, theme.Label, pane.Segment{Text: "a year", Style: theme.Muted, Rank: 1}),
		one("funding", v.Funding8hPct, pane.Format{Decimals: 2, Scale: 100, Signed: true, Suffix: " bp"}, theme.Label, pane.Segment{Text: "per 8 h", Style: theme.Muted, Rank: 1}),
		one("OI 7d", v.OIChange7dPct, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}, theme.Label),
		one("coverage", v.Coverage, pane.Format{Scale: 100, Suffix: " %"}, theme.Label, pane.Segment{Text: "stale " + in.Or(v.StaleShare, pane.Format{Scale: 100, Suffix: " %"}), Style: theme.Muted, Rank: 1}),
	}
}

// robustness says how much the score hangs on one coin.
func robustness(in pane.Input, v *model.SectorView) []line {
	r := v.Robustness
	if r == nil {
		return []line{{}, {text: "how much hangs on one coin is told from the first daily close on", ink: theme.Muted}}
	}
	f := pane.Format{Decimals: 2, Signed: true}
	share := pane.Format{Scale: 100, Suffix: " %"}
	top := string(r.TopCoin)
	if top == "" {
		top = "its top coin"
	}
	lines := []line{{}, {text: "Does it hang on one coin?", ink: theme.Strong},
		{head: "at close", segs: []pane.Segment{{Text: in.Or(r.Score, f), Style: theme.Signed(r.Score.Or(0))}, {Text: "members' median " + in.Or(r.MedianScore, f), Style: theme.Label, Rank: 1}}},
		{head: "without", segs: []pane.Segment{{Text: in.Or(r.WithoutTop, f), Style: theme.Signed(r.WithoutTop.Or(0))}, {Text: top + " makes " + in.Or(r.TopShare, share) + " of it", Style: theme.Label, Rank: 1}}},
		{head: "28 days", segs: []pane.Segment{{Text: in.Or(r.Return28dPct, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}), Style: theme.Signed(r.Return28dPct.Or(0))}, {Text: "median member " + in.Or(r.MedianReturnPct, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}), Style: theme.Label, Rank: 1}}},
	}
	if why := pane.Why(r.Score, r.WithoutTop, r.MedianScore); why != "" {
		lines = append(lines, line{text: why, ink: theme.Unknown})
	}
	return lines
}

// signals lists what is told of the sector, what calls for attention first.
func signals(in pane.Input, v *model.SectorView) []line {
	lines := []line{{}, {text: "Signals", ink: theme.Strong}}
	var quiet []line
	told := make(map[string]bool)
	for i := range in.Snap.Signals {
		s := &in.Snap.Signals[i]
		if s.Subject != v.Sector || told[s.Text] { // several limits on one figure say the same
			continue
		}
		told[s.Text] = true
		if s.Active {
			lines = append(lines, line{text: string(in.Theme.Glyphs.Bang) + " " + s.Text, ink: theme.Severity(s.Severity)})
			continue
		}
		quiet = append(quiet, line{text: string(in.Theme.Glyphs.Flat) + " " + s.Text, ink: theme.Muted})
	}
	lines = append(lines, quiet...)
	if len(lines) == 2 {
		lines = append(lines, line{text: "none is told of " + v.Sector + " yet", ink: theme.Muted})
	}
	return lines
}
