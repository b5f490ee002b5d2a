package station

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"eddy/feeds"
)

// Part is a part of a venue that runs until ctx ends or it cannot go on.
type Part func(ctx context.Context) error

// Run runs the parts of a venue beside the station's own, and lets out into
// sink, until one of them ends. It returns that one's error when all have.
func (s *Station) Run(ctx context.Context, sink feeds.Sink, parts ...Part) error {
	ctx, cancel := context.WithCancel(ctx)
	s.Attach(ctx, sink)
	defer s.out.Store(nil)

	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	parts = append(parts[:len(parts):len(parts)], s.mender.Run)
	first := make(chan error, len(parts))
	for _, part := range parts {
		running.Go(func() { first <- s.guard(ctx, part) })
	}
	return <-first
}

// Together runs parts until all have ended, or the first has failed, whose
// error it returns.
func (s *Station) Together(ctx context.Context, parts ...Part) error {
	running, ctx := errgroup.WithContext(ctx)
	for _, part := range parts {
		running.Go(func() error { return s.guard(ctx, part) })
	}
	return running.Wait()
}

// guard runs a part; a panic in it ends the venue and not the program.
func (s *Station) guard(ctx context.Context, part Part) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: panicked: %v", s.config.Venue, p)
		}
	}()
	return part(ctx)
}
