package tape

import (
	"slices"

	"eddy/feeds/decode"
	"eddy/model"
)

// kept is how many decoded events of a socket can be referred to: more than
// the largest frame holds. Writer and reader must agree on it.
const kept = 4096

// shadow is the second decoder of one socket, and what it made of the latest
// frames. The recorder and the player go through the same calls, so the same
// number means the same event to both.
type shadow struct {
	venue model.Venue
	name  string // of the session: "binance/market"

	decoder decode.FrameDecoder
	listed  []model.Instrument // what it has learned
	ring    []model.Event
	next    uint64 // number of the event to come
	cursor  uint64 // where the next event that is told is looked for
}

// learner is a decoder that can be told of contracts.
type learner interface{ Learn([]model.Instrument) }

func newShadow(venue model.Venue, name string, listed []model.Instrument) *shadow {
	s := &shadow{venue: venue, name: name, listed: listed}
	s.renew()
	return s
}

// renew gives the shadow a decoder that has heard nothing.
func (s *shadow) renew() {
	s.decoder = nil
	maker := decode.Decoders[s.venue]
	if maker == nil {
		return // frames of an unknown venue are kept and say nothing
	}
	d, err := maker(nil)
	if err != nil {
		return // cannot be: there is no list to be wrong
	}
	s.decoder = d
	s.learn(s.listed)
}

// learn tells the decoder of contracts.
func (s *shadow) learn(list []model.Instrument) {
	s.listed = list
	if l, ok := s.decoder.(learner); ok && list != nil {
		l.Learn(list)
	}
}

// hear decodes a frame and appends its events to others.
func (s *shadow) hear(frame []byte, received model.Millis, to []model.Event) []model.Event {
	heard := s.decode(frame, received, to)
	for i := len(to); i < len(heard); i++ {
		s.keep(&heard[i])
	}
	return heard
}

// decode gives a frame to the decoder. One that panics begins anew, as a
// session does with its connection.
func (s *shadow) decode(frame []byte, received model.Millis, to []model.Event) (heard []model.Event) {
	if s.decoder == nil {
		return to
	}
	defer func() {
		if recover() != nil {
			s.renew()
			heard = to
		}
	}()
	heard, _ = s.decoder.Decode(frame, received, to) // what makes no sense is on the tape to be seen
	return heard
}

func (s *shadow) keep(ev *model.Event) {
	if len(s.ring) < kept {
		if len(s.ring) == cap(s.ring) {
			s.ring = slices.Grow(s.ring, min(4*len(s.ring)+64, kept)-len(s.ring)) // most sockets fill it: few steps there
		}
		s.ring = append(s.ring, *ev)
	} else {
		s.ring[s.next%kept] = *ev
	}
	s.next++
}

// oldest is the number of the oldest event that can be referred to.
func (s *shadow) oldest() uint64 {
	if s.next > kept {
		return s.next - kept
	}
	return 0
}

// at returns the event of a number, false when it is gone or to come.
func (s *shadow) at(n uint64) (*model.Event, bool) {
	if n >= s.next || n < s.oldest() {
		return nil, false
	}
	return &s.ring[n%kept], true
}

// find returns the number of an event that was told: it is looked for from
// where the last one was, onwards and then backwards, among those of its
// moment.
func (s *shadow) find(ev *model.Event) (uint64, bool) {
	from := max(s.cursor, s.oldest())
	for n := from; n < s.next && s.ring[n%kept].Received <= ev.Received; n++ {
		if same(&s.ring[n%kept], ev) {
			return n, true
		}
	}
	for n := from; n > s.oldest() && s.ring[(n-1)%kept].Received >= ev.Received; n-- {
		if same(&s.ring[(n-1)%kept], ev) {
			return n - 1, true
		}
	}
	return 0, false
}

// same tells whether two events are the same in every bit that counts. Those
// with a detail are never taken for the same.
func same(a, b *model.Event) bool {
	return a.Received == b.Received && a.Kind == b.Kind && a.Symbol == b.Symbol &&
		a.Detail == nil && b.Detail == nil && *a == *b
}
