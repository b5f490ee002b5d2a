package tape

import (
	"eddy/feeds"
	"eddy/model"
)

// quotes is what the venues say of their contracts now, as a recording that
// begins later has to begin with it, and the little of what they said before
// that an engine keeps.
type quotes struct {
	at   map[quoteKey]int // where in list
	list []standing       // in the order they were first heard of
}

type quoteKey struct {
	venue  model.Venue
	symbol string
	kind   model.Kind
}

// standing is the newest word on a contract.
type standing struct {
	event    model.Event
	interest model.Millis // the hour of which open interest is kept
}

// maxQuotes is several times what seven venues list.
const maxQuotes = 1 << 16

func newQuotes() quotes { return quotes{at: make(map[quoteKey]int)} }

// hear lays an event over what was known. It returns what of the past has to be
// kept: the first open interest of an hour, and the last word on a settlement with
// the first on the next, which is when it was charged.
func (q *quotes) hear(ev *model.Event) (past []model.Event) {
	key := quoteKey{ev.Venue, ev.Symbol, ev.Kind}
	i, known := q.at[key]
	if !known {
		if len(q.list) >= maxQuotes {
			return nil // a venue that talks nonsense
		}
		i = len(q.list)
		q.at[key] = i
		q.list = append(q.list, standing{event: *ev})
	}
	s := &q.list[i]
	if known {
		if s.event.NextFunding != 0 && ev.NextFunding > s.event.NextFunding {
			past = append(past, s.event, *ev)
		}
		feeds.Merge(&s.event, ev)
	}
	if hour := timeOf(ev).Floor(model.Hour1); ev.Has&model.FieldOpenInterest != 0 && hour > s.interest {
		s.interest = hour
		past = append(past, *ev)
	}
	return past
}

// timeOf is the venue's stamp, else the local clock.
func timeOf(ev *model.Event) model.Millis {
	if ev.EventTime.Known() {
		return ev.EventTime
	}
	return ev.Received
}

// events returns the newest word on each contract.
func (q *quotes) events() []model.Event {
	out := make([]model.Event, len(q.list))
	for i := range q.list {
		out[i] = q.list[i].event
	}
	return out
}
