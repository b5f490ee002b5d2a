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

// stopJob stops the program and returns when it goes on.
func stopJob() error {
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

// tellContinued says each time that the program goes on after a stop, until ctx
// ends.
func tellContinued(ctx context.Context, tell func(tea.Msg)) {
	awake := make(chan os.Signal, 1)
	signal.Notify(awake, syscall.SIGCONT)
	defer signal.Stop(awake)
	for {
		select {
		case <-awake:
			tell(continuedMsg{})
		case <-ctx.Done():
			return
		}
	}
}
