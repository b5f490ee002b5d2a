package binance

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"eddy/feeds/station"
	"eddy/feeds/wire"
	"eddy/model"
)

// line is one socket with the decoder of its frames.
type line struct {
	venue   *Venue
	session *wire.Session
	ear     *station.Ear // what it is to hear
	streams []stream

	// Only the reader uses these.
	decoder *Decoder
	events  []model.Event
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config, streams []stream) (*line, error) {
	l := &line{venue: v, streams: streams, ear: v.station.Ear(), decoder: NewDecoder()}
	c.Handle, c.OnState = l.handle, l.onState
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("binance: %w", err)
	}
	l.session = session
	return l, nil
}

// follow makes the line hear the streams of contracts.
func (l *line) follow(instruments []model.Instrument, guessed bool) {
	list := topics(l.streams, instruments, guessed)
	if l == l.venue.market {
		list = append(list, news)
	}
	l.ear.Follow(instruments, list)
	l.session.SetTopics(list)
}

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(_ *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	topic = l.ear.Topic(l.decoder.Stream())
	if refused := refusal(events); refused != nil {
		err = refused // counted and told like a frame that makes no sense
	} else if events = l.concerning(events); len(events) > 0 {
		l.venue.station.Clock.Observe(events[len(events)-1].EventTime, at)
		l.venue.station.Heard(events)
	}
	if l.decoder.closing {
		l.session.Reconnect("the venue restarts its server")
	}
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
}

// concerning takes out news about contracts that are of no concern: the stream
// tells of all. News of one that is may mean that the list has changed.
func (l *line) concerning(events []model.Event) []model.Event {
	if len(events) != 1 || events[0].Kind != model.KindLink || events[0].Symbol == "" {
		return events
	}
	if !slices.Contains(l.venue.config.Assets, events[0].Asset) {
		return nil
	}
	l.venue.reviewSoon()
	return events
}

// refusal returns the venue's refusal of a request of ours, nil where a frame
// tells of none.
func refusal(events []model.Event) error {
	if len(events) == 1 && events[0].Kind == model.KindError {
		return errors.New("binance: " + events[0].Text)
	}
	return nil
}

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.ear.Renewed() {
		l.decoder.ForgetBooks()
	}
	if list, ok := l.ear.News(); ok {
		l.decoder.Learn(list)
	}
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	l.ear.State(state)
	l.venue.stateChanged(l, state)
}
