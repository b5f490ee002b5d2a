package binance_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/binance"
	"eddy/feeds/bourse"
	"eddy/feeds/station"
	"eddy/model"
)

// TestNoHourIsLostOnTheEmbeddedExchange runs the venue on an exchange somebody
// else wrote from the same reference, with market time racing and the sockets
// cut: loaded and streamed hours together must leave no hole in any coin.
func TestNoHourIsLostOnTheEmbeddedExchange(t *testing.T) {
	if testing.Short() {
		t.Skip("runs an exchange for some seconds")
	}
	b, err := bourse.New(bourse.Config{
		Seed: 7, Speed: 20_000, Venues: []model.Venue{model.Binance}, Faults: "binance:cut@2s", Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	c := binance.Config{Setup: station.Setup{Assets: b.Assets()}}
	for _, e := range b.Endpoints() {
		switch e.Key {
		case "rest":
			c.Rest = e.URL
		case "ws_public":
			c.WSPublic = e.URL
		case "ws_market":
			c.WSMarket = e.URL
		}
	}
	v, err := binance.New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- b.Run(ctx) }()
	h := feeds.NewHandover()
	go func() { ended <- v.Run(ctx, h) }()
	have := hours{}
	have.hear(ctx, v, h)
	cancel()
	for range 2 {
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	}
	if v.Health().Reconnects == 0 {
		t.Error("the sockets were not cut")
	}
	have.check(t)
}

// hours holds the opening times of the closed hours heard, by symbol.
type hours map[string][]model.Millis

// hear listens until the past is loaded and the sockets were cut and are back,
// and a good while longer.
func (h hours) hear(ctx context.Context, v *binance.Venue, from *feeds.Handover) {
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	var events []model.Event
	var err error
	for complete, ending := false, false; ; {
		if events, err = from.Take(ctx, events[:0]); err != nil {
			return
		}
		for i := range events {
			complete = h.note(&events[i]) || complete
		}
		if complete && !ending && v.Health().Reconnects == 2 {
			ending = true
			time.AfterFunc(3*time.Second, stop)
		}
	}
}

// note notes closed hours and tells whether everything is loaded.
func (h hours) note(ev *model.Event) (complete bool) {
	if ev.Kind == model.KindBar && ev.Bar.Closed {
		h[ev.Symbol] = append(h[ev.Symbol], ev.Bar.OpenTime)
	}
	switch detail := ev.Detail.(type) {
	case *model.Progress:
		return detail.Complete()
	case *model.History:
		for _, b := range detail.Bars {
			if b.Interval == model.Hour1 {
				h[ev.Symbol] = append(h[ev.Symbol], b.OpenTime)
			}
		}
	}
	return false
}

func (h hours) check(t *testing.T) {
	t.Helper()
	if len(h) < 20 {
		t.Errorf("heard of %d coins only", len(h))
	}
	for symbol, list := range h {
		slices.Sort(list)
		list = slices.Compact(list)
		for i := 1; i < len(list); i++ {
			if list[i].Sub(list[i-1]) != time.Hour {
				t.Errorf("%s: hole between %v and %v", symbol, list[i-1], list[i])
			}
		}
	}
}
