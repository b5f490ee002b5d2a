package wire

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// relieveWithin is how long a new connection may take to be there and
	// speak before the old one is given up without it.
	relieveWithin = 30 * time.Second

	// overlap is how long both connections speak: what the old server had sent
	// when the new one began has arrived by then.
	overlap = time.Second

	// earlyMost is how many frames a successor may have said before it said
	// data: answers to requests.
	earlyMost = 4096
)

// relieve opens the connection that is to follow this one while this one is
// still heard, and then ends this one, with or without a successor. It runs on
// a goroutine of its own that ends with the connection.
func (l *link) relieve(reason *plannedError) {
	ctx, cancel := context.WithTimeout(context.Background(), relieveWithin)
	defer cancel()
	l.crew.Go(func() {
		select {
		case <-l.ending:
			cancel()
		case <-ctx.Done():
		}
	})
	next, err := l.s.prepare(ctx)
	if err != nil {
		l.s.c.Log.Warn("no connection to change to", "session", l.s.c.Name, "reason", shortText(explain(err)))
		l.part(reason)
		return
	}
	rest := time.NewTimer(overlap)
	defer rest.Stop()
	select {
	case <-rest.C:
		l.s.next = next
		l.part(reason)
	case <-l.ending: // it broke by itself, for which the successor comes in handy
		l.s.next = next
	}
}

// prepare opens a connection, asks on it for everything that is wanted and
// reads until it says data.
func (s *Session) prepare(ctx context.Context) (*link, error) {
	s.count.dials.Add(1)
	sock, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	release := context.AfterFunc(ctx, func() { _ = sock.raw.Close() }) // only to wake whoever waits on it
	l := newLink(s, sock)
	err = l.rehearse(ctx)
	if !release() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = sock.raw.Close() // may be closed already, and the reason is known
		return nil, err
	}
	return l, nil
}

// rehearse asks for everything and keeps what is said until data come.
func (l *link) rehearse(ctx context.Context) error {
	l.asked = l.s.intent.names()
	for i, frame := range l.s.c.Subscribe(l.asked) {
		if i > 0 && sleep(ctx, l.s.c.SendEvery) != nil {
			return ctx.Err()
		}
		if err := l.write(frame); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	for len(l.early) < earlyMost {
		_, frame, err := l.ws.ReadMessage()
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		l.early = append(l.early, frame)
		if l.s.c.IsData(frame) {
			return nil
		}
	}
	return errors.New("it says no data")
}

// sleep waits until d has passed or ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// succeed makes the connection that was prepared the one of the moment, nil
// when there is none.
func (s *Session) succeed() *link {
	l := s.next
	if l == nil {
		return nil
	}
	s.next = nil
	s.intent.takeOver(l.asked, s.elapsed())
	return l
}

// dropSuccessor closes a connection that was prepared and is not needed.
func (s *Session) dropSuccessor() {
	if s.next == nil {
		return
	}
	message := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = s.next.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(farewellTime)) // courtesy only
	_ = s.next.sock.raw.Close()                                                               // nobody reads it any more
	s.next = nil
}

// names returns what is wanted, in order.
func (in *intent) names() []string {
	in.mu.Lock()
	defer in.mu.Unlock()
	return names(in.order)
}

// takeOver notes that a connection begins on which these topics were asked for
// already. What is wanted besides is due, and what is wanted no more is to be
// taken back.
func (in *intent) takeOver(asked []string, now time.Duration) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, st := range in.order {
		st.forget()
	}
	in.leaving = nil
	for _, name := range asked {
		st := in.lookup(name)
		if st == nil {
			in.leaving = append(in.leaving, name)
			continue
		}
		st.queued = true
		st.sent.Store(int64(now))
	}
}

// rehearsed gives what was said before the connection was the one of the
// moment to the adapter.
func (l *link) rehearsed() {
	for _, frame := range l.early {
		l.deliver(frame)
	}
	l.early = nil
}
