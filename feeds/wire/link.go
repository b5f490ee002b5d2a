package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"eddy/model"
)

// farewellTime is how long a close frame may take: a peer that does not read
// must not hold up the end of the program.
const farewellTime = 50 * time.Millisecond

// link is one connection of a session, from the handshake to its end.
type link struct {
	s     *Session
	ws    *websocket.Conn
	sock  *socket
	out   outbox
	nudge chan struct{} // wakes the keeper; holds one token

	ending chan struct{} // closed once cause is set
	once   sync.Once
	cause  error

	// Moments since the session began; zero is never.
	firstData atomic.Int64
	lastData  atomic.Int64
	busySince atomic.Int64 // Handle is at work since then

	// Only the reader uses these.
	buf        []byte
	now        time.Duration // as of the last frame; a reading costs as much as a small frame
	deadlineAt time.Duration // when the read deadline was last moved

	keeper keeper
	crew   sync.WaitGroup // the goroutines beside the reader

	// Of a connection that was opened before it was needed.
	asked []string // topics that were asked for on it
	early [][]byte // frames that came on it
}

func newLink(s *Session, sock *socket) *link {
	l := &link{s: s, ws: sock.ws, sock: sock, nudge: make(chan struct{}, 1), ending: make(chan struct{})}
	l.ws.SetReadLimit(s.c.ReadLimit)
	l.ws.SetPingHandler(l.onPing)
	l.ws.SetPongHandler(l.onPong)
	l.keeper.begin(s)
	return l
}

// serve reads until the connection ends and returns why. All its goroutines
// are gone by then.
func (l *link) serve(ctx context.Context) error {
	parted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(parted)
		l.part(context.Cause(ctx))
	})
	l.crew.Go(l.keep)
	l.fail(l.read())
	l.crew.Wait()
	if !stop() {
		<-parted
	}
	return l.cause
}

// fail ends the connection at once. Only the first reason counts.
func (l *link) fail(err error) {
	l.once.Do(func() {
		l.cause = err
		close(l.ending)
	})
	_ = l.sock.raw.Close() // the reason is known; a second close changes nothing
}

// part says good-bye to the venue, briefly, and ends the connection.
func (l *link) part(reason error) {
	message := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = l.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(farewellTime)) // courtesy only
	l.fail(reason)
}

// end is part for callers that must not wait.
func (l *link) end(reason *plannedError) {
	l.keeper.planned.CompareAndSwap(nil, reason)
	l.wakeKeeper()
}

// healthyFor returns how long data has flowed on the connection.
func (l *link) healthyFor() time.Duration {
	first := l.firstData.Load()
	if first == 0 {
		return 0
	}
	return time.Duration(l.lastData.Load() - first)
}

// read hands frames to the adapter until the connection fails.
func (l *link) read() (err error) {
	defer func() {
		if p := recover(); p != nil {
			l.s.c.Log.Error("panic in frame handler", "session", l.s.c.Name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			l.s.count.errors.Add(1)
			err = fmt.Errorf("panic while handling a frame: %v", p)
		}
	}()
	l.now = l.s.elapsed()
	l.rehearsed()
	for {
		l.moveDeadline()
		_, r, err := l.ws.NextReader()
		if err != nil {
			return l.readError(err)
		}
		if l.buf, err = readFrame(r, l.buf); err != nil {
			return l.readError(err)
		}
		l.deliver(l.buf)
	}
}

// readError says what a failed read means.
func (l *link) readError(err error) error {
	if isTimeout(err) {
		return fmt.Errorf("nothing received for %s", seconds(l.s.c.ReadTimeout))
	}
	if errors.Is(err, websocket.ErrReadLimit) {
		l.s.count.errors.Add(1)
	}
	return fmt.Errorf("read: %w", err)
}

// moveDeadline gives the socket ReadTimeout from now. Moving it costs a timer
// operation, so it is done only when an eighth of the time has passed.
func (l *link) moveDeadline() {
	if l.deadlineAt != 0 && l.now-l.deadlineAt < l.s.c.ReadTimeout/8 {
		return
	}
	l.deadlineAt = l.now
	_ = l.ws.SetReadDeadline(time.Now().Add(l.s.c.ReadTimeout)) // fails only on a closed socket, as the next read tells
}

// readFrame reads the rest of a message into buf from its beginning.
func readFrame(r io.Reader, buf []byte) ([]byte, error) {
	buf = buf[:0]
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// deliver counts a frame and gives it to the adapter.
func (l *link) deliver(frame []byte) {
	s := l.s
	received := s.c.Now()
	l.now = s.elapsed()
	now := int64(l.now)
	s.count.frames.Add(1)
	s.count.bytes.Add(uint64(len(frame)))
	s.count.lastFrame.Store(received.UnixMilli())
	l.busySince.Store(now)
	if s.c.Tap != nil {
		s.c.Tap(s.c.Name, frame, received)
	}
	topic, err := s.c.Handle(s, frame, received)
	l.busySince.Store(0)
	switch {
	case err == nil:
	case errors.Is(err, ErrDropped):
		s.count.dropped.Add(1)
	default:
		s.count.refuse(err)
		return
	}
	l.heard(topic, now, received.UnixMilli())
}

// heard notes that a topic spoke.
func (l *link) heard(topic string, now, stamp int64) {
	if topic == "" && l.s.intent.any() {
		return
	}
	l.lastData.Store(now)
	if st := l.s.intent.lookup(topic); st != nil {
		st.last.Store(now)
		st.group.frames.Add(1)
		st.group.lastFrame.Store(stamp)
		if !st.answered.Load() {
			st.answered.Store(true)
		}
	}
	if l.firstData.Load() == 0 {
		l.firstData.Store(now)
		l.s.state.set(model.LinkLive, "")
	}
}

// onPing answers a ping frame. A full send buffer is no reason to stop reading.
func (l *link) onPing(data string) error {
	l.now = l.s.elapsed()
	l.moveDeadline()
	_ = l.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second)) // a broken socket fails the next read
	return nil
}

func (l *link) onPong(string) error {
	l.now = l.s.elapsed()
	l.moveDeadline()
	return nil
}

func (l *link) wakeKeeper() {
	select {
	case l.nudge <- struct{}{}:
	default: // it has been told already
	}
}
