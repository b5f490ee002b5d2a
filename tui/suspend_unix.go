//go:build unix

package tui

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

const canSuspend = true

// nap is the program being stopped, as something Bubble Tea gives the terminal
// to.
type nap struct{}

// stopsWithin is how long a stop takes at most to take hold. The system drops the
// signal where no shell is there to let the program go on.
const stopsWithin = 200 * time.Millisecond

// Run stops the program and returns when it goes on.
func (nap) Run() error {
	awake := make(chan os.Signal, 1)
	signal.Notify(awake, syscall.SIGCONT)
	defer signal.Stop(awake)
	if err := syscall.Kill(0, syscall.SIGTSTP); err != nil { // the whole job, as the terminal's own key does
		return err
	}
	select {
	case <-awake:
		return nil
	case <-time.After(stopsWithin):
	}
	select {
	case <-awake: // both came due while it was stopped
		return nil
	default:
		return errNoShell
	}
}
