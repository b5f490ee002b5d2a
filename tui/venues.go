package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/feeds"
)

// venue is the one the reader is on in the Feeds view, nil where there is none.
// The cursor stays on it when the order of the table changes.
func (a *App) venue() *model.VenueHealth {
	in := a.listInput(layout.Venues)
	list := feeds.Venues(&in)
	keys := make([]string, len(list))
	for i := range list {
		keys[i] = string(list[i].Venue)
	}
	if at := a.desk.lists[layout.Venues].follow(keys); at >= 0 {
		return list[at]
	}
	return nil
}

func (a *App) drawVenue(area grid.Area, in pane.Input) int {
	return feeds.DrawVenue(area, in, a.venue())
}

func (a *App) drawSymbols(area grid.Area, in pane.Input) int {
	return feeds.DrawSymbols(area, in, a.venue())
}

// openVenue goes to what is told of a venue.
func (a *App) openVenue(string) tea.Cmd {
	a.desk.enter(layout.Venue)
	return nil
}

// openFeeds goes to all there is to tell of the feeds.
func (a *App) openFeeds(string) tea.Cmd {
	a.desk.deeper(layout.FeedsView)
	return nil
}

// openCoin goes to a coin among the members of its sector, or zooms where it is
// in none.
func (a *App) openCoin(key string) tea.Cmd {
	if v := pane.Coin(a.snapshot(), model.Asset(key)); v != nil && v.Sector != "" {
		l := &a.desk.lists[layout.Members]
		*l = list{sort: l.sort}
		l.goTo(key)
		a.desk.focus[layout.SectorView] = layout.Members
		return a.openSector(v.Sector)
	}
	return a.toggleZoom()
}
