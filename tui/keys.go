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
	binding key.Binding
	group   string // its heading in the help
	do      func(*App) tea.Cmd

	// hint tells whether the last line names the key now; nil = never.
	hint func(*App) bool
}

// page is how many rows the page keys scroll.
const page = 10

// commands lists all keys, in the order of the help. Hints stand on the last
// line in this order too, the most lasting ones at the end.
var commands = []command{
	{bind("t", "timeframe", "t"), "rotation graph", (*App).nextTimeframe, onRotation},
	{bind("[ ]", "tail", "["), "rotation graph", (*App).shortenTail, onRotation},
	{bind("]", "longer tail", "]"), "rotation graph", (*App).lengthenTail, nil},

	{bind("↓ j", "scroll", "down", "j"), "inside a pane", scroll(1), canScroll},
	{bind("↑ k", "scroll back", "up", "k"), "inside a pane", scroll(-1), nil},
	{bind("→ l", "page on", "right", "l", "pgdown"), "inside a pane", scroll(page), nil},
	{bind("← h", "page back", "left", "h", "pgup"), "inside a pane", scroll(-page), nil},

	{bind("1-8", "pane, again: zoom", "1", "2", "3", "4", "5", "6", "7", "8"), "panes", nil, nil},
	{bind("tab", "next", "tab"), "panes", focusStep(1), notZoomed},
	{bind("shift+tab", "previous", "shift+tab"), "panes", focusStep(-1), nil},
	{bind("z", "zoom", "z", "enter"), "panes", (*App).toggleZoom, notZoomed},
	{bind("esc", "back", "esc"), "panes", (*App).goBack, canGoBack},

	{bind("p", "pause", "p", " "), "desk", (*App).togglePause, running},
	{bind("p", "go on", "p"), "desk", nil, paused},
	{bind("?", "help", "?"), "desk", (*App).toggleHelp, always},
	{bind("q", "quit", "q", "ctrl+c"), "desk", (*App).quit, always},
}

// bind makes a binding; shown is how the key is written.
func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

// onKey does what a key says. Pasted text is not typing.
func (a *App) onKey(msg tea.KeyMsg) tea.Cmd {
	if msg.Paste {
		return nil
	}
	if p, ok := digit(msg.String()); ok {
		a.desk.help = false
		a.desk.focusOn(p)
		a.isFresh = false
		return nil
	}
	for i := range commands {
		if c := &commands[i]; c.do != nil && key.Matches(msg, c.binding) {
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
			h := c.binding.Help()
			hints = append(hints, status.Hint{Key: a.keyName(h.Key), Does: h.Desc})
		}
	}
	return hints
}

func onRotation(a *App) bool { return !a.desk.help && a.desk.focus == layout.Rotation }
func canScroll(a *App) bool  { return a.desk.overflow[a.desk.scrolled()] > 0 }
func notZoomed(a *App) bool  { return !a.desk.help && !a.desk.zoom }
func canGoBack(a *App) bool  { return a.desk.help || a.desk.zoom }
func running(a *App) bool    { return !a.desk.help && !a.state.Paused }
func paused(a *App) bool     { return a.state.Paused }
func always(*App) bool       { return true }
