package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// flashFor is how often figures that were brought out are let go; each is
// brought out at least that long, and less than a second.
const flashFor = 450 * time.Millisecond

// flashing is how far the desk is in bringing out figures that changed.
type flashing struct {
	touched bool // the reader did something: the next frame is not compared with the last
	lit     bool // figures are brought out on the last frame
	waiting bool // a settledMsg is on its way
}

// settledMsg says that what changed up to a beat has been brought out long
// enough.
type settledMsg struct{ beat uint32 }

// bringOut compares the frame just drawn with the last and brings out what
// changed, unless the reader has changed what is on show.
func (a *App) bringOut() {
	f := &a.flash
	if f.touched {
		a.screen.Forget()
		f.touched, f.lit = false, false
		return
	}
	f.lit = a.screen.Light()
}

// settle returns the command that waits until what the next frame brings out
// may go, nil when one waits already or nothing is ever brought out.
func (a *App) settle() tea.Cmd {
	if a.flash.waiting || a.choice.Still || a.state.Paused {
		return nil
	}
	a.flash.waiting = true
	beat := a.screen.Beat() + 1
	return func() tea.Msg {
		timer := time.NewTimer(flashFor)
		defer timer.Stop()
		select {
		case <-timer.C:
			return settledMsg{beat}
		case <-a.ctx.Done():
			return nil
		}
	}
}

// onSettled lets go of what has been brought out long enough, and comes back
// for what was brought out since.
func (a *App) onSettled(msg settledMsg) tea.Cmd {
	a.flash.waiting = false
	a.screen.Settle(msg.beat)
	if !a.flash.lit {
		return nil
	}
	a.isFresh = false
	return a.settle()
}
