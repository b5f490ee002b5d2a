package tui

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"
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

// on moves the focus to a pane of the view on show.
func on(app *App, p layout.Pane) *App {
	app.desk.focusOn(p)
	app.isFresh = false
	return app
}

func TestKeys(t *testing.T) {
	type state struct {
		view       layout.View
		focus      layout.Pane
		zoom, help bool
		tail       int
		timeframe  model.Interval
	}
	type keys = []tea.KeyMsg
	desk := func(s state) state {
		s.view = layout.Desk
		if s.focus == layout.NoPane {
			s.focus = layout.Rotation
		}
		return s
	}
	tests := []struct {
		name string
		keys keys
		want state
	}{
		{"nothing", nil, desk(state{})},
		{"a digit opens a view", keys{char('6')}, state{view: layout.FeedsView, focus: layout.Venues}},
		{"and another goes back", keys{char('6'), char('1')}, desk(state{})},
		{"nine is no view", keys{char('9'), char('0')}, desk(state{})},
		{"tab", keys{special(tea.KeyTab)}, desk(state{focus: layout.Sectors})},
		{"each view keeps its focus", keys{special(tea.KeyTab), char('7'), char('1')}, desk(state{focus: layout.Sectors})},
		{"tab goes round", keys{special(tea.KeyShiftTab), special(tea.KeyTab)}, desk(state{})},
		{"shift+tab", keys{special(tea.KeyShiftTab)}, desk(state{focus: layout.Feeds})},
		{"zoom", keys{char('z')}, desk(state{zoom: true})},
		{"enter zooms where there is no row", keys{special(tea.KeyEnter)}, desk(state{zoom: true})},
		{"a view opens whole", keys{char('z'), char('7')}, state{view: layout.JournalView, focus: layout.Journal}},
		{"esc ends the zoom", keys{char('z'), special(tea.KeyEscape)}, desk(state{})},
		{"esc closes the help first", keys{char('z'), char('?'), special(tea.KeyEscape)}, desk(state{zoom: true})},
		{"a digit closes the help", keys{char('?'), char('1')}, desk(state{})},
		{"zoom does nothing under the help", keys{char('?'), char('z')}, desk(state{help: true})},
		{"timeframe", keys{char('t')}, desk(state{timeframe: model.Hour4})},
		{"timeframe goes round", keys{char('t'), char('t')}, desk(state{timeframe: model.Day1})},
		{"timeframe is of the graph", keys{special(tea.KeyTab), char('t')}, desk(state{focus: layout.Sectors})},
		{"tail", keys{char(']'), char(']'), char('[')}, desk(state{tail: 9})},
		{"several runes in one message", keys{{Type: tea.KeyRunes, Runes: []rune("61z]")}}, desk(state{zoom: true, tail: 9})},
		{"pasted text is not typing", keys{{Type: tea.KeyRunes, Runes: []rune("qz3"), Paste: true}}, desk(state{})},
		{"the palette", keys{char(':'), {Type: tea.KeyRunes, Runes: []rune("jou")}, special(tea.KeyEnter)}, state{view: layout.JournalView, focus: layout.Journal}},
		{"typed all at once", keys{{Type: tea.KeyRunes, Runes: []rune(":zoom")}, special(tea.KeyEnter)}, desk(state{zoom: true})},
		{"the palette left", keys{char(':'), char('z'), special(tea.KeyEscape)}, desk(state{})},
		{"the palette's second", keys{{Type: tea.KeyRunes, Runes: []rune(":")}, special(tea.KeyDown), special(tea.KeyEnter)}, state{view: layout.Views()[1], focus: layout.Views()[1].Panes()[0]}},
		{"nobody is called so", keys{{Type: tea.KeyRunes, Runes: []rune(":qqqq")}, special(tea.KeyEnter)}, desk(state{})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, tuitest.Full(), 120, 36)
			app.View()
			press(app, tt.keys...)
			d := &app.desk
			if got := (state{d.view, d.focused(), d.zoom, d.help, d.tail, d.timeframe}); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
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
	app := on(show(t, tuitest.Full(), 80, 24), layout.Phase)
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
	app := on(show(t, tuitest.Full(), 80, 24), layout.Phase)
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
	var log strings.Builder
	app := show(t, tuitest.Full(), 120, 36)
	app.boards[layout.Hedges].draw = func(grid.Area, pane.Input) int { panic("index out of range") }
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
	press(on(app, layout.Feeds), char('z'))
	if got := last(app); strings.Contains(got, "timeframe") || !strings.Contains(got, "esc back") {
		t.Errorf("on the zoomed feeds: %q", got)
	}
	press(app, char('p'))
	if got := last(app); !strings.Contains(got, "p go on") {
		t.Errorf("while paused: %q", got)
	}
}

// No key does two things at once: where a pane makes something of its own of a
// key, it does so alone.
func TestEveryBindingIsBoundOnce(t *testing.T) {
	list := newCommands()
	for i := range list {
		for k := range i {
			a, b := &list[i], &list[k]
			if a.do == nil || b.do == nil || !a.overlaps(b) || a.special() != b.special() {
				continue
			}
			for _, key := range a.keys.Keys() {
				if slices.Contains(b.keys.Keys(), key) {
					t.Errorf("%q does both %s and %s", key, a.name, b.name)
				}
			}
		}
	}
	names := map[string]bool{}
	for i := range list {
		if names[list[i].name] {
			t.Errorf("two commands are called %s", list[i].name)
		}
		names[list[i].name] = true
	}
}

// What changed during a pause, or while the machine slept, is told once.
func TestChangesAreTold(t *testing.T) {
	app := show(t, tuitest.Full(), 120, 36)
	press(app, char('p'))
	app.Update(snapshotMsg{tuitest.NoPhase()})
	press(app, char('p'))
	if got := plain(app); !strings.Contains(got, "While you paused") || !strings.Contains(got, "phase EXPANSION to UNKNOWN") {
		t.Errorf("what changed is not told:\n%s", got)
	}
	press(app, special(tea.KeyEscape))
	if got := plain(app); strings.Contains(got, "While you paused") {
		t.Errorf("esc does not close it:\n%s", got)
	}
	press(app, char('p'))
	press(app, char('p'))
	if got := plain(app); !strings.Contains(got, "while you paused nothing changed") {
		t.Errorf("nobody tells that nothing changed:\n%s", got)
	}
	began := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	app.Update(heartbeatMsg{began})
	app.Update(heartbeatMsg{began.Add(time.Second)})
	app.Update(snapshotMsg{tuitest.NoPhase()}) // of what the system still held
	app.Update(heartbeatMsg{began.Add(2 * time.Hour)})
	app.Update(snapshotMsg{tuitest.NoPhase()})
	if got := plain(app); strings.Contains(got, "While you were away") {
		t.Errorf("told before there is anything to tell:\n%s", got)
	}
	later := tuitest.Full()
	later.Clock = later.Clock.Add(settlesIn)
	app.Update(snapshotMsg{later})
	if got := plain(app); !strings.Contains(got, "While you were away") || !strings.Contains(got, "phase UNKNOWN to EXPANSION") {
		t.Errorf("nobody tells what changed while the machine slept:\n%s", got)
	}
}

func TestMouse(t *testing.T) {
	app := show(t, tuitest.Full(), 120, 36)
	app.View()
	at := func(p layout.Pane, row int) tea.MouseMsg {
		for _, b := range app.place.Boxes {
			if b.Pane == p {
				return tea.MouseMsg{X: b.Rect.X + 3, Y: app.tracks[p].Top + row, Button: tea.MouseButtonLeft}
			}
		}
		t.Fatalf("%s is not on show", p)
		return tea.MouseMsg{}
	}
	app.Update(at(layout.Sectors, 3))
	if app.desk.focused() != layout.Sectors || app.desk.lists[layout.Sectors].cursor != 3 {
		t.Errorf("a click goes to %s row %d", app.desk.focused(), app.desk.lists[layout.Sectors].cursor)
	}
	wheel := at(layout.Alerts, 0)
	wheel.Button = tea.MouseButtonWheelDown
	app.Update(wheel)
	if app.desk.focused() != layout.Alerts || app.desk.lists[layout.Alerts].cursor != 3 {
		t.Errorf("the wheel goes to %s row %d", app.desk.focused(), app.desk.lists[layout.Alerts].cursor)
	}
	if cmd := press(app, char('m')); cmd == nil || !app.mouseReleased {
		t.Error("m does not release the mouse")
	}
}

func TestGraphKeys(t *testing.T) {
	app := on(show(t, tuitest.Full(), 120, 40), layout.Rotation)
	press(app, char('z'), char(','), char(','), char('n'))
	if got := plain(app); !strings.Contains(got, "2 bars ago · Infra") || !strings.Contains(got, "velocity") {
		t.Errorf("time, highlight and table:\n%s", got)
	}
	press(app, char('.'), char('.'), char('.'), char('N'))
	if d := app.desk; d.past != 0 || d.highlight != "" {
		t.Errorf("got %+v", d)
	}
	before := app.theme.Name
	app.choice.Name = before
	press(app, char('T'))
	if app.theme.Name == before {
		t.Error("T changes no theme")
	}
}
