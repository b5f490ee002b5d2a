package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

func TestRebind(t *testing.T) {
	for _, tt := range []struct {
		name string
		own  map[string][]string
		want string // part of the error
	}{
		{"nothing", nil, ""},
		{"another key", map[string][]string{"zoom": {"Z", "f5"}}, ""},
		{"two change places", map[string][]string{"zoom": {"p"}, "pause": {"z", "space"}}, ""},
		{"with alt", map[string][]string{"zoom": {"alt+z"}}, ""},
		{"none at all", map[string][]string{"zoom": {}}, ""},
		{"unknown command", map[string][]string{"zom": {"z"}}, `keys.zom: no command has this name, did you mean "zoom"?`},
		{"nothing near", map[string][]string{"qqqqqqqq": {"z"}}, "the palette (:) lists them"},
		{"no key", map[string][]string{"zoom": {"hyper+z"}}, `keys.zoom: "hyper+z" is no key`},
		{"empty key", map[string][]string{"zoom": {""}}, "is no key"},
		{"taken", map[string][]string{"zoom": {"p"}}, `"p" does both zoom and pause`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckKeys(tt.own)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestRebindIsUsedEverywhere(t *testing.T) {
	app := show(t, tuitest.Full(), 160, 40)
	var err error
	if app.commands, err = rebind(newCommands(), map[string][]string{"zoom": {"x"}, "quit": {"Q"}}); err != nil {
		t.Fatal(err)
	}
	app.isFresh = false
	if got := plain(app); !strings.Contains(got, "x zoom") || strings.Contains(got, "z zoom") {
		t.Errorf("the hints do not follow:\n%s", got)
	}
	press(app, char('z'))
	if app.desk.zoom {
		t.Error("the old key still zooms")
	}
	press(app, char('x'))
	if !app.desk.zoom || app.desk.focused() != layout.Rotation {
		t.Error("the new key does not zoom")
	}
	if cmd := press(app, special(tea.KeyCtrlC)); cmd == nil {
		t.Error("ctrl+c must always quit")
	}
}

// A key that is a pane's too is told, at the start and by the check; what eddy
// ships with is meant that way.
func TestShadowedKeys(t *testing.T) {
	if told := ShadowedKeys(nil); len(told) != 0 {
		t.Errorf("without keys of the reader's own: %q", told)
	}
	told := ShadowedKeys(map[string][]string{"zoom": {"t"}})
	if len(told) == 0 || told[0] != `"t" is zoom, but timeframe on the pane rotation` {
		t.Fatalf("got %q", told)
	}
	app := newApp(t, tuitest.Theme(t), 120, 36)
	app.shadowed = told
	if last := lastLine(app.View()); !strings.Contains(last, `keys: "t" is zoom`) {
		t.Errorf("the last line says %q", last)
	}
	app.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("z")})
	if last := lastLine(app.View()); strings.Contains(last, "keys:") {
		t.Errorf("after a key the last line says %q", last)
	}
}

func lastLine(frame string) string { return frame[strings.LastIndex(frame, "\n")+1:] }

// A hint that stands for another command names the keys that one has now.
func TestAHintFollowsItsCommand(t *testing.T) {
	list, err := rebind(newCommands(), map[string][]string{"pause": {"P"}})
	if err != nil {
		t.Fatal(err)
	}
	app := show(t, tuitest.Full(), 200, 60)
	app.commands = list
	press(app, char('P'))
	if got := plain(app); !strings.Contains(got, "P go on") || strings.Contains(got, " p go on") {
		t.Errorf("the last line names another key:\n%s", got)
	}
}
