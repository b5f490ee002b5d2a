package weex

import (
	"context"
	"fmt"
	"time"

	"eddy/feeds/station"
	"eddy/feeds/wire"
	"eddy/model"
)

// line is one socket with the decoder of its frames.
type line struct {
	venue    *Venue
	session  *wire.Session
	ear      *station.Ear // what it is to hear
	requests *requests

	// Only the reader uses these.
	decoder *Decoder
	events  []model.Event
	healed  map[string]time.Time // books that were asked for anew, and when
	heals   int                  // of them on this connection
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, requests: newRequests(), ear: v.station.Ear(), decoder: NewDecoder(), healed: make(map[string]time.Time)}
	c.Handle, c.OnState = l.handle, l.onState
	c.Subscribe = l.requests.subscribe
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("weex: %w", err)
	}
	l.session = session
	return l, nil
}

// run hears the socket, once there is something to hear.
func (l *line) run(ctx context.Context) error { return l.ear.Run(ctx, l.session) }

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
		l.answer(s, frame)
	}
	if l.decoder.Broken() {
		l.heal(s, topic, received)
	}
	if n := len(events); n > 0 {
		l.venue.station.Clock.Observe(events[n-1].EventTime, at)
		if l.decoder.Past() {
			events = l.past(events)
		}
		l.venue.station.Heard(withoutGreeting(events))
	}
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
}

// answer answers a ping and settles the answers to requests.
func (l *line) answer(s *wire.Session, frame []byte) {
	for i := range l.events {
		switch l.events[i].Kind {
		case model.KindPong:
			if err := s.SendNow(pong()); err != nil {
				l.venue.config.Log.Debug("pong", "venue", model.WEEX, "error", err)
			}
		case model.KindAck, model.KindError:
			l.requests.answered(s, frame)
		}
	}
}

// heal asks for a book anew that lost a change, not too often: operations are
// counted. A connection that loses too many is given up.
func (l *line) heal(s *wire.Session, topic string, now time.Time) {
	if last, ok := l.healed[topic]; topic == "" || ok && now.Sub(last).Abs() < healEvery {
		return
	}
	l.healed[topic] = now
	if l.heals++; l.heals > healsMost {
		s.Reconnect("too many holes in books")
		return
	}
	names := []string{topic}
	for _, frame := range append(unsubscribe(names), l.requests.subscribe(names)...) {
		if err := s.Send(frame); err != nil {
			return // the connection is gone, and the next one asks for everything
		}
	}
}

// past lets the closed bars of a snapshot out as history and returns the
// others, which are news.
func (l *line) past(events []model.Event) []model.Event {
	var bars []model.Bar
	symbol, rest := "", events[:0]
	for i := range events {
		ev := events[i]
		later := len(bars) == 0 || ev.Bar.OpenTime > bars[len(bars)-1].OpenTime
		switch {
		case ev.Kind != model.KindBar || ev.Bar.Interval != baseInterval || ev.Text != "":
		case ev.Bar.Closed && later:
			symbol, bars = ev.Symbol, append(bars, ev.Bar)
		case !ev.Bar.Closed:
			rest = append(rest, ev)
		}
	}
	if in, ok := find(l.ear.Contracts(), symbol); ok {
		l.venue.station.Bars(in, baseInterval, bars)
	}
	return rest
}

// withoutGreeting leaves out the greeting of a socket, which is no news: the
// state of the sockets tells that they are connected.
func withoutGreeting(events []model.Event) []model.Event {
	if len(events) == 1 && events[0].Kind == model.KindLink && events[0].Text == greeting {
		return nil
	}
	return events
}

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.ear.Renewed() {
		l.decoder.ForgetStreams()
		clear(l.healed)
		l.heals = 0
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
