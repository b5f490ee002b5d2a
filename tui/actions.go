package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/pane"
)

// move takes the reader some rows on in the pane that has the keys.
func move(rows int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		a.desk.list().move(rows, a.rows())
		return nil
	}
}

func (a *App) goFirst() tea.Cmd {
	a.desk.list().move(-1<<30, a.rows())
	return nil
}

func (a *App) goLast() tea.Cmd {
	a.desk.list().move(1<<30, a.rows())
	return nil
}

// rows is how many rows the reader can be on, 0 where there are none.
func (a *App) rows() int {
	t := &a.tracks[a.desk.focused()]
	if a.desk.help || t.Still {
		return 0
	}
	return len(t.Keys)
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

// openRow goes deeper into the row the reader is on, or zooms the pane where it
// has none to go into.
func (a *App) openRow() tea.Cmd {
	p := a.desk.focused()
	keys, open := a.tracks[p].Keys, a.boards[p].open
	switch {
	case a.desk.help || open == nil || len(keys) == 0:
		return a.toggleZoom()
	case a.tracks[p].Still:
		return open(a, "")
	default:
		return open(a, keys[min(a.desk.lists[p].cursor, len(keys)-1)])
	}
}

// nextSort orders the focused table by its next column.
func (a *App) nextSort() tea.Cmd {
	if n := len(a.tracks[a.desk.focused()].Sorts); n > 0 {
		l := a.desk.list()
		l.sort = pane.Sort{By: (l.sort.By + 1) % (n + 1)}
		l.top()
	}
	return nil
}

// reverseSort turns the order of the focused table round. Its own order, which may
// put what is not known anywhere, has no other way round: the first column does.
func (a *App) reverseSort() tea.Cmd {
	if len(a.tracks[a.desk.focused()].Sorts) > 0 {
		l := a.desk.list()
		l.sort.By = max(l.sort.By, 1)
		l.order(l.sort.By)
	}
	return nil
}

func (a *App) goBack() tea.Cmd {
	if len(a.missed.list) > 0 {
		a.missed = missed{}
		return nil
	}
	a.desk.back()
	return nil
}

func (a *App) toggleHelp() tea.Cmd {
	a.desk.help = !a.desk.help
	a.desk.helpScroll = list{}
	return nil
}

// togglePause freezes the picture; the engine goes on behind it. Going on tells
// what changed meanwhile.
func (a *App) togglePause() tea.Cmd {
	if a.state.Paused {
		a.missed = missed{"While you paused", changes(a.frozen, a.newest)}
		if len(a.missed.list) == 0 {
			a.say("while you paused nothing changed that is worth a word", false)
		}
	}
	a.frozen = a.newest
	a.state.Paused = !a.state.Paused
	return nil
}

// toggleMouse gives the mouse back to the terminal, so that text can be
// selected, and takes it again.
func (a *App) toggleMouse() tea.Cmd {
	a.mouseReleased = !a.mouseReleased
	if a.mouseReleased {
		return tea.DisableMouse
	}
	return tea.EnableMouseCellMotion
}

// redraw paints the whole screen anew.
func (a *App) redraw() tea.Cmd {
	if a.painter != nil {
		a.painter.forget()
	}
	return tea.ClearScreen
}

func (a *App) quit() tea.Cmd { return tea.Quit }
