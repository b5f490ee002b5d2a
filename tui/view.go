package tui

import (
	"fmt"
	"runtime/debug"

	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/banner"
	"eddy/tui/pane/status"
	"eddy/tui/theme"
)

// View returns the frame. It is drawn only when something changed since the
// last: Bubble Tea asks after every message.
func (a *App) View() string {
	if !a.isFresh {
		a.draw(a.screen.Begin(a.w, a.h))
		a.bringOut()
		a.frame = a.screen.String()
		a.isFresh = true
		if a.painter != nil {
			a.painter.show(a.frame)
		}
	}
	return a.frame
}

// draw puts the whole desk on the sheet.
func (a *App) draw(sheet grid.Area) {
	a.place = layout.Arrange(layout.Request{W: a.w, H: a.h, View: a.desk.view, Focus: a.desk.focused(), Zoom: a.desk.zoom})
	in := pane.Input{
		Snap: a.snapshot(), Theme: a.theme,
		Skipped: a.skipped,
		Faded:   banner.IsCutOff(a.snapshot()) || a.state.Silent > 0,
		Subject: a.desk.subject, Timeframe: a.desk.timeframe, Tail: a.desk.tail,
		Back: a.desk.past, Highlight: a.desk.highlight, Parts: a.desk.parts, Group: a.desk.group,
	}
	place := &a.place
	if place.TooSmall {
		tooSmall(sheet, in)
		return
	}
	for _, b := range place.Boxes {
		a.drawPane(at(sheet, b.Rect), in, b)
	}
	body := sheet.Sub(0, place.Banner.H, a.w, a.h-place.Banner.H-1)
	a.drawOver(body, in)
	a.guard("banner", at(sheet, place.Banner), in, func() { banner.Draw(at(sheet, place.Banner), in, a.state) })
	a.guard("status", at(sheet, place.Status), in, func() { a.drawLast(at(sheet, place.Status), in) })
}

// drawOver lays over the panes what asks for attention.
func (a *App) drawOver(body grid.Area, in pane.Input) {
	switch {
	case a.desk.help:
		a.drawHelp(body, in)
	case len(a.missed.list) > 0:
		a.drawMissed(body, in)
	}
	if a.prompt.kind == paletteOpen {
		a.drawPalette(body, in)
	}
}

// drawLast draws the last line: what is being typed, else feeds and keys.
func (a *App) drawLast(line grid.Area, in pane.Input) {
	if a.prompt.kind != promptClosed {
		a.drawPrompt(line, in)
		return
	}
	status.Draw(line, in, status.Bar{View: a.desk.view.String(), Notes: a.notes(), Hints: a.hints()})
}

// notes are what the last line says beside feeds and keys.
func (a *App) notes() []status.Note {
	list := a.tapeWords()
	if a.said.Text != "" {
		list = append(list, a.said)
	}
	if n := len(a.shadowed); n > 0 {
		text := "keys: " + a.shadowed[0]
		if n > 1 {
			text += fmt.Sprintf(", and %d more", n-1)
		}
		list = append(list, status.Note{Text: text, Alarm: true})
	}
	return list
}

func at(sheet grid.Area, r layout.Rect) grid.Area { return sheet.Sub(r.X, r.Y, r.W, r.H) }

// drawPane draws one pane and keeps what it tells of its rows.
func (a *App) drawPane(area grid.Area, in pane.Input, b layout.Box) {
	l, track := &a.desk.lists[b.Pane], &a.tracks[b.Pane]
	track.Reset()
	in.Focused = b.Pane == a.desk.focused() && !a.desk.help
	in.Framed = b.Framed
	l.seen = l.seen || in.Focused
	in.Scroll, in.Cursor, in.On, in.Sort, in.Filter, in.Track = l.scroll, l.cursor+1, l.about(), l.sort, l.filter, track
	l.overflow = 0
	a.guard(b.Pane.String(), area, in, func() { l.overflow = a.boards[b.Pane].paint(a, area, in) })
	l.drawn(track)
}

// listInput is what the rows of a pane depend on, for those who ask which there are
// before they are drawn.
func (a *App) listInput(p layout.Pane) pane.Input {
	l := &a.desk.lists[p]
	return pane.Input{Snap: a.snapshot(), Theme: a.theme, Filter: l.filter, Sort: l.sort}
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
