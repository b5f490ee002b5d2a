package wire

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"eddy/model/beat"
)

// never is far enough away for a timer that need not fire.
const never = time.Hour

// keeper is what a connection's second goroutine keeps in mind: it sends what
// waits, pings, watches for silence and retires the connection in time.
// Moments count from the session's beginning.
type keeper struct {
	pingAt   time.Duration
	watchAt  time.Duration
	retireAt time.Duration // 0: never
	lastSent time.Duration // 0: nothing yet
	excused  time.Duration // silence before this was our own slowness
	staleOn  string        // the stream the session is stale over
	relieved bool          // a successor is on its way

	planned atomic.Pointer[plannedError] // set: end the connection
}

// begin sets the first moments of a new connection.
func (k *keeper) begin(s *Session) {
	now := s.elapsed()
	k.pingAt = now + s.c.PingEvery
	if s.c.MaxLifetime > 0 {
		// Up to a tenth early, so that the sockets of a venue do not all go
		// at the same moment.
		early := time.Duration(s.chance.Int64N(int64(s.c.MaxLifetime/10) + 1))
		k.retireAt = now + s.c.MaxLifetime - early
	}
}

// keep serves the connection until it ends.
func (l *link) keep() {
	defer func() {
		if p := recover(); p != nil {
			l.s.c.Log.Error("panic in session keeper", "session", l.s.c.Name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			l.s.count.errors.Add(1)
			l.fail(fmt.Errorf("panic while keeping the session: %v", p))
		}
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-l.ending:
			return
		case <-l.nudge:
		case <-timer.C:
		}
		timer.Reset(unhurried(l.attend()))
	}
}

// unhurried has waits end on a beat that are long enough for it not to matter.
func unhurried(wait time.Duration) time.Duration {
	if wait < slowestWatch {
		return wait
	}
	return beat.After(time.Now(), wait)
}

// attend does what is due and returns how long nothing else will be.
func (l *link) attend() time.Duration {
	k, now := &l.keeper, l.s.elapsed()
	if k.retireAt != 0 && now >= k.retireAt {
		k.planned.CompareAndSwap(nil, &plannedError{reason: "planned reconnect"})
	}
	if reason := k.planned.Load(); reason != nil && !k.relieved {
		if l.s.c.IsData == nil {
			l.part(reason)
			return never
		}
		k.relieved, k.retireAt = true, 0
		l.crew.Go(func() { l.relieve(reason) })
	}
	l.ask()
	untilPing := l.ping(now)
	l.flush()
	untilWatch := l.watch(l.s.elapsed())
	wait := min(untilPing, untilWatch, l.flush()) // the watch may have asked again
	if k.retireAt != 0 {
		wait = min(wait, k.retireAt-now)
	}
	return max(wait, time.Millisecond)
}

// ask queues requests for the difference between the intent and what this
// connection was asked for.
func (l *link) ask() {
	wanted, leaving := l.s.intent.due()
	if render := l.s.c.Unsubscribe; render != nil && len(leaving) > 0 {
		l.out.pushAll(render(leaving), nil)
	}
	if len(wanted) == 0 {
		return
	}
	var frames [][]byte
	if render := l.s.c.Subscribe; render != nil {
		frames = render(names(wanted))
	}
	sent := func() { l.markSent(wanted) }
	if len(frames) == len(wanted) {
		// One request a topic: each counts as asked for when its own has left,
		// so that Unanswered tells which were under way when a line broke.
		for i, frame := range frames {
			l.out.pushAll([][]byte{frame}, func() { l.markSent(wanted[i : i+1]) })
		}
		return
	}
	if len(frames) == 0 {
		sent() // the URL asked
		return
	}
	l.out.pushAll(frames, sent)
}

// markSent starts the silence clocks: a stream whose request still waits for
// its turn owes nothing yet.
func (l *link) markSent(asked []*stream) {
	now := int64(l.s.elapsed())
	for _, st := range asked {
		st.sent.Store(now)
	}
	l.keeper.watchAt = 0
}

func names(streams []*stream) []string {
	list := make([]string, len(streams))
	for i, st := range streams {
		list[i] = st.Name
	}
	return list
}

// ping sends the keep-alive when it is due.
func (l *link) ping(now time.Duration) time.Duration {
	c, k := &l.s.c, &l.keeper
	if c.Ping == nil && !c.PingFrames {
		return never
	}
	if now < k.pingAt {
		return k.pingAt - now
	}
	k.pingAt = now + c.PingEvery
	if c.PingFrames {
		if err := l.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.WriteTimeout)); err != nil {
			l.fail(fmt.Errorf("ping: %w", err))
		}
		return c.PingEvery
	}
	l.out.push(c.Ping(), true)
	return c.PingEvery
}

// flush writes what waits, queued frames SendEvery apart, and returns when the
// next one may go.
func (l *link) flush() time.Duration {
	c, k := &l.s.c, &l.keeper
	for {
		now := l.s.elapsed()
		out, ok, waiting := l.out.next(k.lastSent == 0 || now-k.lastSent >= c.SendEvery)
		if waiting {
			return k.lastSent + c.SendEvery - now
		}
		if !ok {
			return never
		}
		if err := l.write(out.frame); err != nil {
			l.fail(fmt.Errorf("write: %w", err))
			return never
		}
		k.lastSent = l.s.elapsed()
		if out.sent != nil {
			out.sent()
		}
	}
}

func (l *link) write(frame []byte) error {
	if err := l.ws.SetWriteDeadline(time.Now().Add(l.s.c.WriteTimeout)); err != nil {
		return err
	}
	return l.ws.WriteMessage(websocket.TextMessage, frame)
}
