//go:build unix

package tui

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

const canSuspend = true

// stopsWithin is how long a stop takes at most to take hold. The system drops the
// signal where no shell is there to let the program go on.
const stopsWithin = 200 * time.Millisecond

// stopJob stops the program and returns when it goes on. SIGTTOU stops as SIGTSTP
// does; the latter is heard here, and Go has no way back to what the system does
// with it.
func stopJob() error {
	awake := make(chan os.Signal, 1)
	signal.Notify(awake, syscall.SIGCONT)
	defer signal.Stop(awake)
	if err := syscall.Kill(0, syscall.SIGTTOU); err != nil { // the whole job, as the terminal's own key does
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

// tellStops says each time that somebody asks the program to stop, and that it goes
// on after a stop, until ctx ends.
func tellStops(ctx context.Context, tell func(tea.Msg)) {
	heard := make(chan os.Signal, 2)
	signal.Notify(heard, syscall.SIGTSTP, syscall.SIGCONT)
	defer signal.Stop(heard)
	for {
		select {
		case s := <-heard:
			if s == syscall.SIGTSTP {
				tell(stopAskedMsg{})
			} else {
				tell(continuedMsg{})
			}
		case <-ctx.Done():
			return
		}
	}
}
