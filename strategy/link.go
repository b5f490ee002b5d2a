package strategy

import (
	"math"

	"eddy/model"
)

// venueState is what the engine knows about one venue's feed.
type venueState struct {
	health model.VenueHealth
	lost   model.Millis // local time the feed was lost; 0 while it lives
	said   string       // why, in its own words
	frames meter
	listed bool // its list of contracts was read
}

func (e *Engine) onHealth(h *model.VenueHealth) {
	i, enabled := e.venueAt[h.Venue]
	if !enabled {
		return
	}
	v := &e.venues[i]
	last := v.health.LastError
	v.health = *h
	if v.health.LastError == "" {
		v.health.LastError = last // a fault apart from sockets and requests, told by an event
	}
	v.health.FrameRate = model.Unknown("measured over a second")
	if rate, ok := v.frames.read(e.clock, h.Frames); ok {
		v.health.FrameRate = model.Known(math.Round(rate))
	}
}

// onLink notes a change of a feed's state, and since when a venue that lived is
// lost.
func (e *Engine) onLink(ev *model.Event) {
	i, enabled := e.venueAt[ev.Venue]
	if !enabled {
		return
	}
	v := &e.venues[i]
	if ev.Link == model.LinkUnset {
		e.note(model.AlertRow{
			Rule: "news", Subject: string(ev.Venue), Severity: model.Info, Text: string(ev.Venue) + ": " + ev.Text,
		})
		return
	}
	v.health.State = ev.Link
	switch {
	case ev.Link == model.LinkLive:
		v.lost, v.said = 0, ""
	case ev.Link == model.LinkDown || ev.Link == model.LinkStale:
		if v.lost == 0 {
			v.lost = e.clock
		}
		v.said = ev.Text
	}
}

// onVenueError keeps the venue's last words; the count comes with its health.
func (e *Engine) onVenueError(ev *model.Event) {
	if i, enabled := e.venueAt[ev.Venue]; enabled {
		e.venues[i].health.LastError = ev.Text
	}
}

// note records news. Before market time is known it waits for it: lists of
// contracts come before the first price, and a demo's market lives in another
// year.
func (e *Engine) note(row model.AlertRow) {
	if e.market.now == 0 {
		e.held = append(e.held, row)
		return
	}
	e.alerts.Note(e.market.now, row)
}

// releaseNotes records the news that waited.
func (e *Engine) releaseNotes() {
	if e.market.now == 0 {
		return
	}
	for _, row := range e.held {
		e.alerts.Note(e.market.now, row)
	}
	e.held = nil
}

// stamp is the time an alert carries: market time where there is one.
func (e *Engine) stamp() model.Millis {
	if e.market.now != 0 {
		return e.market.now
	}
	return e.clock
}
