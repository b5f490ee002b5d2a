package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/rotation"
)

// graph is what the reader wants to see on the rotation graph.
type graph struct {
	timeframe model.Interval // 0 = the snapshot's own; the Sector view's chart goes with it
	tail      int            // points of the tails, 0 = the usual
	past      int            // closed bars before the newest it shows
	highlight string         // what it brings out, "" = nothing
	parts     pane.Parts     // sectors, their parts, or coins
	group     string         // the sector whose coins

	above *above // where esc goes back to after going into a sector; nil = nowhere
}

// above is how the graph stood before the reader went deeper.
type above struct {
	parts     pane.Parts
	highlight string
	list      list
}

// nextTimeframe goes round the bar lengths the rotation graph comes in.
func (g *graph) nextTimeframe(s *model.Snapshot) {
	steps := rotation.Timeframes(s)
	if len(steps) == 0 {
		return
	}
	now := g.timeframe
	if now == 0 {
		now = s.Timeframe
	}
	g.timeframe = steps[(slices.Index(steps, now)+1)%len(steps)]
}

// growTail makes the tails longer or shorter.
func (g *graph) growTail(by int) {
	n := g.tail
	if n == 0 {
		n = rotation.DefaultTail
	}
	g.tail = min(max(n+by, rotation.MinTail), rotation.MaxTail)
}

// scrub goes back along time, or forth.
func (g *graph) scrub(by int) { g.past = min(max(g.past+by, 0), rotation.MaxTail-rotation.MinTail) }

// nextHighlight brings out the next of what the graph shows, or nothing after
// the last.
func (g *graph) nextHighlight(in pane.Input, by int) {
	names := append([]string{""}, rotation.Names(in)...)
	at := max(slices.Index(names, g.highlight), 0)
	g.highlight = names[(at+by+len(names))%len(names)]
}

// nextParts goes from sectors to their parts, to the coins of one, to all coins.
func (g *graph) nextParts(in pane.Input, roomy bool) {
	next := g.parts.Next(roomy)
	if next == pane.PartsMembers && g.highlight != "" {
		g.group = g.highlight
	}
	if next.Coins() != g.parts.Coins() || !slices.Contains(rotation.Names(in), g.highlight) {
		g.highlight = ""
	}
	g.parts, g.above = next, nil
}

// into shows the coins of a sector.
func (g *graph) into(sector string, l *list) {
	g.above = &above{g.parts, g.highlight, *l}
	g.parts, g.group, g.highlight, *l = pane.PartsMembers, sector, "", list{}
}

// up goes back to where the sectors are.
func (g *graph) up(l *list) {
	g.parts, g.highlight, *l = g.above.parts, g.above.highlight, g.above.list
	g.above = nil
}

// graphInput is what the choices on the graph depend on.
func (a *App) graphInput() pane.Input {
	return pane.Input{Snap: a.snapshot(), Timeframe: a.desk.timeframe, Parts: a.desk.parts, Group: a.desk.group}
}

func (a *App) nextTimeframe() tea.Cmd {
	a.desk.nextTimeframe(a.snapshot())
	return nil
}

func (a *App) shortenTail() tea.Cmd {
	a.desk.growTail(-1)
	return nil
}

func (a *App) lengthenTail() tea.Cmd {
	a.desk.growTail(1)
	return nil
}

func scrub(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		a.desk.scrub(by)
		return nil
	}
}

func highlight(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		a.desk.nextHighlight(a.graphInput(), by)
		return nil
	}
}

// nextParts shows the next on the graph; the table beneath begins anew.
func (a *App) nextParts() tea.Cmd {
	roomy := false
	for _, b := range a.place.Boxes {
		roomy = roomy || b.Pane == layout.Rotation && rotation.Roomy(b.Rect.W, b.Rect.H)
	}
	l := &a.desk.lists[layout.Rotation]
	if !a.desk.parts.Coins() {
		a.desk.group = a.groupUnder(l.cursor)
	}
	a.desk.nextParts(a.graphInput(), roomy)
	*l = list{sort: l.sort, filter: l.filter}
	return nil
}

// groupUnder is the sector in a row of the table beneath the graph. A reader who
// has not moved from the first row means the first whole sector.
func (a *App) groupUnder(row int) string {
	keys := a.tracks[layout.Rotation].Keys
	for i := row; i < len(keys); i++ {
		if v := rotation.Group(a.snapshot(), keys[i]); row > 0 || v != nil && v.Parent == "" {
			return keys[i]
		}
	}
	return a.desk.group
}

// nextGroup shows the coins of the next sector; where sectors are on the graph,
// it pages the table.
func nextGroup(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		s := a.snapshot()
		v := rotation.Group(s, a.desk.group)
		if a.desk.parts != pane.PartsMembers || v == nil {
			return move(by * page)(a)
		}
		at := slices.IndexFunc(s.Sectors, func(o model.SectorView) bool { return o.Sector == v.Sector })
		a.desk.group, a.desk.highlight = s.Sectors[(at+by+len(s.Sectors))%len(s.Sectors)].Sector, ""
		a.desk.list().top()
		return nil
	}
}

// openPlace goes into a row of the table beneath the graph: a sector's coins, or
// the sector of a coin.
func (a *App) openPlace(key string) tea.Cmd {
	if !a.desk.parts.Coins() {
		a.desk.into(key, a.desk.list())
		return nil
	}
	return a.openCoin(key)
}

// graphCommands lists the keys of the rotation graph.
func graphCommands() []command {
	const on = layout.Rotation
	return []command{
		{name: "timeframe", keys: bind("t", "timeframe", "t"), group: rotationGroup, help: "the next timeframe", on: on, do: (*App).nextTimeframe, hint: noHelp, rank: 3},
		{name: "parts", keys: bind("c", "coins", "c"), group: rotationGroup, help: "sectors, sub-sectors, one's coins, all coins", on: on, do: (*App).nextParts, hint: noHelp, rank: 4},
		{name: "next-group", keys: bind("← →", "sector", "right", "l"), group: rotationGroup, help: "the coins of the next sector", on: on, do: nextGroup(1), hint: onMembers, rank: 3},
		{name: "previous-group", keys: bind("←", "", "left", "h"), group: rotationGroup, on: on, do: nextGroup(-1)},
		{name: "shorter", keys: bind("[ ]", "tail", "["), group: rotationGroup, help: "shorter or longer tails", note: rotationNote, on: on, do: (*App).shortenTail, hint: noHelp, rank: 5},
		{name: "longer", keys: bind("]", "", "]"), group: rotationGroup, on: on, do: (*App).lengthenTail},

		{name: "earlier", keys: bind(", .", "time", ","), group: rotationGroup, help: "a bar back along time, a bar forth", on: on, do: scrub(1), hint: noHelp, rank: 6},
		{name: "later", keys: bind(".", "", "."), group: rotationGroup, on: on, do: scrub(-1)},
		{name: "highlight", keys: bind("n N", "single out", "n"), group: rotationGroup, help: "bring out one, the next, the one before", on: on, do: highlight(1), hint: noHelp, rank: 6},
		{name: "highlight-back", keys: bind("N", "", "N"), group: rotationGroup, on: on, do: highlight(-1)},
	}
}

func onMembers(a *App) bool { return !a.desk.help && a.desk.parts == pane.PartsMembers }
