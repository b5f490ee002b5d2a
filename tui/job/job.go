// Package job stops the program as ctrl+z stops others: the terminal goes back to
// the shell as it was, and fg brings both again.
package job

import (
	"io"

	tea "github.com/charmbracelet/bubbletea"
)

// Stop gives the terminal back and stops the program until it is let go on; woken
// makes the message that says so, with what was in the way if anything was.
func Stop(woken func(error) tea.Msg) tea.Cmd { return tea.Exec(nap{stop}, woken) }

// Retake takes the terminal again after a stop that nobody heard of, such as by
// SIGSTOP: the shell has changed it since.
func Retake(woken func(error) tea.Msg) tea.Cmd {
	return tea.Exec(nap{func() error { return nil }}, woken)
}

// nap is the program being stopped, as something Bubble Tea gives the terminal
// to.
type nap struct{ stop func() error }

// Run returns when the program goes on.
func (n nap) Run() error { return n.stop() }

// SetStdin is for programs that read.
func (nap) SetStdin(io.Reader) {}

// SetStdout is for programs that write.
func (nap) SetStdout(io.Writer) {}

// SetStderr is for programs that write.
func (nap) SetStderr(io.Writer) {}
