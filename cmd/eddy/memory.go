package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"

	"eddy/cmd/internal/config"
	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/history"
	"eddy/model"
)

// historyPath returns where the past is kept.
func (g *globals) historyPath() string {
	dir := g.state
	if dir == "" {
		dir = filepath.Join(xdg.DataHome, "eddy")
	}
	return filepath.Join(dir, "history.db")
}

// memory is the past on disk and who writes it down. The zero value remembers
// nothing.
type memory struct {
	store  *history.Store
	keeper *history.Keeper
}

// openMemory opens the store of the past for a live session. A demo has none:
// its market begins anew with every start. Without a store that can be used the
// session goes on in memory and says why.
func (g *globals) openMemory(src sources, next feeds.Sink) (m memory) {
	if src.mode != model.ModeLive {
		return memory{}
	}
	c := history.Config{Origins: originsOf(src.config), Now: time.Now}
	var err error
	if m.store, err = history.Open(context.Background(), g.historyPath(), time.Now); err != nil {
		c.Why = "nothing is remembered: " + err.Error()
	}
	c.Store = m.store
	m.keeper = history.NewKeeper(c, next)
	return m
}

// originsOf maps the enabled venues to where they are heard.
func originsOf(c config.Config) map[model.Venue]string {
	origins := make(map[model.Venue]string)
	for _, v := range c.Enabled() {
		origins[v] = c.Origin(v)
	}
	return origins
}

// sink returns where the venues' events go.
func (m memory) sink(next feeds.Sink) feeds.Sink {
	if m.keeper == nil {
		return next
	}
	return m.keeper
}

// past returns what is held of a venue already.
func (m memory) past(c config.Config) func(model.Venue) backfill.Past {
	return func(v model.Venue) backfill.Past {
		if m.store == nil {
			return nil
		}
		return m.store.Past(v, c.Origin(v))
	}
}

// restore gives the stored past to the engine.
func (m memory) restore(ctx context.Context) error {
	if m.keeper == nil {
		return nil
	}
	return m.keeper.Restore(ctx)
}

// run writes down what the venues tell until ctx ends.
func (m memory) run(ctx context.Context) error {
	if m.keeper == nil {
		return nil
	}
	return m.keeper.Run(ctx)
}

// close closes the store and returns err with what went wrong in that.
func (m memory) close(err error) error {
	if m.store == nil {
		return err
	}
	return errors.Join(err, m.store.Close())
}
