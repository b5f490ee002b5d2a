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
}

// NewMailbox returns an empty Mailbox.
func NewMailbox() *Mailbox { return &Mailbox{changed: make(chan struct{})} }

// Put makes s the newest snapshot.
func (m *Mailbox) Put(s *model.Snapshot) {
	m.mu.Lock()
	m.newest = s
	close(m.changed)
	m.changed = make(chan struct{})
	m.mu.Unlock()
}

// After waits for a snapshot whose Seq is above seq.
func (m *Mailbox) After(ctx context.Context, seq uint64) (*model.Snapshot, error) {
	for {
		m.mu.Lock()
		newest, changed := m.newest, m.changed
		m.mu.Unlock()
		if newest != nil && newest.Seq > seq {
			return newest, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Reader returns a reader that hands out each snapshot at most once.
func (m *Mailbox) Reader() *Reader { return &Reader{box: m} }

// Reader waits for the newest snapshot. It is for one goroutine.
type Reader struct {
	box *Mailbox
	seq uint64
}

// Next waits for a snapshot newer than the one returned last.
func (r *Reader) Next(ctx context.Context) (*model.Snapshot, error) {
	s, err := r.box.After(ctx, r.seq)
	if err == nil {
		r.seq = s.Seq
	}
	return s, err
}
