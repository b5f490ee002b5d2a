package tui

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Look is one choice of how the desk looks, made by its reader: a key under
// [desk] in the configuration, and a text or a switch.
type Look struct {
	Key   string // theme, swap_up, still, blocks or ascii
	Value any    // a string for the theme, else a bool
}

// looks is what the reader changes of how the desk looks, on its way to where it
// is kept.
type looks struct {
	keep func(Look) error // nil = nobody keeps them
	pen  chan struct{}    // full while one is being written
	due  []chosen         // not known to be kept, the oldest first, which is being written
	own  *theme.Theme     // of a file, as the desk began; nil = it ships with eddy
	file string           // that file
}

// chosen is a look and what the last line says of it.
type chosen struct {
	look Look
	said string
}

// beginLooks takes over what the desk begins with.
func (a *App) beginLooks(keep func(Look) error) {
	l, name := &a.looks, strings.ToLower(strings.TrimSpace(a.choice.Name))
	l.keep, l.pen = keep, make(chan struct{}, 1)
	switch {
	case name == "" || name == autoTheme:
		a.choice.Name = autoTheme
	case slices.Contains(theme.Names(), a.theme.Name):
		a.choice.Name = a.theme.Name
	default:
		l.own, l.file = a.theme, a.choice.Name
	}
}

// autoTheme is the theme that goes with the terminal's background.
const autoTheme = "auto"

// nextTheme goes round the themes: the one of the terminal's background, the
// others that ship with eddy, the reader's own.
func (a *App) nextTheme() tea.Cmd {
	names := a.themes()
	at := max(slices.Index(names, a.choice.Name), 0)
	a.choice.Name = names[(at+1)%len(names)]
	th := a.looks.own
	if th == nil || a.choice.Name != a.looks.file {
		shipped, err := theme.New(a.choice)
		if err != nil {
			return nil // cannot be: the theme ships with eddy
		}
		th = shipped
	}
	return a.wear(th, Look{"theme", a.choice.Name}, "theme "+a.choice.Name)
}

// themes are the names the themes go round by. That which the background stands
// for is left out: it would look as if nothing had happened.
func (a *App) themes() []string {
	choice := a.choice
	choice.Name = autoTheme
	names := []string{autoTheme}
	if th, err := theme.New(choice); err == nil { // it ships with eddy
		names = append(names, slices.DeleteFunc(theme.Names(), func(name string) bool { return name == th.Name })...)
	}
	if a.looks.own != nil {
		names = append(names, a.looks.file)
	}
	return names
}

// toggleLook is the command that switches a look on, and off again.
func toggleLook(key string, of func(*theme.Choice) *bool, on, off string) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		to, said := of(&a.choice), on
		*to = !*to
		if !*to {
			said = off
		}
		return a.wear(a.theme, Look{key, *to}, said)
	}
}

// wear draws the desk with a theme as chosen from now on, and has the choice kept.
func (a *App) wear(th *theme.Theme, l Look, said string) tea.Cmd {
	a.theme = th.As(a.choice)
	a.screen = grid.NewScreen(a.theme.Look())
	a.say(said, false)
	if a.looks.keep == nil {
		return nil
	}
	a.looks.due = append(a.looks.due, chosen{l, said})
	if len(a.looks.due) > 1 {
		return nil // it waits for its turn
	}
	return a.keepNext()
}

// keepNext is the command that keeps the oldest look that is due.
func (a *App) keepNext() tea.Cmd {
	l := &a.looks
	return keeping{a.ctx, l.due[0].look, l.keep, l.pen}.write
}

// keeping is a look on its way to a file; the disk may take its time.
type keeping struct {
	ctx  context.Context
	look Look
	keep func(Look) error
	pen  chan struct{}
}

// lookKeptMsg says what became of it.
type lookKeptMsg struct{ err error }

func (k keeping) write() tea.Msg {
	select {
	case k.pen <- struct{}{}:
		defer func() { <-k.pen }()
		return lookKeptMsg{k.keep(k.look)}
	case <-k.ctx.Done():
		return nil
	}
}

// onLookKept tells of a look that could not be kept, and goes on with the next.
func (a *App) onLookKept(msg lookKeptMsg) tea.Cmd {
	l := &a.looks
	if msg.err != nil {
		a.say(l.due[0].said+", not kept: "+model.CleanText(msg.err.Error()), true)
	}
	l.due = l.due[1:]
	if len(l.due) == 0 {
		return nil
	}
	return a.keepNext()
}

// keepLooks keeps what is still due when the desk has ended.
func (l *looks) keepLooks() {
	if l.keep == nil {
		return
	}
	l.pen <- struct{}{} // after the one that is being written
	for _, c := range l.due {
		_ = l.keep(c.look) // nobody is there any more to be told
	}
}

// looksGroup is the heading of the looks in the help.
const looksGroup = "looks, kept in the configuration"

// lookCommands lists what changes how the desk looks. Those without a key are
// given by name, and may be given one.
func lookCommands() []command {
	return []command{
		{name: "theme", keys: bind("T", "theme", "T"), group: looksGroup, help: "the next theme", do: (*App).nextTheme},
		{name: "still", group: looksGroup, help: "nothing flashes when it changes, or it does", do: toggleLook("still", func(c *theme.Choice) *bool { return &c.Still }, "nothing flashes", "changes flash")},
		{name: "swap-up", group: looksGroup, help: "rises in the colour of falls, or in their own", do: toggleLook("swap_up", func(c *theme.Choice) *bool { return &c.Swap }, "rises and falls have swapped colours", "rises and falls have their own colours")},
		{name: "blocks", group: looksGroup, help: "blocks instead of braille dots", do: toggleLook("blocks", func(c *theme.Choice) *bool { return &c.Blocks }, "blocks for dots", "braille for dots")},
		{name: "ascii", group: looksGroup, help: "plain ASCII, no line drawing", do: toggleLook("ascii", func(c *theme.Choice) *bool { return &c.ASCII }, "plain ASCII", "line drawing and dots")},
	}
}
