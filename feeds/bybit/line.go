package bybit

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
	requests *requests

	// Only the reader uses these.
	decoder *Decoder
	events  []model.Event
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, requests: newRequests(), ear: v.station.Ear(), decoder: NewDecoder()}
	c.Handle, c.OnState = l.handle, l.onState
	c.Subscribe, c.Unsubscribe = l.requests.subscribe, unsubscribe
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("bybit: %w", err)
	}
	l.session = session
	return l, nil
}

// follow makes the line hear the streams of contracts.
func (l *line) follow(instruments []model.Instrument, guessed bool) {
	list := topics(instruments, guessed)
	l.ear.Follow(instruments, list)
	l.session.SetTopics(list)
}

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(s *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	topic = l.decoder.Stream()
	if topic == "" && err == nil {
		l.requests.answered(s, frame)
	}
	l.ear.Heard(events, at)
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
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
	if state == model.LinkConnecting || state == model.LinkDown {
		l.requests.restart()
	}
	l.venue.stateChanged(state)
}
