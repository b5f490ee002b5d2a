package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// The size of the palette.
const (
	paletteWidth = 88
	paletteRows  = 10
)

// openPalette begins to type a command's name.
func (a *App) openPalette() tea.Cmd { return a.openPrompt(paletteOpen, "") }

// suggestions lists the commands that a typed text may mean, the best first:
// those that begin with it, then those that hold it, then those whose letters
// come in its order. The other half of a pair, such as longer beside shorter, comes
// to whoever begins its name. The whole name of a command of another place means
// that one and no other.
func (a *App) suggestions(typed string) []*command {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, hold, loose []*command
	for i := range a.commands {
		c := &a.commands[i]
		if c.do == nil || !c.applies(a) || c.help == "" && typed == "" {
			continue
		}
		name := c.name
		switch {
		case strings.HasPrefix(name, typed):
			begin = append(begin, c)
		case c.help == "":
		case strings.Contains(name+" "+strings.ToLower(c.help), typed):
			hold = append(hold, c)
		case holdsInOrder(name, typed):
			loose = append(loose, c)
		}
	}
	if len(begin) == 0 && slices.ContainsFunc(a.commands, func(c command) bool { return c.do != nil && c.name == typed }) {
		return nil
	}
	return append(append(begin, hold...), loose...)
}

// holdsInOrder tells whether the letters of part stand in s in their order.
func holdsInOrder(s, part string) bool {
	for _, r := range part {
		at := strings.IndexRune(s, r)
		if at < 0 {
			return false
		}
		s = s[at+1:]
	}
	return true
}

// runNamed does what the palette was asked for.
func (a *App) runNamed(typed string, pick int) tea.Cmd {
	found := a.suggestions(typed)
	if len(found) == 0 {
		a.say(a.notOffered(typed), true)
		return nil
	}
	return found[min(pick, len(found)-1)].do(a)
}

// notOffered says why a typed text means no command here.
func (a *App) notOffered(typed string) string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	for i := range a.commands {
		c := &a.commands[i]
		switch {
		case c.do == nil || !strings.HasPrefix(c.name, typed):
		case c.in != layout.NoView:
			return c.name + " is a command of the " + c.in.String() + " view"
		case c.on != layout.NoPane:
			return c.name + " is a command on the " + c.on.String() + " pane"
		}
	}
	return "no command is called so; ? lists them all"
}

// helpOf says what a command does: the line of the one before where that says it.
func (a *App) helpOf(c *command) string {
	said := ""
	for i := range a.commands {
		if a.commands[i].help != "" {
			said = a.commands[i].help
		}
		if &a.commands[i] == c {
			break
		}
	}
	return said
}

// drawPalette lists the suggestions above the line that is typed.
func (a *App) drawPalette(body grid.Area, in pane.Input) {
	found := a.suggestions(a.prompt.field.Value())
	a.prompt.pick = min(a.prompt.pick, max(len(found)-1, 0))
	h := min(max(len(found), 1)+2, paletteRows+2, body.H())
	box := body.Sub(0, body.H()-h, min(paletteWidth, body.W()), h)
	box.Clear()
	in.Focused, in.Framed = true, true
	in.Cursor, in.Scroll, in.Track = a.prompt.pick+1, 0, nil
	inner := pane.Frame(box, in, pane.Title{Name: "Commands"})
	if len(found) == 0 {
		pane.Say(inner, in, theme.Muted, a.notOffered(a.prompt.field.Value()))
		return
	}
	in.Rows(box, inner, pane.List{N: len(found), Draw: func(line grid.Area, i int) {
		c := found[i]
		line.Text(0, 0, theme.Label, c.name)
		line.TextFit(18, 0, max(line.W()-28, 0), theme.Muted, a.helpOf(c), in.Theme.Glyphs.Ellipsis)
		line.TextRight(line.W(), 0, theme.Key, a.keyName(c.keys.Help().Key))
	}})
}
