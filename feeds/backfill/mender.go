package backfill

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"eddy/feeds/backoff"
)

// Mender loads what was missed, one symbol at a time and without haste: after a
// lost connection every symbol asks at once.
type Mender struct {
	Load  func(ctx context.Context, symbol string) error
	Pause time.Duration // before each round, for the asking to come together and for the venue to have the bar
	Fault func(error)   // what went wrong; the symbol stays asked for

	mu     sync.Mutex
	wanted []string
	asked  chan struct{} // holds a token while something is wanted
}

// NewMender returns a Mender that loads with load.
func NewMender(load func(ctx context.Context, symbol string) error, fault func(error)) *Mender {
	return &Mender{Load: load, Fault: fault, Pause: time.Second, asked: make(chan struct{}, 1)}
}

// Ask asks for symbols to be mended. It never waits and may be called from any
// goroutine.
func (m *Mender) Ask(symbols ...string) {
	if len(symbols) == 0 {
		return
	}
	m.mu.Lock()
	for _, s := range symbols {
		if !slices.Contains(m.wanted, s) {
			m.wanted = append(m.wanted, s)
		}
	}
	m.mu.Unlock()
	select {
	case m.asked <- struct{}{}:
	default: // a token is there already
	}
}

// Run mends until ctx ends, whose error it returns.
func (m *Mender) Run(ctx context.Context) error {
	for {
		select {
		case <-m.asked:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := backoff.Sleep(ctx, m.Pause); err != nil {
			return err
		}
		m.round(ctx)
	}
}

// round loads every symbol asked for so far.
func (m *Mender) round(ctx context.Context) {
	m.mu.Lock()
	symbols := m.wanted
	m.wanted = nil
	m.mu.Unlock()
	for _, s := range symbols {
		err := m.Load(ctx, s)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return
		case errors.Is(err, ErrPointless):
			m.Fault(err)
		default:
			m.Fault(err)
			m.Ask(s)
		}
	}
}
