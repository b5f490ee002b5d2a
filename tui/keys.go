package tui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/pane/status"
)

// command is one thing the keys can do. The one table of them feeds the
// dispatch, the hints on the last line, the help, the palette and rebinding.
type command struct {
	name  string // in the palette and in the configuration's [keys]
	keys  key.Binding
	group string // its heading in the help
	help  string // what the help says; "" = the line of another command says it
	note  string // a line more in the help
	do    func(*App) tea.Cmd
	as    string // of one that only hints: the command whose keys it names

	in layout.View // the only view it applies in; NoView = all
	on layout.Pane // the only pane it applies on; NoPane = all

	// hint tells whether the last line names the key now; nil = never. Where
	// there is no room, the hint of the highest rank leaves first.
	hint func(*App) bool
	rank int
}

// applies tells whether the command can be given now.
func (c *command) applies(a *App) bool {
	return (c.in == layout.NoView || c.in == a.desk.view) && (c.on == layout.NoPane || c.on == a.desk.focused())
}

// overlaps tells whether two commands can apply at once.
func (c *command) overlaps(o *command) bool {
	views := c.in == layout.NoView || o.in == layout.NoView || c.in == o.in
	panes := c.on == layout.NoPane || o.on == layout.NoPane || c.on == o.on
	return views && panes && c.within(o.in) && o.within(c.in)
}

// within tells whether a view has the pane the command applies on.
func (c *command) within(v layout.View) bool {
	return c.on == layout.NoPane || v == layout.NoView || slices.Contains(v.Panes(), c.on)
}

// special tells whether the command is more particular than one that applies
// everywhere; it goes first.
func (c *command) special() bool { return c.in != layout.NoView || c.on != layout.NoPane }

// bind makes a binding: how it is written, what it does in a word, its keys.
func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

// onKey does what the keys of a message say. Keys typed or repeated faster than
// they are read arrive as one message of several runes. Pasted text is not
// typing, but a line that is being typed takes it.
func (a *App) onKey(msg tea.KeyMsg) tea.Cmd {
	if a.prompt.kind != promptClosed {
		a.isFresh = false
		return a.onPromptKey(msg)
	}
	if msg.Paste {
		return nil
	}
	if len(msg.Runes) < 2 {
		return a.onOneKey(msg)
	}
	var cmds []tea.Cmd
	for i, r := range msg.Runes {
		if a.prompt.kind != promptClosed { // one of the keys has opened it: the rest is text
			rest := a.onKey(tea.KeyMsg{Type: msg.Type, Runes: msg.Runes[i:], Alt: msg.Alt})
			return tea.Sequence(append(cmds, rest)...)
		}
		cmds = append(cmds, a.onOneKey(tea.KeyMsg{Type: msg.Type, Runes: []rune{r}, Alt: msg.Alt}))
	}
	return tea.Sequence(cmds...)
}

func (a *App) onOneKey(msg tea.KeyMsg) tea.Cmd {
	c := a.commandFor(msg)
	if c == nil {
		return nil
	}
	a.isFresh, a.shadowed, a.said = false, nil, status.Note{}
	if len(a.missed.list) > 0 && c.name != "back" {
		a.missed = missed{}
	}
	return c.do(a)
}

// commandFor finds what a key does now: what the focused pane or view makes of
// it, else what it does everywhere.
func (a *App) commandFor(msg tea.KeyMsg) *command {
	var found *command
	for i := range a.commands {
		c := &a.commands[i]
		if c.do == nil || !key.Matches(msg, c.keys) || !c.applies(a) {
			continue
		}
		if c.special() {
			return c
		}
		if found == nil {
			found = c
		}
	}
	return found
}

// hints lists the keys worth naming now.
func (a *App) hints() []status.Hint {
	hints := make([]status.Hint, 0, len(a.commands))
	for i := range a.commands {
		if c := &a.commands[i]; c.hint != nil && c.applies(a) && c.hint(a) {
			h := c.keys.Help()
			hints = append(hints, status.Hint{Key: a.keyName(h.Key), Does: h.Desc, Rank: c.rank})
		}
	}
	return hints
}
