package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
)

// wheelRows is how many rows a turn of the wheel moves.
const wheelRows = 3

// onMouse does what the mouse says: the wheel scrolls the pane under it, a
// click takes the focus there and goes to the row, or orders by a column.
func (a *App) onMouse(msg tea.MouseMsg) tea.Cmd {
	if a.prompt.kind != promptClosed || a.drag(msg) || a.dragLeverage(msg) || msg.Action != tea.MouseActionPress {
		return nil
	}
	if a.desk.help || len(a.missed.list) > 0 {
		a.wheel(msg.Button)
		return nil
	}
	p, ok := a.paneAt(msg.X, msg.Y)
	if !ok {
		return nil
	}
	switch msg.Button {
	case tea.MouseButtonWheelUp, tea.MouseButtonWheelDown:
		a.desk.focusOn(p)
		a.wheel(msg.Button)
	case tea.MouseButtonLeft:
		return a.click(p, msg.X, msg.Y)
	}
	return nil
}

func (a *App) wheel(b tea.MouseButton) {
	switch b {
	case tea.MouseButtonWheelUp:
		a.desk.list().move(-wheelRows, a.rows())
	case tea.MouseButtonWheelDown:
		a.desk.list().move(wheelRows, a.rows())
	default:
		return
	}
	a.isFresh = false
}

// click focuses a pane and goes to the row under the mouse; a click on the row
// the reader is on already opens it, one on a column's name orders by it.
func (a *App) click(p layout.Pane, x, y int) tea.Cmd {
	was := a.desk.focused()
	a.desk.focusOn(p)
	a.isFresh = false
	if by := a.tracks[p].OrderAt(x, y); by > 0 {
		a.desk.lists[p].order(by)
		return nil
	}
	row, ok := a.tracks[p].At(y)
	if !ok {
		return nil
	}
	again := was == p && a.desk.lists[p].cursor == row
	a.desk.lists[p].cursor = row
	if again && a.boards[p].open != nil {
		return a.openRow()
	}
	return nil
}

// paneAt finds the pane on show at a place.
func (a *App) paneAt(x, y int) (layout.Pane, bool) {
	for _, b := range a.place.Boxes {
		if r := b.Rect; x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H {
			return b.Pane, true
		}
	}
	return layout.NoPane, false
}
