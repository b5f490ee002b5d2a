package tui

import (
	"errors"
	"io"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
)

// errNoShell says that nobody could wake the desk again.
var errNoShell = errors.New("no shell waits behind the desk: it goes on")

// wokenMsg says that the desk goes on after it was stopped.
type wokenMsg struct{ err error }

// suspend gives the terminal back to the shell and stops the program, until fg
// lets it go on.
func (a *App) suspend() tea.Cmd {
	return tea.Exec(nap{}, func(err error) tea.Msg { return wokenMsg{err} })
}

// onWoken takes the terminal again: Bubble Tea forgets the mouse.
func (a *App) onWoken(msg wokenMsg) tea.Cmd {
	a.repaint()
	if msg.err != nil {
		a.say(model.CleanText(msg.err.Error()), true)
	}
	if a.mouseReleased {
		return nil
	}
	return tea.EnableMouseCellMotion
}

// SetStdin is for programs that read.
func (nap) SetStdin(io.Reader) {}

// SetStdout is for programs that write.
func (nap) SetStdout(io.Writer) {}

// SetStderr is for programs that write.
func (nap) SetStderr(io.Writer) {}

// suspendCommands lists what stops the desk, where a system can.
func suspendCommands() []command {
	if !canSuspend {
		return nil
	}
	return []command{{
		name: "suspend", keys: bind("ctrl+z", "", "ctrl+z"), group: deskGroup,
		help: "stop and give the terminal to the shell; fg goes on", do: (*App).suspend,
	}}
}
