package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/alerts"
	"eddy/tui/pane/allocation"
	"eddy/tui/pane/feeds"
	"eddy/tui/pane/hedges"
	"eddy/tui/pane/liquidation"
	"eddy/tui/pane/phase"
	"eddy/tui/pane/rotation"
	"eddy/tui/pane/sectors"
)

// board is a pane as the desk knows it: who draws it, and what enter does with
// the row the reader is on.
type board struct {
	draw pane.Draw
	open func(a *App, key string) tea.Cmd // nil = enter zooms
}

// newBoards lists every pane.
func newBoards() [layout.PaneCount + 1]board {
	return [layout.PaneCount + 1]board{
		layout.Rotation:    {draw: rotation.Draw},
		layout.Sectors:     {draw: sectors.Draw},
		layout.Phase:       {draw: phase.Draw},
		layout.Allocation:  {draw: allocation.Draw},
		layout.Hedges:      {draw: hedges.Draw},
		layout.Liquidation: {draw: liquidation.Draw},
		layout.Alerts:      {draw: alerts.Draw},
		layout.Feeds:       {draw: feeds.Draw},
		layout.Venues:      {draw: feeds.Draw},
		layout.Journal:     {draw: alerts.Draw},
	}
}
