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
	l := &a.desk.lists[layout.Venues]
	list := feeds.Venues(pane.Input{Snap: a.snapshot(), Filter: l.filter, Sort: l.sort})
	keys := make([]string, len(list))
	for i := range list {
		keys[i] = string(list[i].Venue)
	}
	at := a.venuePin.follow(l, keys)
	if at < 0 {
		return nil
	}
	return list[at]
}

func (a *App) drawVenues(area grid.Area, in pane.Input) int {
	a.venue()
	in.Cursor = a.desk.lists[layout.Venues].cursor + 1
	return feeds.DrawVenues(area, in)
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

// openCoin goes to a coin among the members of its sector, or zooms where it is
// in none.
func (a *App) openCoin(key string) tea.Cmd {
	if v := pane.Coin(a.snapshot(), model.Asset(key)); v != nil && v.Sector != "" {
		l := &a.desk.lists[layout.Members]
		*l = list{sort: l.sort, on: key}
		a.desk.focus[layout.SectorView] = layout.Members
		return a.openSector(v.Sector)
	}
	return a.toggleZoom()
}
