package station

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/backoff"
	"eddy/model"
)

// ReviewEvery is how often a venue's list of contracts is read again.
const ReviewEvery = time.Hour

// guessAfter is how long the sockets wait for the list of contracts before they
// ask for the names that coins usually have.
const guessAfter = 3 * time.Second

// Catalogue keeps which of a venue's contracts are followed. Its methods may be
// called from any goroutine.
type Catalogue struct {
	plan    CataloguePlan
	station *Station

	choosing sync.Mutex // held while the contracts to follow change
	chosen   atomic.Pointer[[]model.Instrument]
}

// CataloguePlan says how a venue's list is had and what is done with it.
type CataloguePlan struct {
	// Read asks for the list and chooses from it.
	Read func(ctx context.Context) ([]model.Instrument, error)

	// Guess names the contracts that coins usually have; nil: nothing is heard
	// before the list is there.
	Guess func(assets []model.Asset) []model.Instrument

	// Follow makes the sockets hear contracts. It is called for one list after
	// the other, never for two at once.
	Follow func(list []model.Instrument, guessed bool)

	// Fill adds to a list what is told apart from it, without changing the one
	// it is given; nil: nothing is.
	Fill func(list []model.Instrument) []model.Instrument
}

// Catalogue returns the station's catalogue, which follows nothing yet.
func (s *Station) Catalogue(p CataloguePlan) *Catalogue {
	return &Catalogue{plan: p, station: s}
}

// List returns the contracts that are followed, none while only guesses are.
func (c *Catalogue) List() []model.Instrument {
	if list := c.chosen.Load(); list != nil {
		return *list
	}
	return nil
}

// Guessed tells whether what is followed is guessed: there is no list yet.
func (c *Catalogue) Guessed() bool { return c.plan.Guess != nil && c.chosen.Load() == nil }

// Find returns the contract of a symbol, if it is followed.
func (c *Catalogue) Find(symbol string) (model.Instrument, bool) {
	list := c.List()
	at := slices.IndexFunc(list, func(in model.Instrument) bool { return in.Symbol == symbol })
	if at < 0 {
		return model.Instrument{}, false
	}
	return list[at], true
}

// Open loads the list, as often as it takes, and follows the chosen contracts.
// While the list cannot be had guesses are followed: the desk is to be alive
// even then.
func (c *Catalogue) Open(ctx context.Context) ([]model.Instrument, error) {
	guess := time.AfterFunc(guessAfter, c.guess)
	defer guess.Stop()
	retry := backoff.NewSchedule(backoff.Policy{First: time.Second}, c.station.config.Rand)
	for {
		list, err := c.plan.Read(ctx)
		if err == nil {
			c.Adopt(list)
			return list, nil
		}
		c.station.Fault(err)
		if err := backoff.Sleep(ctx, retry.Next(0)); err != nil {
			return nil, err
		}
	}
}

// Review reads the list again and follows what changed.
func (c *Catalogue) Review(ctx context.Context) {
	list, err := c.plan.Read(ctx)
	if err != nil {
		c.station.Fault(err)
		return
	}
	c.Adopt(list)
}

// Reviews reads the list again and again until ctx ends.
func (c *Catalogue) Reviews(ctx context.Context) error {
	for {
		if err := backoff.Sleep(ctx, ReviewEvery); err != nil {
			return err
		}
		c.Review(ctx)
	}
}

// Adopt makes the given contracts the ones that are followed, if they are not.
func (c *Catalogue) Adopt(list []model.Instrument) {
	c.choosing.Lock()
	defer c.choosing.Unlock()
	if c.letOut(list) {
		c.plan.Follow(c.List(), false)
	}
}

// Refill lets the list out again where something came to it.
func (c *Catalogue) Refill() {
	c.choosing.Lock()
	defer c.choosing.Unlock()
	c.letOut(c.List())
}

// letOut lets a list out that is another than the one before, and tells whether
// it is. The caller holds choosing.
func (c *Catalogue) letOut(list []model.Instrument) bool {
	if c.plan.Fill != nil {
		list = c.plan.Fill(list)
	}
	if reflect.DeepEqual(list, c.List()) {
		return false
	}
	c.chosen.Store(&list)
	c.station.Instruments(list)
	return true
}

// guess follows what can be guessed, unless something better is known.
func (c *Catalogue) guess() {
	c.choosing.Lock()
	defer c.choosing.Unlock()
	if c.plan.Guess != nil && c.chosen.Load() == nil {
		c.plan.Follow(c.plan.Guess(c.station.config.Assets), true)
	}
}
