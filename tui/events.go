package tui

import (
	"errors"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
)

// onSnapshot shows a snapshot, unless the picture is frozen, and waits for the
// next.
func (a *App) onSnapshot(s *model.Snapshot) tea.Cmd {
	if s != nil {
		a.newest, a.heard = s, true
		if !a.state.Paused {
			a.isFresh = false
			a.lookBack(s)
		}
		a.setSilent(0)
	}
	if settle := a.settle(); settle != nil {
		return tea.Batch(a.next(), settle)
	}
	return a.next()
}

// lookBack tells of what changed while nobody could see it. A tape has holes of
// its own.
func (a *App) lookBack(s *model.Snapshot) {
	if a.theatre.replay != nil {
		return
	}
	if m := a.away.look(s); len(m.list) > 0 {
		a.missed = m
	}
}

// onEnded keeps the last picture and says that it is the last.
func (a *App) onEnded(err error) {
	a.state.Broken = "the engine stopped: " + model.CleanText(err.Error())
	if errors.Is(err, io.EOF) {
		a.state.Broken = "the data has ended"
	}
	a.setSilent(0)
	a.isFresh = false
}

// onHeartbeat counts the seconds without a snapshot: a picture nobody renews
// must not look alive.
func (a *App) onHeartbeat(msg heartbeatMsg) tea.Cmd {
	if !a.beat.IsZero() && msg.at.Sub(a.beat) > sleptFrom && !a.state.Paused {
		a.away.sleep(a.atBeat) // the newest one may have come since it woke
	}
	next := tea.Cmd(a.waitHeartbeat)
	if a.beat.IsZero() { // a change of size before Bubble Tea listened for any is told nobody
		next = tea.Batch(a.waitHeartbeat, tea.WindowSize())
	} else if msg.at.Sub(a.beat) > stoppedFrom {
		a.repaint()
	}
	a.beat, a.atBeat = msg.at, a.newest
	a.calm.beats++
	if a.heard || a.state.Broken != "" {
		a.heard = false
		a.setSilent(0)
		return next
	}
	a.setSilent(a.quiet + heartbeat)
	return next
}

// repaint writes the whole screen again: something else may have written on it.
func (a *App) repaint() {
	if a.painter != nil {
		a.painter.forget()
	}
	a.isFresh = false
}

// setSilent keeps how long no snapshot came, and shows it once that is unusual.
func (a *App) setSilent(quiet time.Duration) {
	a.quiet = quiet
	shown := quiet
	if quiet < silentAfter {
		shown = 0
	}
	if shown != a.state.Silent {
		a.state.Silent, a.isFresh = shown, false
	}
}

// onResize takes the terminal's new size.
func (a *App) onResize(w, h int) {
	if w == a.w && h == a.h {
		return
	}
	a.w, a.h, a.isFresh = w, h, false
}

// snapshot is the one on show, an empty one before the first came.
func (a *App) snapshot() *model.Snapshot {
	switch {
	case a.matinee.newest != nil:
		return a.matinee.newest
	case a.state.Paused && a.frozen != nil:
		return a.frozen
	case a.newest != nil:
		return a.newest
	default:
		return &noSnapshot
	}
}

// noSnapshot is shown before the first one.
var noSnapshot model.Snapshot
