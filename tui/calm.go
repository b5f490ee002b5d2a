package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model/beat"
)

// A desk that nobody touches asks for a picture once a second instead of ten
// times: what stands open all day must not cost a laptop's battery, nor an SSH
// line its bytes.
const (
	calmAfter = 10          // heartbeats without a key
	calmPace  = time.Second // from one picture to asking for the next
)

// calm is how long the desk has been left alone.
type calm struct {
	beats int           // heartbeats since the last key
	wake  chan struct{} // holds a token when a key ends the calm
}

// stir ends the calm: somebody is there.
func (c *calm) stir() {
	if c.beats >= calmAfter {
		signalOnce(c.wake)
	}
	c.beats = 0
}

// signalOnce leaves one token, never more.
func signalOnce(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// next is the command that brings the next snapshot: soon while somebody is
// there or watches a tape, else after a while.
func (a *App) next() tea.Cmd {
	if a.calm.beats < calmAfter || a.theatre.replay != nil {
		return a.waitSnapshot
	}
	return a.waitCalmly
}

// waitCalmly lets time pass before it waits for the next snapshot, unless a key
// ends the calm.
func (a *App) waitCalmly() tea.Msg {
	timer := time.NewTimer(beat.After(time.Now(), calmPace))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-a.calm.wake:
	case <-a.ctx.Done():
		return nil
	}
	return a.waitSnapshot()
}
