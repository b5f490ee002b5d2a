package wire

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"eddy/model"
)

// intent is what a session wants to hear, and what became of each wish on the
// connection of the moment.
type intent struct {
	mu      sync.Mutex
	order   []*stream // as SetTopics named them
	groups  []*group  // in the order they were first named
	leaving []string  // asked for on this connection and wanted no more
	refused []Refusal

	// byName is replaced, never changed, so that the reader looks a frame's
	// topic up without a lock.
	byName atomic.Pointer[map[string]*stream]
}

// stream is the bookkeeping of one topic. Moments count from the session's
// beginning; zero is never.
type stream struct {
	Topic
	group *group

	// These are guarded by intent.mu.
	queued  bool          // asked for on this connection
	nudged  time.Duration // when it was asked for again after falling silent
	strikes int           // reconnects while it was silent, in vain

	sent     atomic.Int64 // when the request left
	last     atomic.Int64 // when the last frame came
	answered atomic.Bool  // the venue said yes, or data came, on this connection
}

// group is a row of health: the streams of one kind.
type group struct {
	name      string
	frames    atomic.Uint64
	lastFrame atomic.Int64 // Unix milliseconds
}

// Refusal is a topic the venue would not serve.
type Refusal struct {
	Topic  string
	Reason string
	At     model.Millis
	Symbol string // of Topic
	Asset  model.Asset
}

func newIntent() *intent {
	in := &intent{}
	in.byName.Store(&map[string]*stream{})
	return in
}

// lookup returns the stream of that name, nil when it is not wanted.
func (in *intent) lookup(name string) *stream { return (*in.byName.Load())[name] }

// any tells whether anything is wanted by name.
func (in *intent) any() bool { return len(*in.byName.Load()) > 0 }

// set replaces the wishes. A topic that stays keeps its bookkeeping.
func (in *intent) set(topics []Topic) {
	in.mu.Lock()
	defer in.mu.Unlock()
	old, oldOrder := *in.byName.Load(), in.order
	byName := make(map[string]*stream, len(topics))
	in.order = make([]*stream, 0, len(topics))
	for _, t := range topics {
		if t.Name == "" || byName[t.Name] != nil {
			continue
		}
		st := in.keepOrMake(old[t.Name], t)
		byName[t.Name] = st
		in.order = append(in.order, st)
	}
	for _, st := range oldOrder {
		if byName[st.Name] == nil && st.queued {
			in.leaving = append(in.leaving, st.Name)
		}
	}
	in.refused = slices.DeleteFunc(in.refused, func(r Refusal) bool { return byName[r.Topic] != nil })
	in.byName.Store(&byName)
}

// keepOrMake returns the old stream if nothing about the topic changed, or else
// a new one that carries on where the old one was.
func (in *intent) keepOrMake(old *stream, t Topic) *stream {
	if old != nil && old.Topic == t {
		return old
	}
	st := &stream{Topic: t, group: in.groupNamed(t.Group)}
	if old != nil {
		st.queued = old.queued
		st.sent.Store(old.sent.Load())
		st.last.Store(old.last.Load())
		st.answered.Store(old.answered.Load())
	}
	return st
}

func (in *intent) groupNamed(name string) *group {
	for _, g := range in.groups {
		if g.name == name {
			return g
		}
	}
	g := &group{name: name}
	in.groups = append(in.groups, g)
	return g
}

// refuse takes a topic out of the wishes and remembers why, until set names it
// again. It tells whether the topic was wanted.
func (in *intent) refuse(r Refusal) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	old := *in.byName.Load()
	refused := old[r.Topic]
	if refused == nil {
		return false
	}
	r.Symbol, r.Asset = refused.Symbol, refused.Asset
	byName := make(map[string]*stream, len(old))
	kept := make([]*stream, 0, len(in.order))
	for _, st := range in.order {
		if st.Name != r.Topic {
			kept = append(kept, st)
			byName[st.Name] = st
		}
	}
	in.order = kept
	in.refused = append(in.refused, r)
	in.byName.Store(&byName)
	return true
}

// askAgain makes the named topics due to be asked for on this connection.
func (in *intent) askAgain(names []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, name := range names {
		if st := in.lookup(name); st != nil {
			st.forget()
		}
	}
}

// restart forgets what was asked for: a new connection has heard nothing yet.
func (in *intent) restart() {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, st := range in.order {
		st.forget()
	}
	in.leaving = nil
}

// forget must be called with intent.mu held.
func (st *stream) forget() {
	st.queued, st.nudged = false, 0
	st.sent.Store(0)
	st.answered.Store(false)
}

// due returns what has to be asked for and taken back on this connection and
// takes both as done.
func (in *intent) due() (ask []*stream, leave []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, st := range in.order {
		if !st.queued {
			st.queued = true
			ask = append(ask, st)
		}
	}
	leave, in.leaving = in.leaving, nil
	return ask, leave
}

// refusals returns what the venue would not serve, oldest first.
func (in *intent) refusals() []Refusal {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.refused)
}

// unanswered lists the topics the venue was asked for on the latest connection
// and neither confirmed nor served.
func (in *intent) unanswered() []string {
	in.mu.Lock()
	defer in.mu.Unlock()
	var names []string
	for _, st := range in.order {
		if st.sent.Load() != 0 && !st.answered.Load() {
			names = append(names, st.Name)
		}
	}
	return names
}
