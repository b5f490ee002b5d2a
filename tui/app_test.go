package tui

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"unsafe"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// newApp returns a desk of a size that waits for no source.
func newApp(t testing.TB, th *theme.Theme, w, h int) *App {
	t.Helper()
	app := New(context.Background(), nil, th)
	app.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return app
}

// show returns a plain desk of a size on which a snapshot has arrived.
func show(t testing.TB, s *model.Snapshot, w, h int) *App {
	t.Helper()
	app := newApp(t, tuitest.Theme(t), w, h)
	app.Update(snapshotMsg{s})
	return app
}

// press types keys: one character each, or a name Bubble Tea knows.
func press(app *App, keys ...tea.KeyMsg) (last tea.Cmd) {
	for _, k := range keys {
		_, last = app.Update(k)
	}
	return last
}

func char(r rune) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}} }

func special(t tea.KeyType) tea.KeyMsg { return tea.KeyMsg{Type: t} }

func plain(app *App) string { return tuitest.Plain(strings.Split(app.View(), "\n")) }

func TestKeys(t *testing.T) {
	tests := []struct {
		name string
		keys []tea.KeyMsg
		want desk
	}{
		{"nothing", nil, desk{focus: layout.Rotation}},
		{"digit", []tea.KeyMsg{char('4')}, desk{focus: layout.Allocation}},
		{"digit again zooms", []tea.KeyMsg{char('4'), char('4')}, desk{focus: layout.Allocation, zoom: true}},
		{"and again back", []tea.KeyMsg{char('4'), char('4'), char('4')}, desk{focus: layout.Allocation}},
		{"another digit keeps the zoom", []tea.KeyMsg{char('4'), char('z'), char('5')}, desk{focus: layout.Hedges, zoom: true}},
		{"nine is no pane", []tea.KeyMsg{char('9'), char('0')}, desk{focus: layout.Rotation}},
		{"tab", []tea.KeyMsg{special(tea.KeyTab)}, desk{focus: layout.Sectors}},
		{"tab goes round", []tea.KeyMsg{char('8'), special(tea.KeyTab)}, desk{focus: layout.Rotation}},
		{"shift+tab", []tea.KeyMsg{special(tea.KeyShiftTab)}, desk{focus: layout.Feeds}},
		{"esc ends the zoom", []tea.KeyMsg{char('z'), special(tea.KeyEscape)}, desk{focus: layout.Rotation}},
		{"esc closes the help first", []tea.KeyMsg{char('z'), char('?'), special(tea.KeyEscape)}, desk{focus: layout.Rotation, zoom: true}},
		{"a digit closes the help", []tea.KeyMsg{char('?'), char('3')}, desk{focus: layout.Phase}},
		{"zoom does nothing under the help", []tea.KeyMsg{char('?'), char('z')}, desk{focus: layout.Rotation, help: true}},
		{"timeframe", []tea.KeyMsg{char('t')}, desk{focus: layout.Rotation, timeframe: model.Hour4}},
		{"timeframe goes round", []tea.KeyMsg{char('t'), char('t')}, desk{focus: layout.Rotation, timeframe: model.Day1}},
		{"tail", []tea.KeyMsg{char(']'), char(']'), char('[')}, desk{focus: layout.Rotation, tail: 9}},
		{"several runes in one message", []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune("3z]")}}, desk{focus: layout.Phase, zoom: true, tail: 9}},
		{"pasted text is not typing", []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune("qz3"), Paste: true}}, desk{focus: layout.Rotation}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, tuitest.Full(), 120, 36)
			press(app, tt.keys...)
			if app.desk != tt.want {
				t.Errorf("got %+v, want %+v", app.desk, tt.want)
			}
		})
	}
}

func TestTailStopsAtBothEnds(t *testing.T) {
	app := show(t, tuitest.Full(), 120, 36)
	for range 40 {
		press(app, char(']'))
	}
	if app.desk.tail != 30 {
		t.Errorf("tail %d, want 30", app.desk.tail)
	}
	for range 60 {
		press(app, char('['))
	}
	if app.desk.tail != 2 {
		t.Errorf("tail %d, want 2", app.desk.tail)
	}
}

func TestQuit(t *testing.T) {
	for _, k := range []tea.KeyMsg{char('q'), special(tea.KeyCtrlC), {Type: tea.KeyRunes, Runes: []rune("jjq")}} {
		cmd := press(show(t, tuitest.Full(), 80, 24), k)
		if cmd == nil {
			t.Fatalf("%v does not quit", k)
		}
		if _, ok := cmd().(tea.QuitMsg); !ok {
			t.Errorf("%v gives %v", k, cmd())
		}
	}
	if cmd := press(show(t, tuitest.Full(), 80, 24), special(tea.KeyEscape)); cmd != nil {
		t.Error("esc quits")
	}
}

func TestScrollStopsAtBothEnds(t *testing.T) {
	app := show(t, tuitest.Full(), 80, 24)
	press(app, char('3'))
	first := plain(app)
	for range 30 {
		press(app, char('j'))
		app.View()
	}
	if got := plain(app); !strings.Contains(got, "BEAR  0.11") {
		t.Errorf("the last row is not reached:\n%s", got)
	}
	press(app, char('l'), char('h'), char('h'), char('h'))
	for range 3 {
		press(app, char('k'))
	}
	if got := plain(app); got != first {
		t.Errorf("scrolling back does not end where it began:\n%s", got)
	}
}

// A pane that was scrolled down shows its rows also when it grows.
func TestScrollIsClampedWhenThePaneGrows(t *testing.T) {
	app := show(t, tuitest.Full(), 80, 24)
	press(app, char('3'))
	for range 30 {
		press(app, char('j'))
		app.View()
	}
	app.onResize(200, 60)
	if got := plain(app); !strings.Contains(got, "EMA50 over EMA200") {
		t.Errorf("the first row is scrolled away without need:\n%s", got)
	}
}

func TestPauseFreezesThePicture(t *testing.T) {
	app := show(t, tuitest.Full(), 120, 36)
	press(app, char('p'))
	frozen := plain(app)
	app.Update(snapshotMsg{tuitest.NoPhase()})
	if got := plain(app); got != frozen || !strings.Contains(got, "PAUSED") {
		t.Errorf("the picture moved or does not say that it is frozen:\n%s", got)
	}
	press(app, char('p'))
	if got := plain(app); !strings.Contains(got, "UNKNOWN") || strings.Contains(got, "PAUSED") {
		t.Errorf("the newest snapshot is not shown after the pause:\n%s", got)
	}
}

// An engine that falls silent must show: the same picture for seconds is not
// the present.
func TestSilenceShows(t *testing.T) {
	app := show(t, tuitest.Full(), 120, 36)
	for range 3 {
		app.Update(heartbeatMsg{}) // the first still heard the snapshot
	}
	if got := plain(app); strings.Contains(got, "NO UPDATE") {
		t.Errorf("two silent seconds are not yet worth an alarm:\n%s", got)
	}
	app.Update(heartbeatMsg{})
	if got := plain(app); !strings.Contains(got, "NO UPDATE 3s") {
		t.Errorf("three silent seconds do not show:\n%s", got)
	}
	app.Update(snapshotMsg{tuitest.Full()})
	if got := plain(app); strings.Contains(got, "NO UPDATE") {
		t.Errorf("the alarm stays after news:\n%s", got)
	}
}

func TestEndOfSource(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{io.EOF, "the data has ended"},
		{errors.New("disk\x1b[31m full"), "the engine stopped: disk[31m full"},
	} {
		app := show(t, tuitest.Full(), 160, 36)
		app.Update(sourceEndedMsg{tt.err})
		for range 9 {
			app.Update(heartbeatMsg{})
		}
		if got := plain(app); !strings.Contains(got, "STOPPED") || !strings.Contains(got, tt.want) || !strings.Contains(got, "DeFi") {
			t.Errorf("the end is not shown over the last picture, want %q:\n%s", tt.want, got)
		}
	}
}

func TestNoLiveFeedShows(t *testing.T) {
	s := tuitest.Full()
	for i := range s.Venues {
		s.Venues[i].State = model.LinkDown
	}
	if got := plain(show(t, s, 120, 36)); !strings.Contains(got, "NO LIVE FEED") {
		t.Errorf("a desk without a live feed looks alive:\n%s", got)
	}
}

// A fault in one pane leaves the others and the terminal alone.
func TestFaultInOnePane(t *testing.T) {
	was := panes[layout.Hedges]
	panes[layout.Hedges] = func(grid.Area, pane.Input) int { panic("index out of range") }
	defer func() { panes[layout.Hedges] = was }()
	var log strings.Builder
	app := show(t, tuitest.Full(), 120, 36)
	app.logger = slog.New(slog.NewTextHandler(&log, nil))
	got := plain(app)
	if !strings.Contains(got, "hedges failed to draw: index") || !strings.Contains(got, "Why EXPANSION") {
		t.Errorf("the fault is not contained:\n%s", got)
	}
	if !strings.Contains(log.String(), "pane=hedges") {
		t.Errorf("the log says %q", log.String())
	}
}

// View is asked for after every message; it draws only when something changed,
// and lines that did not change are the same strings.
func TestViewIsCached(t *testing.T) {
	app := show(t, tuitest.Full(), 120, 36)
	first := app.View()
	app.Update(tea.FocusMsg{})
	app.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	if allocs := testing.AllocsPerRun(100, func() { app.View() }); allocs != 0 {
		t.Errorf("an unchanged frame allocates %v times", allocs)
	}
	if unsafe.StringData(first) != unsafe.StringData(app.View()) {
		t.Error("an unchanged frame was drawn again")
	}
	before := append([]string(nil), app.screen.Lines()...)
	app.Update(snapshotMsg{tuitest.Moved(1)})
	app.View()
	same := 0
	for i, l := range app.screen.Lines() {
		if unsafe.StringData(l) == unsafe.StringData(before[i]) {
			same++
		}
	}
	if same < 3 {
		t.Errorf("only %d lines were kept", same)
	}
}

// The hints on the last line follow the focus, and every key the help names
// does something.
func TestHintsFollowTheFocus(t *testing.T) {
	last := func(app *App) string {
		lines := strings.Split(plain(app), "\n")
		return lines[len(lines)-1]
	}
	app := show(t, tuitest.Full(), 200, 60)
	if got := last(app); !strings.Contains(got, "t timeframe") || !strings.Contains(got, "q quit") {
		t.Errorf("on the rotation graph: %q", got)
	}
	press(app, char('8'), char('z'))
	if got := last(app); strings.Contains(got, "timeframe") || !strings.Contains(got, "esc back") {
		t.Errorf("on the zoomed feeds: %q", got)
	}
	press(app, char('p'))
	if got := last(app); !strings.Contains(got, "p go on") {
		t.Errorf("while paused: %q", got)
	}
}

func TestEveryBindingIsBoundOnce(t *testing.T) {
	seen := map[string]string{}
	for _, c := range commands {
		if c.do == nil {
			continue
		}
		for _, k := range c.keys.Keys() {
			if seen[k] != "" {
				t.Errorf("%q does both %q and %q", k, seen[k], c.help)
			}
			seen[k] = c.keys.Help().Key
		}
	}
	for _, k := range []string{"q", "ctrl+c", "?", "tab", "shift+tab", "z", "esc", "t", "[", "]", "p", "j", "k", "h", "l"} {
		if seen[k] == "" {
			t.Errorf("%q does nothing", k)
		}
	}
}
