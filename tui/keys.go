package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/pane/status"
)

// command is one thing the keys can do. The one table of them feeds the
// dispatch, the hints on the last line and the help.
type command struct {
	keys  key.Binding
	group string // its heading in the help
	help  string // what the help says; "" = the line of another command says it
	note  string // a line more in the help
	do    func(*App) tea.Cmd

	// hint tells whether the last line names the key now; nil = never. Where
	// there is no room, the hint of the highest rank leaves first.
	hint func(*App) bool
	rank int
}

// page is how many rows the page keys scroll.
const page = 10

// The headings of the help.
const (
	panesGroup    = "panes"
	insideGroup   = "inside a pane"
	rotationGroup = "rotation graph"
	deskGroup     = "desk"
)

// commands lists all keys, in the order of the help and of the hints. A binding
// is the keys, how they are written, and what the hint says.
var commands = []command{
	{keys: bind("1-8", "pane"), group: panesGroup, help: "a pane; once more zooms it"},
	{keys: bind("tab", "next", "tab"), group: panesGroup, help: "the next pane, shift+tab the one before", do: focusStep(1), hint: notZoomed, rank: 5},
	{keys: bind("shift+tab", "", "shift+tab"), group: panesGroup, do: focusStep(-1)},
	{keys: bind("z", "zoom", "z", "enter"), group: panesGroup, help: "zoom the pane, and back", do: (*App).toggleZoom, hint: canZoom, rank: 2},

	{keys: bind("↓ ↑", "scroll", "down", "j"), group: insideGroup, help: "scroll; also j and k", do: scroll(1), hint: canScroll, rank: 3},
	{keys: bind("↑", "", "up", "k"), group: insideGroup, do: scroll(-1)},
	{keys: bind("→ ←", "page", "right", "l", "pgdown"), group: insideGroup, help: "scroll by ten; also l and h", do: scroll(page)},
	{keys: bind("←", "", "left", "h", "pgup"), group: insideGroup, do: scroll(-page)},

	{keys: bind("t", "timeframe", "t"), group: rotationGroup, help: "the next timeframe", do: (*App).nextTimeframe, hint: onRotation, rank: 3},
	{keys: bind("[ ]", "tail", "["), group: rotationGroup, help: "shorter or longer tails", note: rotationNote, do: (*App).shortenTail, hint: onRotation, rank: 4},
	{keys: bind("]", "", "]"), group: rotationGroup, do: (*App).lengthenTail},

	{keys: bind("p", "pause", "p", " "), group: deskGroup, help: "freeze the picture, and go on", do: (*App).togglePause, hint: running, rank: 6},
	{keys: bind("p", "go on"), group: deskGroup, hint: paused, rank: 1},
	{keys: bind("esc", "back", "esc"), group: deskGroup, help: "close the help, end the zoom", do: (*App).goBack, hint: canGoBack, rank: 1},
	{keys: bind("?", "help", "?"), group: deskGroup, help: "this help", do: (*App).toggleHelp, hint: always, rank: 1},
	{keys: bind("q", "quit", "q", "ctrl+c"), group: deskGroup, help: "quit; also ctrl+c", do: (*App).quit, hint: always},
}

// rotationNote says in a line how to read the graph and what it does not say
// (analytics §1.6).
const rotationNote = "right: ahead of BTC/ETH, up: gaining; leaders can fall too"

// bind makes a binding: how it is written, what it does in a word, its keys.
func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

// onKey does what the keys of a message say. Keys typed or repeated faster than
// they are read arrive as one message of several runes. Pasted text is not
// typing.
func (a *App) onKey(msg tea.KeyMsg) tea.Cmd {
	if msg.Paste {
		return nil
	}
	if len(msg.Runes) < 2 {
		return a.onOneKey(msg)
	}
	for _, r := range msg.Runes {
		if cmd := a.onOneKey(tea.KeyMsg{Type: msg.Type, Runes: []rune{r}, Alt: msg.Alt}); cmd != nil {
			return cmd // only quitting gives a command, and nothing follows it
		}
	}
	return nil
}

func (a *App) onOneKey(msg tea.KeyMsg) tea.Cmd {
	if p, ok := digit(msg.String()); ok {
		a.desk.help = false
		a.desk.focusOn(p)
		a.isFresh = false
		return nil
	}
	for i := range commands {
		if c := &commands[i]; c.do != nil && key.Matches(msg, c.keys) {
			a.isFresh = false
			return c.do(a)
		}
	}
	return nil
}

// digit reads the key that focuses a pane.
func digit(s string) (layout.Pane, bool) {
	if len(s) != 1 || s[0] < '1' || s[0] > '0'+layout.PaneCount {
		return layout.NoPane, false
	}
	return layout.Pane(s[0] - '0'), true
}

// hints lists the keys worth naming now.
func (a *App) hints() []status.Hint {
	hints := make([]status.Hint, 0, len(commands))
	for i := range commands {
		if c := &commands[i]; c.hint != nil && c.hint(a) {
			h := c.keys.Help()
			hints = append(hints, status.Hint{Key: a.keyName(h.Key), Does: h.Desc, Rank: c.rank})
		}
	}
	return hints
}

func onRotation(a *App) bool { return !a.desk.help && a.desk.focus == layout.Rotation }
func canScroll(a *App) bool  { return a.desk.overflow[a.desk.scrolled()] > 0 }
func notZoomed(a *App) bool  { return !a.desk.help && (!a.desk.zoom || a.place.Single) }
func canZoom(a *App) bool    { return notZoomed(a) && !a.place.Single }
func canGoBack(a *App) bool  { return a.desk.help || a.desk.zoom && !a.place.Single }
func running(a *App) bool    { return !a.desk.help && !a.state.Paused }
func paused(a *App) bool     { return a.state.Paused }
func always(*App) bool       { return true }
