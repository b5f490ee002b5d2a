package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
)

// Projection is a tape that is played beside a live session.
type Projection struct {
	Replay Replay
	Source Source       // its snapshots
	Close  func() error // ends it; nobody waits on Source by then
}

// matinee is a tape on show while the live session goes on behind it.
type matinee struct {
	open func(path string) (Projection, error) // nil: no tape can be played here

	Projection
	ctx    context.Context
	end    context.CancelFunc // nil: none is on show
	newest *model.Snapshot    // of the tape
	before *model.Snapshot    // the last live one before it

	unread  int
	counted *model.Snapshot // the live one that unread was counted for
}

// on tells whether a tape is on show.
func (m *matinee) on() bool { return m.end != nil }

// playCommands lists the key that opens a tape.
func playCommands() []command {
	return []command{{
		name: "replay", keys: bind("ctrl+o", "replay", "ctrl+o"), group: tapeGroup,
		help: "play a tape while the live session goes on, and end that", do: (*App).toggleReplay,
	}}
}

// toggleReplay asks which tape to play, or goes back to the live session.
func (a *App) toggleReplay() tea.Cmd {
	if a.matinee.on() {
		return a.leaveTape()
	}
	return a.openPrompt(tapeOpen, a.theatre.last)
}

// tapeOpenedMsg brings a tape, or says why there is none.
type tapeOpenedMsg struct {
	path string
	at   model.Millis // where to go to; 0: it plays from its beginning
	tape Projection
	err  error
}

// openTape is the command that opens a tape and goes to a moment of it, 0 for its
// beginning; the disk may take its time.
func (a *App) openTape(path string, at model.Millis) tea.Cmd {
	path = strings.TrimSpace(path)
	open := a.matinee.open
	if path == "" || open == nil {
		return nil
	}
	return func() tea.Msg {
		p, err := open(path)
		return tapeOpenedMsg{path, at, p, err}
	}
}

func (a *App) onTapeOpened(msg tapeOpenedMsg) tea.Cmd {
	a.isFresh = false
	if msg.err != nil {
		a.theatre.said = model.CleanText(msg.err.Error())
		return nil
	}
	m := &a.matinee
	m.Projection, m.newest, m.before, m.counted, m.unread = msg.tape, nil, a.newest, nil, 0
	m.ctx, m.end = context.WithCancel(a.ctx)
	a.theatre.replay, a.theatre.said = m.Replay, ""
	a.commands = append(replayCommands(), a.commands...)
	if msg.at.Known() {
		stopAt(m.Replay, msg.at)
	}
	return m.wait
}

// tapeSnapshotMsg brings the next snapshot of the tape, nil at its end.
type tapeSnapshotMsg struct {
	snap *model.Snapshot
	of   context.Context // of the tape it is of
}

// wait is the command that waits for the next snapshot of the tape.
func (m *matinee) wait() tea.Msg {
	ctx, source := m.ctx, m.Source
	snap, err := source.Next(ctx)
	if err != nil {
		return nil // the tape was left, or the program ends
	}
	return tapeSnapshotMsg{snap, ctx}
}

func (a *App) onTapeSnapshot(msg tapeSnapshotMsg) tea.Cmd {
	if !a.matinee.on() || msg.of != a.matinee.ctx {
		return nil // of one that was left
	}
	a.matinee.newest, a.isFresh = msg.snap, false
	return a.matinee.wait
}

// leaveTape goes back to the live session and tells what happened there.
func (a *App) leaveTape() tea.Cmd {
	m := &a.matinee
	m.end()
	closing := m.Close
	a.missed = missed{"While the tape played", changes(m.before, a.newest)}
	*m = matinee{open: m.open}
	a.theatre.replay, a.theatre.playing = nil, ReplayStatus{}
	a.commands = a.commands[len(replayCommands()):]
	return func() tea.Msg {
		if err := closing(); err != nil {
			return tapeToggledMsg{err: err}
		}
		return nil
	}
}

// countUnread counts what changed in the live session since the tape is on.
func (m *matinee) countUnread(live *model.Snapshot) {
	if !m.on() || live == m.counted {
		return
	}
	m.counted, m.unread = live, max(m.unread, len(changes(m.before, live))) // what went back to where it was happened all the same
}
