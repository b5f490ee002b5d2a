package wire

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"eddy/model"
)

const (
	// askAgainMost is how many silent streams are asked for again one by one.
	// More than that at once is the socket's fault, and venues limit requests
	// (venues/weex §2: 240 an hour).
	askAgainMost = 8

	// longestPatience caps how long a stream that stays dead while its
	// neighbours speak is left alone before it costs them a reconnect again.
	longestPatience = 15 * time.Minute

	// busyLimit is how long Handle may take before the silence is ours.
	busyLimit = 100 * time.Millisecond

	quickestWatch, slowestWatch = 10 * time.Millisecond, time.Second
)

// review is the watchdog's finding.
type review struct {
	watched, silent int
	worst           *stream // the one silent for longest
	quiet           time.Duration
	again           []*stream     // to be asked for once more
	lost            bool          // worth a reconnect
	next            time.Duration // until it is worth looking again
}

// watch looks for streams that fell silent. First it asks for such a stream
// again, then it gives the connection up.
func (l *link) watch(now time.Duration) time.Duration {
	k := &l.keeper
	if now < k.watchAt {
		return k.watchAt - now
	}
	if busy := l.busySince.Load(); busy != 0 && now-time.Duration(busy) > busyLimit {
		k.excused = now
		_ = l.ws.SetReadDeadline(time.Now().Add(l.s.c.ReadTimeout)) // fails only on a closed socket, as the next read tells
	}
	r := l.s.intent.review(now, k.excused, l.s.c.Unsubscribe != nil)
	wait := max(r.next, quickestWatch)
	k.watchAt = now + wait
	l.tell(r)
	if r.lost {
		l.fail(errors.New(r.reason()))
		return never
	}
	for _, st := range r.again {
		one := []string{st.Name}
		l.out.pushAll(l.s.c.Unsubscribe(one), nil)
		l.out.pushAll(l.s.c.Subscribe(one), nil)
	}
	return wait
}

// tell turns the finding into the session's state.
func (l *link) tell(r review) {
	k := &l.keeper
	switch {
	case r.silent > 0 && k.staleOn != r.worst.Name:
		k.staleOn = r.worst.Name
		l.s.state.set(model.LinkStale, r.reason())
	case r.silent == 0 && k.staleOn != "":
		k.staleOn = ""
		l.s.state.set(model.LinkLive, "")
	}
}

// reason says which stream is silent: "stream btcusdt@bookTicker silent 12 s
// and 3 more".
func (r review) reason() string {
	text := fmt.Sprintf("stream %s silent %s", r.worst.Name, seconds(r.quiet))
	if r.silent > 1 {
		text += fmt.Sprintf(" and %d more", r.silent-1)
	}
	return text
}

// quietFor returns how long a stream has said nothing although it was asked
// for, counted from no earlier than since.
func (st *stream) quietFor(now, since time.Duration) time.Duration {
	sent := time.Duration(st.sent.Load())
	if sent == 0 {
		return 0
	}
	return now - max(sent, time.Duration(st.last.Load()), since)
}

// silentAt tells whether a stream is beyond its limit.
func (st *stream) silentAt(now, since time.Duration) bool {
	return st.MaxSilence > 0 && st.quietFor(now, since) > st.MaxSilence
}

// faulty tells whether a stream is beyond its limit and that is somebody's fault.
func (st *stream) faulty(now, since time.Duration) bool {
	return st.silentAt(now, since) && !st.mute()
}

// mute tells whether a stream has never said a word, also after a connection was
// given up for it, while others of its kind speak: a contract that is listed and
// has nothing to say. Health counts it as silent, but the connection is none the
// worse for it.
func (st *stream) mute() bool {
	return st.strikes > 0 && st.last.Load() == 0 && st.group.lastFrame.Load() != 0
}

// review judges every stream. It notes which are asked for again and, where the
// connection is given up although others speak, that a reconnect was spent on
// the silent ones.
func (in *intent) review(now, since time.Duration, canAsk bool) review {
	in.mu.Lock()
	defer in.mu.Unlock()
	r := in.count(now, since)
	if r.silent == 0 {
		return r
	}
	again := in.askable(now, since, canAsk)
	if len(again) <= askAgainMost {
		for _, st := range again {
			st.nudged = now
		}
		r.again = again
	}
	own := r.silent < r.watched // the fault is the streams', not the socket's
	r.lost = slices.ContainsFunc(in.order, func(st *stream) bool {
		return st.faulty(now, since) && st.nudged != now && st.quietFor(now, since) > st.patience(own)
	})
	if r.lost && own {
		in.strike(now, since)
	}
	return r
}

// strike notes on every stream that is silent that a reconnect is spent on it.
func (in *intent) strike(now, since time.Duration) {
	for _, st := range in.order {
		if st.faulty(now, since) {
			st.strikes++
		}
	}
}

// count finds out how many streams are watched and silent and which for
// longest, and forgives those that speak.
func (in *intent) count(now, since time.Duration) review {
	r := review{next: slowestWatch}
	for _, st := range in.order {
		if st.MaxSilence <= 0 || st.mute() {
			continue
		}
		r.watched++
		quiet := st.quietFor(now, since)
		if quiet > st.MaxSilence {
			r.silent++
			r.next = min(r.next, st.MaxSilence/4)
			if quiet > r.quiet {
				r.worst, r.quiet = st, quiet
			}
			continue
		}
		r.next = min(r.next, st.MaxSilence-quiet+1)
		if sent := st.sent.Load(); sent != 0 && st.last.Load() >= sent {
			st.nudged, st.strikes = 0, 0
		}
	}
	return r
}

// askable lists the silent streams that have not been asked for again yet.
func (in *intent) askable(now, since time.Duration, canAsk bool) []*stream {
	if !canAsk {
		return nil
	}
	var list []*stream
	for _, st := range in.order {
		if st.nudged == 0 && st.faulty(now, since) {
			list = append(list, st)
		}
	}
	return list
}

// patience returns the silence at which a stream is worth a reconnect: its
// limit, once more after it was asked for again, and doubled for each reconnect
// it has cost already while its neighbours spoke.
func (st *stream) patience(own bool) time.Duration {
	limit := st.MaxSilence
	if own {
		for range st.strikes {
			limit = max(min(2*limit, longestPatience), st.MaxSilence)
		}
	}
	if st.nudged != 0 {
		limit += st.MaxSilence
	}
	return limit
}
