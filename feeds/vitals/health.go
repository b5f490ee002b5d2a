// Package vitals puts a venue's health together from its parts: the sockets,
// the REST client, the clock.
package vitals

import (
	"slices"
	"strings"

	"eddy/feeds/rest"
	"eddy/feeds/wire"
	"eddy/model"
)

// Parts are what a venue's health is made of.
type Parts struct {
	Venue    model.Venue
	Sessions []wire.Stats
	Rest     rest.Stats
	Clock    *Clock
	Symbols  int
	Guessed  bool   // what is asked for is on no list yet
	Misread  uint64 // answers to requests of which nothing could be made
	Trouble  string // what goes wrong apart from sockets and requests; "" when nothing does
}

// Health sums the parts up.
func (p Parts) Health() model.VenueHealth {
	h := model.VenueHealth{Venue: p.Venue, Symbols: p.Symbols, SkewMs: p.Clock.Skew()}
	h.State, _ = State(p.Sessions)
	for i := range p.Sessions {
		s := &p.Sessions[i]
		h.Frames += s.Frames
		h.Bytes += s.Bytes
		h.Errors += s.Errors + s.Failures
		h.Dropped += s.Dropped
		h.Reconnects += s.Reconnects
		h.LastFrame = max(h.LastFrame, s.LastFrame)
		h.Since = max(h.Since, s.Since)
		h.Streams = joined(h.Streams, s.Groups)
		h.Refused = refused(h.Refused, s.Refused)
	}
	if p.Guessed {
		markGuessed(h.Refused)
	}
	h.Errors += p.Rest.Failures + p.Misread
	h.LastError = p.lastError()
	return h
}

// joined adds rows of health to a list. Rows of one name are one: a venue may
// need several sockets for streams of one kind.
func joined(list, more []model.StreamHealth) []model.StreamHealth {
	for _, row := range more {
		at := slices.IndexFunc(list, func(r model.StreamHealth) bool { return r.Name == row.Name })
		if at < 0 {
			list = append(list, row)
			continue
		}
		sum := &list[at]
		sum.State = min(sum.State, row.State)
		sum.Topics += row.Topics
		sum.Silent += row.Silent
		sum.Frames += row.Frames
		sum.LastFrame = max(sum.LastFrame, row.LastFrame)
	}
	return list
}

// lastError picks the error most worth showing: why a socket is not live, then
// what a socket complained of last, then what a request did.
func (p Parts) lastError() string {
	for _, s := range p.Sessions {
		if (s.State == model.LinkDown || s.State == model.LinkStale) && s.Reason != "" {
			return s.Name + ": " + s.Reason
		}
	}
	for _, s := range p.Sessions {
		if s.LastError != "" {
			return s.Name + ": " + s.LastError
		}
	}
	if p.Trouble != "" {
		return p.Trouble
	}
	return p.Rest.LastError
}

// State returns the state of a venue that speaks over several sockets, and why
// it is no better. A venue of which a part is heard is not down but stale; one
// whose sockets have not begun is connecting.
func State(sessions []wire.Stats) (model.LinkState, string) {
	worst, best := model.LinkLive, model.LinkDown
	reason := ""
	for _, s := range sessions {
		state := s.State
		if state == model.LinkUnset {
			state = model.LinkConnecting
		}
		if state < worst {
			worst = state
			reason = strings.TrimSuffix(s.Name+": "+s.Reason, ": ")
		}
		best = max(best, state)
	}
	if worst == model.LinkDown && best >= model.LinkStale {
		return model.LinkStale, reason
	}
	return worst, reason
}
