package wire

import (
	"sync"
	"sync/atomic"

	"eddy/model"
)

// counters count over the whole life of a session.
type counters struct {
	frames, bytes   atomic.Uint64
	errors, dropped atomic.Uint64
	dials, connects atomic.Uint64
	failures        atomic.Uint64
	lastFrame       atomic.Int64 // Unix milliseconds
	mu              sync.Mutex
	lastError       string
}

// refuse counts a frame the adapter could make nothing of.
func (c *counters) refuse(err error) {
	c.errors.Add(1)
	c.noteError(shortText(err.Error()))
}

func (c *counters) noteError(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastError = text
}

// Stats is what a session can tell of itself. Counts cover its whole life.
type Stats struct {
	Name   string
	State  model.LinkState
	Reason string       // why the state is what it is; "" when live
	Since  model.Millis // when the state began

	Frames, Bytes uint64 // data frames
	Errors        uint64 // frames refused, oversized or that broke the handler
	Dropped       uint64 // frames thrown away on purpose, and sends there was no room for
	Dials         uint64 // attempts to connect
	Reconnects    uint64 // connections after the first one
	Failures      uint64 // dials and connections that ended in an error
	LastError     string
	LastFrame     model.Millis

	Groups  []model.StreamHealth // by Topic.Group, in the order first named
	Refused []Refusal
}

// Stats returns the counters of the moment. It may be called at any time from
// any goroutine.
func (s *Session) Stats() Stats {
	st := Stats{
		Name:      s.c.Name,
		Frames:    s.count.frames.Load(),
		Bytes:     s.count.bytes.Load(),
		Errors:    s.count.errors.Load(),
		Dropped:   s.count.dropped.Load(),
		Dials:     s.count.dials.Load(),
		Failures:  s.count.failures.Load(),
		LastFrame: model.Millis(s.count.lastFrame.Load()),
		Refused:   s.intent.refusals(),
	}
	st.State, st.Reason, st.Since = s.state.get()
	st.Reconnects = max(s.count.connects.Load(), 1) - 1
	st.LastError = s.count.last()
	st.Groups = s.intent.health(s)
	return st
}

func (c *counters) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lastError
}

// health sums the streams up by group.
func (in *intent) health(s *Session) []model.StreamHealth {
	now := s.elapsed()
	state, _, _ := s.state.get()
	in.mu.Lock()
	defer in.mu.Unlock()
	rows := make([]model.StreamHealth, len(in.groups))
	at := make(map[*group]int, len(in.groups))
	for i, g := range in.groups {
		at[g] = i
		rows[i] = model.StreamHealth{Name: g.name, Frames: g.frames.Load(), LastFrame: model.Millis(g.lastFrame.Load())}
	}
	spoke := make([]bool, len(in.groups))
	for _, st := range in.order {
		row := &rows[at[st.group]]
		row.Topics++
		if st.silentAt(now, 0) {
			row.Silent++
		}
		if sent := st.sent.Load(); sent != 0 && (st.last.Load() >= sent || st.MaxSilence <= 0) {
			spoke[at[st.group]] = true
		}
	}
	for i := range rows {
		rows[i].State = groupState(state, rows[i], spoke[i])
	}
	return rows
}

// groupState tells the state of a group from the session's and its own figures.
func groupState(session model.LinkState, row model.StreamHealth, spoke bool) model.LinkState {
	switch {
	case row.Topics == 0:
		return model.LinkOff
	case session == model.LinkDown, session == model.LinkUnset:
		return session
	case row.Silent > 0:
		return model.LinkStale
	case spoke:
		return model.LinkLive
	default:
		return model.LinkConnecting
	}
}
