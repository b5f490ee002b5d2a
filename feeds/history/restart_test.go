package history_test

import (
	"context"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/binance"
	"eddy/feeds/bourse"
	"eddy/feeds/history"
	"eddy/feeds/station"
	"eddy/model"
)

// counted stands before an exchange and counts what of the past is asked for.
type counted struct {
	*httptest.Server
	mu    sync.Mutex
	bars  map[string]int // rows asked for, by interval
	other map[string]int // requests, by path
}

func countedBefore(t *testing.T, target string) *counted {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	c := &counted{bars: map[string]int{}, other: map[string]int{}}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ErrorLog = log.New(io.Discard, "", 0) // a client that goes away is no news
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		if q := r.URL.Query(); q.Has("interval") {
			limit, _ := strconv.Atoi(q.Get("limit")) // the venue judges it
			c.bars[q.Get("interval")] += limit
		} else {
			c.other[r.URL.Path]++
		}
		c.mu.Unlock()
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(c.Close)
	return c
}

// take returns what was asked for since the last time.
func (c *counted) take() (bars, other map[string]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	bars, other = maps.Clone(c.bars), maps.Clone(c.other)
	clear(c.bars)
	clear(c.other)
	return bars, other
}

// loaded passes nothing on and tells when history is complete.
type loaded struct {
	once sync.Once
	done chan struct{}
}

func (l *loaded) Put(_ context.Context, events []model.Event) error {
	for i := range events {
		if p, ok := events[i].Detail.(*model.Progress); ok && p.Complete() {
			l.once.Do(func() { close(l.done) })
		}
	}
	return nil
}

var coins = []model.Asset{"BTC", "ETH", "SOL"}

// start runs a venue on a store until its past is loaded.
func start(t *testing.T, b *bourse.Bourse, rest, path string) {
	t.Helper()
	s, err := history.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	const origin = "exchange"
	end := &loaded{done: make(chan struct{})}
	k := history.NewKeeper(history.Config{Store: s, Origins: map[model.Venue]string{model.Binance: origin}, Now: time.Now}, end)
	if err := k.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	config := binance.Config{Rest: rest, Setup: station.Setup{Assets: coins, Past: s.Past(model.Binance, origin), Now: time.Now, Rand: rand.New(rand.NewPCG(1, 1))}}
	for _, e := range b.Endpoints() {
		switch e.Key {
		case "ws_public":
			config.WSPublic = e.URL
		case "ws_market":
			config.WSMarket = e.URL
		}
	}
	v, err := binance.New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = k.Run(ctx) })                 // ends with ctx
	running.Go(func() { _ = feeds.Venue(v).Run(ctx, k) }) // ends with ctx
	select {
	case <-end.done:
	case <-time.After(time.Minute):
		t.Error("the past was not loaded in a minute")
	}
	cancel()
	running.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A second start asks only for what happened since the first.
func TestSecondStartAsksForTheRest(t *testing.T) {
	b, err := bourse.New(bourse.Config{Venues: []model.Venue{model.Binance}, Speed: 7200, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = b.Run(ctx) }) // ends with ctx
	defer running.Wait()
	defer cancel()
	var proxy *counted
	for _, e := range b.Endpoints() {
		if e.Key == "rest" {
			proxy = countedBefore(t, e.URL)
		}
	}
	path := filepath.Join(t.TempDir(), "h.db")

	start(t, b, proxy.URL, path)
	bars, other := proxy.take()
	if bars["1d"] < 900*len(coins) || bars["1h"] < 1400*len(coins) || len(other) < 2 {
		t.Errorf("the first start asked for %v and %v", bars, other)
	}
	began := b.MarketTime()
	for b.MarketTime().Sub(began) < 6*time.Hour { // three seconds
		time.Sleep(50 * time.Millisecond)
	}
	start(t, b, proxy.URL, path)
	passed := int(b.MarketTime().Sub(began)/time.Hour) + 2
	bars, other = proxy.take()
	const besides = 99 // a bar that is missed while it runs costs a short list
	if bars["1d"] != 0 || bars["1h"] < 6*len(coins) || bars["1h"] > (passed+besides)*len(coins) {
		t.Errorf("the second start asked for %v and %v; %d hours had passed", bars, other, passed)
	}
	t.Logf("second start: %v, %v, %d hours had passed", bars, other, passed)
}
