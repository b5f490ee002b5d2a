package wire

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"eddy/feeds/backoff"
	"eddy/model"
)

// Errors a caller may want to tell apart.
var (
	// ErrNotConnected means there is no connection to send on.
	ErrNotConnected = errors.New("not connected")
	// ErrBusy means too many frames already wait to be sent.
	ErrBusy = errors.New("too many frames wait to be sent")
	// ErrDropped is what Handle returns for a frame it understood and threw
	// away on purpose, such as an update older than the one before it.
	ErrDropped = errors.New("dropped")
)

// Session is one websocket session that lives through any number of
// connections. Its methods may be called from any goroutine, also from within
// Handle and OnState.
type Session struct {
	c      Config
	began  time.Time
	chance *rand.Rand // only Run's goroutine uses it

	running atomic.Bool
	link    atomic.Pointer[link] // the connection of the moment
	intent  *intent
	state   stateBox
	count   counters

	next *link // to follow the one of the moment; its goroutines and Run's use it, one after the other
}

// New returns a session that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Session, error) {
	c, err := c.checked()
	if err != nil {
		return nil, err
	}
	s := &Session{c: c, began: time.Now(), chance: newChance(c.Rand), intent: newIntent()}
	s.state.tell = c.OnState
	s.state.now = c.Now
	return s, nil
}

// newChance returns a source of the session's own, so that sessions may be
// given the same seed source and yet run side by side.
func newChance(seed *rand.Rand) *rand.Rand {
	if seed == nil {
		return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	return rand.New(rand.NewPCG(seed.Uint64(), seed.Uint64()))
}

// elapsed returns the time since the session was made. Limits are measured
// with it and not with Config.Now, so that a corrected wall clock silences no
// stream. It is never zero, which means never.
func (s *Session) elapsed() time.Duration { return time.Since(s.began) + 1 }

// Run connects, asks for the topics and reads until ctx ends, whose error it
// returns within 200 ms. It reconnects for ever. Only one Run may be under way.
func (s *Session) Run(ctx context.Context) error {
	if !s.running.CompareAndSwap(false, true) {
		return fmt.Errorf("%s: session is running already", s.c.Name)
	}
	defer s.running.Store(false)
	defer s.state.rest("stopped")
	retry := backoff.NewSchedule(s.c.Backoff, s.chance)
	s.state.set(model.LinkConnecting, "dialling")
	for {
		healthy, err := s.connect(ctx)
		if ctx.Err() != nil {
			s.dropSuccessor()
			return ctx.Err()
		}
		if s.next != nil {
			s.c.Log.Info("changed to a new connection", "session", s.c.Name, "reason", shortText(explain(err)))
			continue
		}
		wait := max(retry.Next(healthy), retryAfter(err))
		s.ended(err)
		if err := backoff.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// connect dials and serves one connection. It returns for how long data flowed
// and why it ended.
func (s *Session) connect(ctx context.Context) (healthy time.Duration, err error) {
	l := s.succeed()
	if l == nil {
		if l, err = s.open(ctx); err != nil {
			return 0, err
		}
	}
	s.count.connects.Add(1)
	s.link.Store(l)
	defer s.link.Store(nil)
	err = l.serve(ctx)
	return l.healthyFor(), err
}

// open dials a connection that has heard nothing yet.
func (s *Session) open(ctx context.Context) (*link, error) {
	s.count.dials.Add(1)
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	s.intent.restart()
	s.state.set(model.LinkConnecting, "waiting for the first data")
	return newLink(s, conn), nil
}

// ended records why a connection or a dial came to nothing.
func (s *Session) ended(err error) {
	if planned := (*plannedError)(nil); errors.As(err, &planned) {
		s.c.Log.Info("reconnecting", "session", s.c.Name, "reason", planned.reason)
		s.state.set(model.LinkConnecting, planned.reason)
		return
	}
	reason := shortText(explain(err))
	s.count.failures.Add(1)
	s.count.noteError(reason)
	s.c.Log.Warn("connection lost", "session", s.c.Name, "reason", reason)
	s.state.set(model.LinkDown, reason)
}

// SetTopics says which streams the session is to hear from now on. While
// connected only the difference is sent; after a reconnect everything is asked
// for again. Naming a refused topic asks for it once more. Topics without a
// name and repeated names are left out.
func (s *Session) SetTopics(topics []Topic) {
	s.intent.set(topics)
	s.wake()
}

// Refuse takes a topic out of the intent because the venue will not serve it.
// It is counted as an error, remembered in Stats and not asked for again until SetTopics
// names it anew.
func (s *Session) Refuse(topic, reason string) {
	r := Refusal{Topic: topic, Reason: shortText(reason), At: model.MillisOf(s.c.Now())}
	if s.intent.refuse(r) {
		s.count.errors.Add(1) // the last error stays: a refusal lasts, and would hide what comes after
	}
}

// AskAgain asks once more for topics on the connection of the moment: for the
// innocent ones of a request that the venue refused as a whole.
func (s *Session) AskAgain(topics ...string) {
	s.intent.askAgain(topics)
	s.wake()
}

// Ack notes that the venue accepted a topic, for Unanswered. Data on the topic
// does the same.
func (s *Session) Ack(topic string) {
	if st := s.intent.lookup(topic); st != nil {
		st.answered.Store(true)
	}
}

// Unanswered lists the topics that were asked for on the latest connection and
// neither acked nor served: the suspects where a venue closes the socket over a
// topic it does not know (venues/hyperliquid §2). It may be asked from OnState
// after the connection is down.
func (s *Session) Unanswered() []string { return s.intent.unanswered() }

// Send queues a text frame behind those that wait, SendEvery apart. The frame is
// copied.
func (s *Session) Send(frame []byte) error {
	return s.post(frame, false)
}

// SendNow sends a text frame before everything that waits: the answer to a
// ping must not queue behind subscriptions. The frame is copied.
func (s *Session) SendNow(frame []byte) error {
	return s.post(frame, true)
}

func (s *Session) post(frame []byte, urgent bool) error {
	l := s.link.Load()
	if l == nil {
		return fmt.Errorf("%s: send: %w", s.c.Name, ErrNotConnected)
	}
	if !l.out.push(frame, urgent) {
		s.count.dropped.Add(1)
		return fmt.Errorf("%s: send: %w", s.c.Name, ErrBusy)
	}
	l.wakeKeeper()
	return nil
}

// Reconnect ends the connection of the moment and dials anew, as when the venue
// announces that it is about to close. It is no failure. Where Config.IsData is
// set, the new connection is heard before the old one is closed.
func (s *Session) Reconnect(reason string) {
	if l := s.link.Load(); l != nil {
		l.end(&plannedError{reason: shortText(reason)})
	}
}

func (s *Session) wake() {
	if l := s.link.Load(); l != nil {
		l.wakeKeeper()
	}
}
