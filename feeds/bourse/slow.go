package bourse

import (
	"context"
	"fmt"
	"net"
	"strconv"

	slow "eddy/feeds/bourse/context"
	"eddy/model"
)

// Macro stands in an Endpoint for a source that is no venue: its key is one of
// [macro] in the configuration.
const Macro model.Venue = "macro"

// listenSlow takes the address of the slow sources, the one after the venues'.
func (b *Bourse) listenSlow() (err error) {
	if !b.config.Context {
		return nil
	}
	host, port, err := net.SplitHostPort(b.config.Listen)
	if err != nil {
		return fmt.Errorf("%w: listen %q: %w", ErrConfig, b.config.Listen, err)
	}
	if first, err := strconv.Atoi(port); err == nil && first > 0 {
		port = strconv.Itoa(first + len(b.config.Venues))
	}
	address := net.JoinHostPort(host, port)
	if b.config.DataDir == "" {
		b.slow, err = slow.FromMarket(address, b.stage)
		return err
	}
	if b.slow, err = slow.FromFiles(address, b.config.DataDir, b.stage); err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return nil
}

// slowEndpoints returns the addresses of the slow sources.
func (b *Bourse) slowEndpoints() []Endpoint {
	if b.slow == nil {
		return nil
	}
	var out []Endpoint
	for _, e := range b.slow.Endpoints() {
		out = append(out, Endpoint{Macro, e.Key, e.URL})
	}
	return out
}

// runSlow serves the slow sources until ctx ends.
func (b *Bourse) runSlow(ctx context.Context) error {
	if b.slow == nil {
		return nil
	}
	return b.slow.Run(ctx)
}

// closeSlow gives their address up.
func (b *Bourse) closeSlow() error {
	if b.slow == nil {
		return nil
	}
	return b.slow.Close()
}
