package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/alerts"
	"eddy/tui/pane/allocation"
	"eddy/tui/pane/feeds"
	"eddy/tui/pane/flow"
	"eddy/tui/pane/hedges"
	"eddy/tui/pane/liquidation"
	"eddy/tui/pane/phase"
	"eddy/tui/pane/risk"
	"eddy/tui/pane/rotation"
	"eddy/tui/pane/sector"
	"eddy/tui/pane/sectors"
)

// board is a pane as the desk knows it: who draws it, and what enter does with
// the row the reader is on.
type board struct {
	draw pane.Draw
	live func(a *App, area grid.Area, in pane.Input) int // in place of draw, where the pane shows what the desk keeps
	open func(a *App, key string) tea.Cmd                // nil = enter zooms
}

// paint draws the pane.
func (b *board) paint(a *App, area grid.Area, in pane.Input) int {
	if b.live != nil {
		return b.live(a, area, in)
	}
	return b.draw(area, in)
}

// newBoards lists every pane.
func newBoards() [layout.PaneCount + 1]board {
	return [layout.PaneCount + 1]board{
		layout.Rotation:    {draw: rotation.Draw, open: (*App).openPlace},
		layout.Sectors:     {draw: sectors.Draw, open: (*App).openSector},
		layout.Phase:       {draw: phase.Draw},
		layout.Allocation:  {draw: allocation.Draw, open: (*App).openSector},
		layout.Hedges:      {draw: hedges.Draw, open: (*App).openHedge},
		layout.Liquidation: {draw: liquidation.Draw, open: (*App).openSlider},
		layout.Alerts:      {draw: alerts.Draw, open: (*App).openAlert},
		layout.Feeds:       {draw: feeds.Draw, open: (*App).openFeeds},
		layout.Legs:        {live: (*App).drawLegs, open: (*App).openSlider},
		layout.Slider:      {live: (*App).drawSlider},
		layout.Accounts:    {live: (*App).drawAccounts},
		layout.Ladder:      {live: (*App).drawLadder, open: (*App).openSlider},
		layout.Stress:      {draw: risk.DrawStress},
		layout.Funding:     {draw: flow.DrawHeat, open: (*App).openSector},
		layout.Interest:    {draw: flow.DrawInterest, open: (*App).openSector},
		layout.Correlation: {draw: flow.DrawCorrelation, open: (*App).openSector},
		layout.IndexChart:  {draw: sector.DrawIndex},
		layout.Members:     {draw: sector.DrawMembers},
		layout.Standing:    {draw: sector.DrawStanding},
		layout.PlanLegs:    {live: (*App).drawPlanLegs},
		layout.PlanStep:    {live: (*App).drawPlanStep},
		layout.Venues:      {draw: feeds.DrawVenues, open: (*App).openVenue},
		layout.Venue:       {live: (*App).drawVenue},
		layout.Symbols:     {live: (*App).drawSymbols, open: (*App).openCoin},
		layout.Sources:     {draw: feeds.DrawSources},
		layout.Journal:     {live: (*App).drawJournal, open: (*App).openEntry},
		layout.Entry:       {live: (*App).drawEntry},
	}
}
