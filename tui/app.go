package tui

import (
	"context"
	"log/slog"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/model/beat"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/banner"
	"eddy/tui/pane/status"
	"eddy/tui/theme"
)

// App is the desk as a Bubble Tea model. It is not safe for use by several
// goroutines; Bubble Tea calls it from one.
type App struct {
	feed
	picture

	// What it is drawn with.
	theme    *theme.Theme
	choice   theme.Choice // what another theme is made for
	looks    looks
	said     status.Note // the last word of the desk itself, until the next key
	screen   *grid.Screen
	shadowed []string // keys of the reader's own that mean something else somewhere, until the first key

	painter *thinner // takes frames to the terminal; nil = Bubble Tea alone does
	version string
	logger  *slog.Logger

	// How it is shown.
	w, h    int
	desk    desk
	prompt  prompt                  // what is being typed
	jot     func(line string) error // keeps an event; nil = there is no place for any
	act     func(model.AlertAct) error
	save    func(name string, data []byte) (path string, err error)
	slider  slider          // what the Risk view asks
	diary   diary           // what the Journal view shows
	walk    walk            // the plan that is stepped through
	skipped []model.Skipped // legs left out of plans that were committed
	theatre theatre
	matinee matinee
	missed  missed // what changed while nobody could see it

	mouseReleased bool
	napping       bool // the desk is being stopped, and nobody said yet that it goes on
	settings      bool // the reader has left for the settings

	// What there is to see and to press.
	boards   [layout.PaneCount + 1]board
	commands []command

	// As drawn last.
	place  layout.Place
	tracks [layout.PaneCount + 1]pane.Track

	// The last frame, kept until something changes.
	frame   string
	isFresh bool
	flash   flashing
	calm    calm
}

// feed is where snapshots come from.
type feed struct {
	ctx    context.Context
	source Source
	turn   chan struct{} // full while somebody waits on source
}

// picture is what there is to show.
type picture struct {
	newest *model.Snapshot // nil before the first
	frozen *model.Snapshot // the one on show while paused
	state  banner.State
	away   away
	beat   time.Time       // of the last heartbeat
	atBeat *model.Snapshot // the newest there was then
	heard  bool            // a snapshot came since the last heartbeat
	quiet  time.Duration   // how long none came
}

// New returns the desk before its first snapshot. It waits on source until ctx
// ends.
func New(ctx context.Context, source Source, th *theme.Theme) *App {
	return &App{
		feed:  feed{ctx: ctx, source: source, turn: make(chan struct{}, 1)},
		theme: th, screen: grid.NewScreen(th.Look()),
		desk: desk{view: layout.Desk}, boards: newBoards(), commands: newCommands(),
		calm: calm{wake: make(chan struct{}, 1)},
	}
}

// snapshotMsg brings the next snapshot.
type snapshotMsg struct{ snap *model.Snapshot }

// sourceEndedMsg says that no snapshot will come any more.
type sourceEndedMsg struct{ err error }

// heartbeatMsg comes once a second, whatever the data does.
type heartbeatMsg struct {
	at time.Time // by the wall clock, which goes on while the machine sleeps
}

// heartbeat is how often the desk looks whether it is still fed, and
// silentAfter when it says that it is not. The engine publishes at least once a
// second.
const (
	heartbeat   = time.Second
	sleptFrom   = 30 * time.Second // a heartbeat later than this: the machine slept
	silentAfter = 3 * time.Second
	stoppedFrom = 3 * time.Second // a heartbeat later than this: the program was stopped, its terminal in other hands
)

// Init starts waiting for data.
func (a *App) Init() tea.Cmd {
	return tea.Batch(a.waitSnapshot, a.waitHeartbeat, a.readSkipped())
}

// waitHeartbeat is the command that waits a second. Unlike tea.Tick it ends
// with the desk.
func (a *App) waitHeartbeat() tea.Msg {
	if beat.Wait(a.ctx, heartbeat) != nil {
		return nil
	}
	return heartbeatMsg{time.Now().Round(0)}
}

// waitSnapshot is the command that waits for the next snapshot.
func (a *App) waitSnapshot() tea.Msg {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-a.ctx.Done():
		return nil
	}
	snap, err := a.source.Next(a.ctx)
	switch {
	case a.ctx.Err() != nil:
		return nil // the program is ending
	case err != nil:
		return sourceEndedMsg{err}
	default:
		return snapshotMsg{snap}
	}
}

// Update dispatches a message.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	a.lookAtTapes()
	switch msg := msg.(type) {
	case tapeToggledMsg:
		a.onTapeToggled(msg)
	case tapeOpenedMsg:
		return a, a.onTapeOpened(msg)
	case tapeSnapshotMsg:
		return a, a.onTapeSnapshot(msg)
	case snapshotMsg:
		return a, a.onSnapshot(msg.snap)
	case sourceEndedMsg:
		a.onEnded(msg.err)
	case eventKeptMsg:
		a.onEventKept(msg)
	case deedDoneMsg:
		a.onDeedDone(msg)
	case lookKeptMsg:
		return a, a.onLookKept(msg)
	case stopAskedMsg:
		return a, a.suspend()
	case continuedMsg:
		return a, a.onContinued()
	case wokenMsg:
		return a, a.onWoken(msg)
	case heartbeatMsg:
		return a, a.onHeartbeat(msg)
	case settledMsg:
		return a, a.onSettled(msg)
	case skippedMsg:
		a.skipped, a.isFresh = msg.list, false
	case planDoneMsg:
		a.onPlanDone(msg)
		return a, a.readSkipped()
	case tea.WindowSizeMsg:
		a.onResize(msg.Width, msg.Height)
	case tea.KeyMsg:
		a.touched()
		return a, a.onKey(msg)
	case tea.MouseMsg:
		a.touched()
		return a, a.onMouse(msg)
	}
	return a, nil
}

// say leaves a word on the last line until the next key.
func (a *App) say(text string, alarm bool) {
	a.said, a.isFresh = status.Note{Text: text, Alarm: alarm}, false
}

// touched notes that the reader does something.
func (a *App) touched() {
	a.flash.touched = true
	a.calm.stir()
}
