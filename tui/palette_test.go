package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// atOnce is text that arrives in one reading, as over a slow line.
func atOnce(text string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)} }

// Every command that can be given now is first when its whole name is typed, also
// where that is the name of a key; one of another place says where it belongs.
func TestThePaletteByName(t *testing.T) {
	for _, v := range layout.Views() {
		for _, p := range v.Panes() {
			app := show(t, tuitest.Market(), 120, 36)
			app.desk.open(v)
			on(app, p)
			for i := range app.commands {
				c := &app.commands[i]
				if c.do == nil {
					continue
				}
				press(app, char(':'), atOnce(c.name))
				found := app.suggestions(app.prompt.field.Value())
				switch offered := len(found) > 0 && found[0].name == c.name; {
				case c.applies(app) && !offered:
					t.Errorf("%s on %s is not what %q means first", c.name, p, app.prompt.field.Value())
				case !c.applies(app) && len(found) > 0 && !strings.HasPrefix(found[0].name, c.name):
					t.Errorf("%s on %s means %s", c.name, p, found[0].name)
				case !c.applies(app) && len(found) == 0 && !strings.Contains(app.notOffered(c.name), " is a command o"):
					t.Errorf("%s on %s: %s", c.name, p, app.notOffered(c.name))
				}
				app.cancelPrompt()
			}
		}
	}
}

// A command that cannot be given here does nothing and says why, also to whoever
// types faster than they read.
func TestThePaletteSaysWhatItDidNotDo(t *testing.T) {
	for _, tt := range []struct{ typed, says string }{
		{"hold", "hold is a command of the risk view"}, // the help of another holds the word
		{"nonsense", "no command is called so"},
	} {
		app := show(t, tuitest.Market(), 120, 36)
		press(app, char(':'), atOnce(tt.typed), tea.KeyMsg{Type: tea.KeyEnter})
		if app.prompt.kind != promptClosed || !strings.Contains(app.said.Text, tt.says) {
			t.Errorf("%s: says %q, prompt %d", tt.typed, app.said.Text, app.prompt.kind)
		}
	}
}
