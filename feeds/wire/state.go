package wire

import (
	"sync"
	"time"

	"eddy/model"
)

// stateBox holds the session's state and tells of its changes, one at a time
// and in order.
type stateBox struct {
	telling sync.Mutex // held while tell runs
	tell    func(model.LinkState, string)
	now     func() time.Time

	mu     sync.Mutex
	state  model.LinkState
	reason string
	since  model.Millis
}

// set changes the state and tells of it, unless nothing changed.
func (b *stateBox) set(state model.LinkState, reason string) {
	reason = shortText(reason)
	b.telling.Lock()
	defer b.telling.Unlock()
	if b.change(state, reason) && b.tell != nil {
		b.tell(state, reason)
	}
}

// rest changes the state of a session that ended, of which nobody is told.
func (b *stateBox) rest(reason string) { b.change(model.LinkDown, reason) }

func (b *stateBox) change(state model.LinkState, reason string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == state && b.reason == reason {
		return false
	}
	if b.state != state {
		b.since = model.MillisOf(b.now())
	}
	b.state, b.reason = state, reason
	return true
}

func (b *stateBox) get() (state model.LinkState, reason string, since model.Millis) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state, b.reason, b.since
}
