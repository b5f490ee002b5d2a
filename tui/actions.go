package tui

import tea "github.com/charmbracelet/bubbletea"

func (a *App) nextTimeframe() tea.Cmd {
	a.desk.nextTimeframe(a.snapshot())
	return nil
}

func (a *App) shortenTail() tea.Cmd {
	a.desk.growTail(-1)
	return nil
}

func (a *App) lengthenTail() tea.Cmd {
	a.desk.growTail(1)
	return nil
}

func scroll(rows int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		a.desk.scrollBy(rows)
		return nil
	}
}

func focusStep(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		a.desk.step(by)
		return nil
	}
}

func (a *App) toggleZoom() tea.Cmd {
	if !a.desk.help {
		a.desk.zoom = !a.desk.zoom
	}
	return nil
}

func (a *App) goBack() tea.Cmd {
	a.desk.back()
	return nil
}

func (a *App) toggleHelp() tea.Cmd {
	a.desk.help = !a.desk.help
	a.desk.scroll[0] = 0
	return nil
}

// togglePause freezes the picture; the engine goes on behind it.
func (a *App) togglePause() tea.Cmd {
	a.frozen = a.newest
	a.state.Paused = !a.state.Paused
	return nil
}

func (a *App) quit() tea.Cmd { return tea.Quit }
