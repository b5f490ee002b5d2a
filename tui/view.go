package tui

import (
	"fmt"
	"runtime/debug"

	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/alerts"
	"eddy/tui/pane/allocation"
	"eddy/tui/pane/banner"
	"eddy/tui/pane/feeds"
	"eddy/tui/pane/hedges"
	"eddy/tui/pane/liquidation"
	"eddy/tui/pane/phase"
	"eddy/tui/pane/rotation"
	"eddy/tui/pane/sectors"
	"eddy/tui/pane/status"
	"eddy/tui/theme"
)

// panes says who draws which pane.
var panes = [layout.PaneCount + 1]pane.Draw{
	layout.Rotation:    rotation.Draw,
	layout.Sectors:     sectors.Draw,
	layout.Phase:       phase.Draw,
	layout.Allocation:  allocation.Draw,
	layout.Hedges:      hedges.Draw,
	layout.Liquidation: liquidation.Draw,
	layout.Alerts:      alerts.Draw,
	layout.Feeds:       feeds.Draw,
}

// View returns the frame. It is drawn only when something changed since the
// last: Bubble Tea asks after every message.
func (a *App) View() string {
	if !a.isFresh {
		a.draw(a.screen.Begin(a.w, a.h))
		a.frame = a.screen.String()
		a.isFresh = true
	}
	return a.frame
}

// draw puts the whole desk on the sheet.
func (a *App) draw(sheet grid.Area) {
	a.place = layout.Arrange(layout.Request{W: a.w, H: a.h, Focus: a.desk.focus, Zoom: a.desk.zoom})
	in := pane.Input{Snap: a.snapshot(), Theme: a.theme, Timeframe: a.desk.timeframe, Tail: a.desk.tail}
	place := &a.place
	if place.TooSmall {
		tooSmall(sheet, in)
		return
	}
	for _, b := range place.Boxes {
		a.drawPane(at(sheet, b.Rect), in, b)
	}
	if a.desk.help {
		a.drawHelp(sheet.Sub(0, place.Banner.H, a.w, a.h-place.Banner.H-1), in)
	}
	a.guard("banner", at(sheet, place.Banner), in, func() { banner.Draw(at(sheet, place.Banner), in, a.state) })
	a.guard("status", at(sheet, place.Status), in, func() { status.Draw(at(sheet, place.Status), in, a.hints()) })
}

func at(sheet grid.Area, r layout.Rect) grid.Area { return sheet.Sub(r.X, r.Y, r.W, r.H) }

// drawPane draws one pane and keeps how far it can be scrolled.
func (a *App) drawPane(area grid.Area, in pane.Input, b layout.Box) {
	in.Focused = b.Pane == a.desk.focus && !a.desk.help
	in.Framed = b.Framed
	in.Scroll = a.desk.scroll[b.Pane]
	a.desk.overflow[b.Pane] = 0
	a.guard(b.Pane.String(), area, in, func() { a.desk.overflow[b.Pane] = panes[b.Pane](area, in) })
}

// guard keeps a fault in one pane from taking the desk down: the pane says that
// it failed, everything else goes on.
func (a *App) guard(name string, area grid.Area, in pane.Input, draw func()) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if a.logger != nil {
			a.logger.Error("pane failed", "pane", name, "fault", fault, "stack", string(debug.Stack()))
		}
		area.Clear()
		pane.Say(area, in, theme.Critical, fmt.Sprintf("%s failed to draw: %v", name, fault))
	}()
	draw()
}

// tooSmall says what size the desk needs.
func tooSmall(sheet grid.Area, in pane.Input) {
	pane.Say(sheet, in, theme.Label, fmt.Sprintf("eddy needs %d by %d cells, this terminal has %d by %d.",
		layout.MinWidth, layout.MinHeight, sheet.W(), sheet.H()))
}
