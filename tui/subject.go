package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/pane/sector"
)

// openSector goes into a sector.
func (a *App) openSector(name string) tea.Cmd {
	if sector.Of(a.snapshot(), name) == nil || sector.Of(a.snapshot(), name).Sector != name {
		return a.toggleZoom() // a row that is no sector
	}
	a.desk.subject = name
	a.desk.deeper(layout.SectorView)
	return nil
}

// openHedge goes into the sector a hedge is of.
func (a *App) openHedge(id string) tea.Cmd {
	for i := range a.snapshot().Hedges {
		if h := &a.snapshot().Hedges[i]; h.ID == id {
			return a.openSector(h.Of)
		}
	}
	return a.toggleZoom()
}

// nextSector goes round the sectors of the view about one of them.
func nextSector(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		s := a.snapshot()
		if v := sector.Of(s, a.desk.subject); v != nil {
			a.desk.subject = sector.Next(s, v.Sector, by)
			a.desk.lists[layout.Members] = list{sort: a.desk.lists[layout.Members].sort}
		}
		return nil
	}
}

// sectorGroup is the heading of the Sector view's keys in the help.
const sectorGroup = "sector"

// sectorCommands lists the keys of the Sector view.
func sectorCommands() []command {
	const in = layout.SectorView
	return []command{
		{name: "next-sector", keys: bind("← →", "sector", "right", "l", "]"), group: sectorGroup, help: "the next sector, the one before; also [ and ]", in: in, do: nextSector(1), hint: noHelp, rank: 2},
		{name: "previous-sector", keys: bind("←", "", "left", "h", "["), group: sectorGroup, in: in, do: nextSector(-1)},
		{name: "chart-timeframe", keys: bind("t", "timeframe", "t"), group: sectorGroup, help: "the chart's next timeframe", in: in, do: (*App).nextTimeframe, hint: noHelp, rank: 3},
	}
}
