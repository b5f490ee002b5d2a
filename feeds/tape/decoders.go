package tape

import "eddy/model"

// decoders are the second decoders of all sockets.
type decoders struct {
	sockets []*shadow
	listed  map[model.Venue][]model.Instrument
}

func newDecoders() decoders { return decoders{listed: make(map[model.Venue][]model.Instrument)} }

// add names the next socket.
func (d *decoders) add(venue model.Venue, session string) *shadow {
	s := newShadow(venue, session, d.listed[venue])
	d.sockets = append(d.sockets, s)
	return s
}

// note learns from an event that was told.
func (d *decoders) note(ev *model.Event) {
	list, ok := ev.Detail.([]model.Instrument)
	if !ok {
		return
	}
	d.listed[ev.Venue] = list
	for _, s := range d.sockets {
		if s.venue == ev.Venue {
			s.learn(list)
		}
	}
}

// find returns where an event comes from.
func (d *decoders) find(ev *model.Event) (socket int, n uint64, ok bool) {
	if ev.Detail != nil || ev.Kind > model.KindIgnored {
		return 0, 0, false
	}
	for i, s := range d.sockets {
		if s.venue != ev.Venue {
			continue
		}
		if n, ok := s.find(ev); ok {
			return i, n, true
		}
	}
	return 0, 0, false
}
