package strategy

import (
	"context"
	"sync"

	"eddy/model"
)

// Mailbox holds the newest snapshot. Putting never waits and replaces what
// nobody has read; readers wait for one they have not seen.
type Mailbox struct {
	mu      sync.Mutex
	newest  *model.Snapshot
	changed chan struct{} // closed and replaced on every Put
	eager   int           // readers that wait and want the next one soon
	asked   chan struct{} // holds a token once one of them has come since the last Put
}

// NewMailbox returns an empty Mailbox.
func NewMailbox() *Mailbox {
	return &Mailbox{changed: make(chan struct{}), asked: make(chan struct{}, 1)}
}

// Put makes s the newest snapshot. Whoever waited has it and waits no longer.
func (m *Mailbox) Put(s *model.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.newest, m.eager = s, 0
	select {
	case <-m.asked:
	default:
	}
	close(m.changed)
	m.changed = make(chan struct{})
}

// Newest returns the snapshot that was put last, nil before the first.
func (m *Mailbox) Newest() *model.Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.newest
}

// After waits for a snapshot whose Seq is above seq, and lets the engine know
// that somebody waits.
func (m *Mailbox) After(ctx context.Context, seq uint64) (*model.Snapshot, error) {
	return m.after(ctx, seq, 1)
}

// after waits for a snapshot, counting among the eager ones by weight.
func (m *Mailbox) after(ctx context.Context, seq uint64, weight int) (*model.Snapshot, error) {
	for {
		newest, changed := m.look(seq, weight)
		if newest != nil {
			return newest, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			m.leave(changed, weight)
			return nil, ctx.Err()
		}
	}
}

// look returns a snapshot above seq, or what to wait on for the next, counting
// who waits and telling of one who wants it soon.
func (m *Mailbox) look(seq uint64, weight int) (*model.Snapshot, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.newest != nil && m.newest.Seq > seq {
		return m.newest, nil
	}
	if weight == 0 {
		return nil, m.changed
	}
	m.eager += weight
	select {
	case m.asked <- struct{}{}:
	default:
	}
	return nil, m.changed
}

// leave takes back that one waits, unless a Put has done so.
func (m *Mailbox) leave(changed <-chan struct{}, weight int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.changed == changed {
		m.eager -= weight
	}
}

// isAwaited tells whether somebody waits for the next snapshot and wants it soon.
func (m *Mailbox) isAwaited() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.eager > 0
}

// Reader returns a reader that hands out each snapshot at most once and wants
// the next as soon as there is one.
func (m *Mailbox) Reader() *Reader { return &Reader{box: m, weight: 1} }

// Patient returns a reader for which no snapshot is made: it gets those that
// others wait for, and one every PublishIdle.
func (m *Mailbox) Patient() *Reader { return &Reader{box: m} }

// Reader waits for the newest snapshot. It is for one goroutine.
type Reader struct {
	box    *Mailbox
	seq    uint64
	weight int // 0: it is patient
}

// Next waits for a snapshot newer than the one returned last.
func (r *Reader) Next(ctx context.Context) (*model.Snapshot, error) {
	s, err := r.box.after(ctx, r.seq, r.weight)
	if err == nil {
		r.seq = s.Seq
	}
	return s, err
}
