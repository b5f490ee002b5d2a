//go:build unix

package tui

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"
)

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
