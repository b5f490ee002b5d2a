package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/job"
)

// wokenMsg says that the desk has its terminal again.
type wokenMsg struct{ err error }

// stopAskedMsg says that somebody asks the program to stop, from outside.
type stopAskedMsg struct{}

// continuedMsg says that the system let the program go on after a stop.
type continuedMsg struct{}

// woken says that the desk has its terminal again.
func woken(err error) tea.Msg { return wokenMsg{err} }

// suspend gives the terminal back to the shell and stops the program, until fg
// lets it go on. One that is on its way to stop is not asked twice.
func (a *App) suspend() tea.Cmd {
	if a.napping {
		return nil
	}
	a.napping = true
	return job.Stop(woken)
}

// onContinued takes the terminal again where the program was stopped by SIGSTOP,
// which nobody hears: the shell has changed the terminal since and nobody told
// Bubble Tea. A nap that is over does so itself.
func (a *App) onContinued() tea.Cmd {
	if a.napping {
		a.napping = false
		return nil
	}
	return job.Retake(woken)
}

// onWoken takes the mouse again: Bubble Tea forgets it.
func (a *App) onWoken(msg wokenMsg) tea.Cmd {
	a.repaint()
	if msg.err != nil {
		a.napping = false
		a.say(model.CleanText(msg.err.Error()), true)
	}
	if a.mouseReleased {
		return nil
	}
	return tea.EnableMouseCellMotion
}

// suspendCommands lists what stops the desk, where a system can.
func suspendCommands() []command {
	if !job.CanStop {
		return nil
	}
	return []command{{
		name: "suspend", keys: bind("ctrl+z", "", "ctrl+z"), group: deskGroup,
		help: "stop and give the terminal to the shell; fg goes on", do: (*App).suspend,
	}}
}
