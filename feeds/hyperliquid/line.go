package hyperliquid

import (
	"fmt"
	"time"

	"eddy/feeds/station"
	"eddy/feeds/wire"
	"eddy/model"
)

// line is the socket with the decoder of its frames.
type line struct {
	venue    *Venue
	session  *wire.Session
	ear      *station.Ear // what it is to hear
	suspects *suspects

	// Only the reader uses these.
	decoder *Decoder
	events  []model.Event
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, ear: v.station.Ear(), decoder: NewDecoder()}
	l.suspects = newSuspects(l.refused)
	c.Handle, c.OnState = l.handle, l.onState
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("hyperliquid: %w", err)
	}
	l.session, l.suspects.session = session, session
	return l, nil
}

// follow makes the line hear contracts.
func (l *line) follow(instruments []model.Instrument) {
	list := topics(instruments)
	l.ear.Follow(instruments, list)
	l.suspects.want(list)
}

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(_ *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	l.decoder.Clock = l.venue.station.Clock.Now()
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	topic = l.ear.Topic(l.decoder.Stream())
	if l.confirmed(topic, events) {
		return "", err // no data yet
	}
	l.venue.date(events, at)
	if len(events) > 0 {
		l.venue.station.Heard(events)
	}
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
}

// confirmed deals with frames that say that the venue heard us.
func (l *line) confirmed(topic string, events []model.Event) bool {
	if len(events) != 1 {
		return false
	}
	switch events[0].Kind {
	case model.KindAck:
		if l.decoder.Acked() && topic != "" {
			l.session.Ack(topic)
			l.suspects.answered(topic)
		}
	case model.KindPong:
		l.suspects.answered("")
	default:
		return false
	}
	return true
}

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.ear.Renewed() {
		l.decoder.ForgetStreams()
	}
	if list, ok := l.ear.News(); ok {
		l.decoder.Learn(list)
	}
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	l.ear.State(state)
	switch state {
	case model.LinkConnecting:
		l.suspects.connecting()
	case model.LinkDown:
		l.suspects.down()
	}
	l.venue.stateChanged(state)
}

// refused tells of a coin the venue will not serve.
func (l *line) refused(coin string) {
	l.venue.station.Fault(fmt.Errorf("hyperliquid: %s is given up: the venue breaks the line over it", model.CleanText(coin)))
}
