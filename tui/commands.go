package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
)

// page is how many rows the page keys move.
const page = 10

// The headings of the help.
const (
	viewsGroup    = "views"
	panesGroup    = "panes"
	insideGroup   = "inside a pane"
	rotationGroup = "rotation graph"
	deskGroup     = "desk"
)

// rotationNote says in a line how to read the graph and what it does not say
// (analytics §1.6).
const rotationNote = "right: ahead of BTC/ETH, up: gaining; leaders can fall too"

// sortNote says how else a table is ordered.
const sortNote = "or click a column's name; a second click turns it round"

// newCommands lists all keys, in the order of the help and of the hints. A
// binding is the keys, how they are written, and what the hint says.
func newCommands() []command {
	list := viewCommands()
	list = append(list,
		command{name: "next", keys: bind("tab", "next", "tab"), group: panesGroup, help: "the next pane, shift+tab the one before", do: focusStep(1), hint: hasNeighbours, rank: 5},
		command{name: "previous", keys: bind("shift+tab", "", "shift+tab"), group: panesGroup, do: focusStep(-1)},
		command{name: "zoom", keys: bind("z", "zoom", "z"), group: panesGroup, help: "zoom the pane, and back", do: (*App).toggleZoom, hint: canZoom, rank: 3},
		command{name: "open", keys: bind("enter", "open", "enter"), group: panesGroup, help: "go deeper: open the row, or zoom the pane", do: (*App).openRow, hint: canOpen, rank: 2},

		command{name: "down", keys: bind("↓ ↑", "scroll", "down", "j"), group: insideGroup, help: "move; also j and k", do: move(1), hint: canScroll, rank: 4},
		command{name: "up", keys: bind("↑", "", "up", "k"), group: insideGroup, do: move(-1)},
		command{name: "page-down", keys: bind("→ ←", "page", "right", "l", "pgdown", "ctrl+d"), group: insideGroup, help: "move by ten; also l and h", do: move(page)},
		command{name: "page-up", keys: bind("←", "", "left", "h", "pgup", "ctrl+u"), group: insideGroup, do: move(-page)},
		command{name: "first", keys: bind("g G", "ends", "g", "home"), group: insideGroup, help: "the first row, the last row", do: (*App).goFirst},
		command{name: "last", keys: bind("G", "", "G", "end"), group: insideGroup, do: (*App).goLast},
		command{name: "sort", keys: bind("s S", "sort", "s"), group: insideGroup, help: "order a table by the next column, the other way round", note: sortNote, do: (*App).nextSort, hint: sortsByS, rank: 6},
		command{name: "reverse", keys: bind("S", "", "S"), group: insideGroup, do: (*App).reverseSort},
		command{name: "search", keys: bind("/", "find", "/"), group: insideGroup, help: "only rows that hold a word; esc shows all again", do: (*App).openSearch, hint: hasRows, rank: 6},
	)
	list = append(list, graphCommands()...)
	list = append(list, stepCommands()...)
	list = append(list, riskCommands()...)
	list = append(list, sectorCommands()...)
	list = append(list, journalCommands()...)
	list = append(list,
		command{name: "pause", keys: bind("p", "pause", "p", " "), group: deskGroup, help: "freeze the picture, and go on", do: (*App).togglePause, hint: running, rank: 7},
		command{name: "go-on", as: "pause", keys: bind("p", "go on"), group: deskGroup, hint: paused, rank: 1},
		command{name: "palette", keys: bind(":", "command", ":"), group: deskGroup, help: "any command by its name", do: (*App).openPalette},
		command{name: "event", keys: bind("E", "event", "E"), group: deskGroup, help: "note an event of your own, such as news", do: (*App).openEvent},
		command{name: settingsCommand, keys: bind("C", "settings", "C"), group: deskGroup, help: "demo or live, exchanges, rules, profile", do: (*App).askSettings},
		command{name: "mouse", keys: bind("m", "mouse", "m"), group: deskGroup, help: "release the mouse to select text, and take it back", do: (*App).toggleMouse},
		command{name: "redraw", keys: bind("ctrl+l", "redraw", "ctrl+l"), group: deskGroup, help: "paint the screen anew, after another program wrote on it", do: (*App).redraw},
		command{name: "back", keys: bind("esc", "back", "esc", "alt+esc"), group: deskGroup, help: "close, end the filter or the zoom, go back", do: (*App).goBack, hint: canGoBack, rank: 1},
		command{name: "help", keys: bind("?", "help", "?"), group: deskGroup, help: "this help", do: (*App).toggleHelp, hint: always, rank: 1},
		command{name: "quit", keys: bind("q", "quit", "q", "ctrl+c"), group: deskGroup, help: "quit; also ctrl+c", do: (*App).quit, hint: always},
	)
	list = append(list, suspendCommands()...)
	return append(list, lookCommands()...)
}

// viewCommands lists a command for every view there is.
func viewCommands() []command {
	views := layout.Views()
	list := []command{{name: "views", keys: bind("1-7", "views"), group: viewsGroup, hint: noHelp, rank: 4}}
	for _, v := range views {
		digit := string(rune('0' + v))
		list = append(list, command{
			name: v.String(), keys: bind(digit, v.String(), digit), group: viewsGroup, help: viewHelp[v],
			do: func(a *App) tea.Cmd { a.desk.open(v); return nil },
		})
	}
	return list
}

// viewHelp says what each view shows.
var viewHelp = [layout.ViewCount + 1]string{
	layout.Desk:        "desk: the market and your money at a glance",
	layout.StepsView:   "rotation: walk through the proposed rotation",
	layout.RiskView:    "risk: legs, leverage, liquidation, stress",
	layout.FlowView:    "flow: funding, open interest, correlation",
	layout.SectorView:  "sector: one sector, its members",
	layout.FeedsView:   "feeds: venues, streams, ages, errors",
	layout.JournalView: "journal: alerts, events, decisions",
}

func canScroll(a *App) bool     { return a.desk.list().overflow > 0 || hasRows(a) }
func hasRows(a *App) bool       { return !a.desk.help && len(a.tracks[a.desk.focused()].Keys) > 0 }
func canSort(a *App) bool       { return !a.desk.help && len(a.tracks[a.desk.focused()].Sorts) > 0 }
func sortsByS(a *App) bool      { return canSort(a) && a.desk.view != layout.StepsView } // where it skips a leg
func canOpen(a *App) bool       { return hasRows(a) && a.boards[a.desk.focused()].open != nil }
func hasNeighbours(a *App) bool { return notZoomed(a) && len(a.desk.view.Panes()) > 1 }
func notZoomed(a *App) bool     { return !a.desk.help && (!a.desk.zoom || a.place.Single) }
func canZoom(a *App) bool       { return hasNeighbours(a) && !a.place.Single }
func noHelp(a *App) bool        { return !a.desk.help }
func running(a *App) bool       { return !a.desk.help && !a.state.Paused }
func paused(a *App) bool        { return a.state.Paused }
func always(*App) bool          { return true }

func canGoBack(a *App) bool {
	d := &a.desk
	deep := d.from != layout.NoView || d.left != layout.NoPane || d.focused() == layout.Rotation && d.above != nil
	return d.help || len(a.missed.list) > 0 || d.zoom && !a.place.Single || deep || d.list().filter != ""
}
