package feeds

import (
	"context"

	"eddy/model"
)

// Venue is one exchange. Adapters return a concrete type that satisfies it.
type Venue interface {
	// Name returns the venue's name in the configuration.
	Name() model.Venue

	// Run connects, loads the instrument list and history, and streams events
	// into out until ctx ends. It keeps reconnecting by itself and reports
	// trouble as events; it returns early only when it cannot go on at all.
	// It starts no goroutine that outlives it and never closes out.
	Run(ctx context.Context, out Sink) error

	// Health returns the venue's counters now. It is safe to call at any time
	// from any goroutine.
	Health() model.VenueHealth
}

// Sink takes what a venue hears.
type Sink interface {
	// Put hands events over in order. Quotes, marks, funding, open interest
	// and open bars may be replaced by newer ones of the same symbol before
	// they are read; closed bars, links, errors, history and everything else
	// are kept, and Put waits for room until ctx ends, whose error it returns.
	// The slice is the caller's again when Put returns. Several goroutines may
	// call it at once.
	Put(ctx context.Context, events []model.Event) error
}
