package feedtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/bourse"
	"eddy/feeds/bourse/synthetic"
	"eddy/feeds/station"
	"eddy/model"
)

// Figures of waiting. A loaded machine under the race detector takes several
// times as long as it should for everything.
const (
	patience  = 45 * time.Second      // for what has to happen sooner or later
	parting   = 3 * time.Second       // for Run to end; a second is what is meant
	glance    = 20 * time.Millisecond // between two looks
	wallHours = 1000                  // a fault that lasts until it is lifted
)

// desk is an adapter at work on an exchange of its own.
type desk struct {
	c      Case
	market *bourse.Bourse
	venue  feeds.Venue
	heard  *record
	truth  truth

	leave context.CancelFunc
	ended chan error // Run's
	gone  bool
}

// open starts an exchange at a speed, with trouble from its first moment on if
// any is named, and the adapter on it.
func (c Case) open(t *testing.T, speed float64, trouble string) (d *desk, lift func()) {
	t.Helper()
	market, err := bourse.New(bourse.Config{
		Seed: 11, Speed: speed, Venues: []model.Venue{c.Venue}, Assets: c.specs(), PingEvery: 2 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	d = &desk{c: c, market: market, ended: make(chan error, 1)}
	d.truth = newTruth(t, market, c.Venue)
	lift = d.order(t, trouble)
	d.serve(t)
	d.build(t)
	d.start()
	t.Cleanup(func() { d.close(t) })
	return d, lift
}

// specs are the coins of the market as the exchange has to name them.
func (c Case) specs() []synthetic.AssetSpec {
	pepe := synthetic.AssetSpec{Asset: "PEPE", Sector: synthetic.NFT, Price: 0.00001234, Turnover: 600, Interest: 260, FundingH: 8}
	if c.Thousand {
		pepe.Asset, pepe.Price = "1000PEPE", pepe.Price*1000
	}
	list := []synthetic.AssetSpec{pepe}
	for _, spec := range synthetic.DefaultAssets() {
		if slices.Contains(c.Coins, spec.Asset) {
			list = append(list, spec)
		}
	}
	return list
}

// serve runs the exchange until the test is over.
func (d *desk) serve(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- d.market.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("the exchange ended with %v", err)
		}
	})
}

// build builds the adapter.
func (d *desk) build(t *testing.T) {
	t.Helper()
	p := Parts{
		At:    make(map[string]string),
		Setup: station.Setup{Assets: d.c.Coins, History: wanted, Rand: rand.New(rand.NewPCG(1, 2))},
	}
	for _, e := range d.market.Endpoints() {
		p.At[e.Key] = e.URL
	}
	if d.c.between != nil {
		p.At["rest"] = d.c.between(p.At["rest"])
	}
	venue, err := d.c.New(p)
	if err != nil {
		t.Fatal(err)
	}
	if venue.Name() != d.c.Venue {
		t.Errorf("the adapter calls itself %s", venue.Name())
	}
	d.venue = venue
}

// start runs the adapter until close. A supervisor may run it more than once.
func (d *desk) start() {
	ctx, cancel := context.WithCancel(context.Background())
	d.leave, d.gone, d.heard = cancel, false, newRecord(d.c.Venue, d.c.Coins)
	go func() { d.ended <- d.venue.Run(ctx, d.heard) }()
}

// close calls the adapter off and sees to it that it goes.
func (d *desk) close(t *testing.T) {
	t.Helper()
	d.leave()
	if d.gone {
		return
	}
	d.gone = true
	select {
	case err := <-d.ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v, want the context's error", err)
		}
	case <-time.After(parting):
		t.Errorf("Run goes on %v after its context ended", parting)
	}
	for _, complaint := range d.heard.complaints() {
		t.Error(complaint)
	}
}

// order brings trouble about: "cut", or "silent" with a duration for as long as
// it is not lifted.
func (d *desk) order(t *testing.T, trouble string) (lift func()) {
	t.Helper()
	if trouble == "" {
		return func() {}
	}
	spec := "*:" + trouble + "@0s"
	switch trouble {
	case "down", "silent", "http429":
		spec += fmt.Sprintf("+%dh", wallHours)
	}
	lift, err := d.market.Order(spec)
	if err != nil {
		t.Fatal(err)
	}
	return lift
}

// await waits until nothing is missing, and else says what still is.
func (d *desk) await(t *testing.T, what string, missing func() string) {
	t.Helper()
	d.awaitWithin(t, patience, what, missing)
}

func (d *desk) awaitWithin(t *testing.T, most time.Duration, what string, missing func() string) {
	t.Helper()
	look := time.NewTicker(glance)
	defer look.Stop()
	for end := time.Now().Add(most); ; <-look.C {
		text := missing()
		switch {
		case text == "":
			return
		case d.over():
			t.Fatalf("%s: the adapter gave up\n%s", what, d.state())
		case time.Now().After(end):
			t.Fatalf("%s: after %v %s\n%s", what, most, text, d.state())
		}
	}
}

// over tells whether Run ended by itself.
func (d *desk) over() bool {
	select {
	case err := <-d.ended:
		d.ended <- err
		return true
	default:
		return false
	}
}

// state says for a failed test how things stand.
func (d *desk) state() string {
	h := d.venue.Health()
	var b strings.Builder
	fmt.Fprintf(&b, "market %v, state %v, %d frames, %d errors, %d reconnects, last error %q\n",
		d.market.MarketTime(), h.State, h.Frames, h.Errors, h.Reconnects, h.LastError)
	for _, s := range h.Streams {
		fmt.Fprintf(&b, "  stream %s %v: %d topics, %d silent, %d frames\n", s.Name, s.State, s.Topics, s.Silent, s.Frames)
	}
	b.WriteString(d.heard.lately())
	return b.String()
}

// is waits for the adapter to be in a state, by its own word.
func (d *desk) is(want model.LinkState) func() string {
	return func() string {
		if got := d.venue.Health().State; got != want {
			return fmt.Sprintf("the state is %v, not %v", got, want)
		}
		return ""
	}
}

// isNot waits for the adapter to have left a state.
func (d *desk) isNot(unwanted model.LinkState) func() string {
	return func() string {
		if d.venue.Health().State == unwanted {
			return fmt.Sprintf("the state is still %v", unwanted)
		}
		return ""
	}
}

// all joins several things that may be missing.
func all(list ...func() string) func() string {
	return func() string {
		for _, missing := range list {
			if text := missing(); text != "" {
				return text
			}
		}
		return ""
	}
}
