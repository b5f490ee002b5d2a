package mexc_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/bourse"
	"eddy/feeds/bourse/synthetic"
	"eddy/feeds/feedtest"
	"eddy/feeds/mexc"
	"eddy/feeds/station"
	"eddy/model"
)

// embed runs the embedded exchange and returns the configuration of a venue on
// it. An hour of its market lasts a second and a half.
func embed(t *testing.T, faults string) mexc.Config {
	t.Helper()
	b, err := bourse.New(bourse.Config{
		Venues: []model.Venue{model.MEXC}, Speed: 2400, Seed: 3, Faults: faults, Assets: synthetic.DefaultAssets()[:3],
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("the exchange ended with %v", err)
		}
	})
	c := mexc.Config{Setup: station.Setup{Assets: b.Assets()}}
	for _, end := range b.Endpoints() {
		switch end.Key {
		case "rest":
			c.Rest = end.URL
		case "ws":
			c.WS = end.URL
		}
	}
	return c
}

const btcSymbol = "BTC_USDT"

func near(a, b, share float64) bool { return a > b*(1-share) && a < b*(1+share) }

func TestVenueOnTheEmbeddedExchange(t *testing.T) {
	c := embed(t, "")
	c.History = []backfill.Want{{Interval: model.Day1, Bars: 30}, {Interval: model.Hour1, Bars: 2500}}
	e := &feedtest.Ear{}
	v := open(t, c, e)
	list := e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments)).Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != btcSymbol || list[0].ContractSize != 0.0001 || list[0].FundingIntervalH != 8 {
		t.Errorf("instruments %+v", list)
	}
	quote := e.Hear(t, "a quote", feedtest.Figures(model.KindQuote, btcSymbol, touchFields|priceFields|dayFields|model.FieldOpenInterest|model.FieldFundingRate|model.FieldFundingInterval))
	if quote.Bid >= quote.Ask || !near(quote.Mark, quote.Index, 0.02) || !near(quote.Mark, quote.Last, 0.05) {
		t.Errorf("quote %+v", quote)
	}
	// Open interest of the market is some seven thousand million dollars, of which
	// a quarter is here.
	if usd := quote.OpenInterest * quote.Mark; usd < 2e8 || usd > 2e10 {
		t.Errorf("open interest of %v coins", quote.OpenInterest)
	}
	e.Hear(t, "funding", feedtest.Figures(model.KindFunding, btcSymbol, fundingFields))
	e.Hear(t, "a closed bar", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Bar.HasVolume })
	e.Hear(t, "live", feedtest.Link(model.LinkLive))
	e.Hear(t, "the end of loading", func(ev model.Event) bool { return complete(ev) && ev.Detail.(*model.Progress).Error == "" })
	checkPast(t, e)
	if h := v.Health(); h.State != model.LinkLive || h.Errors != 0 || h.Frames == 0 || h.Symbols != 3 {
		t.Errorf("health %+v", h)
	}
}

// checkPast looks at the past of a contract.
func checkPast(t *testing.T, e *feedtest.Ear) {
	t.Helper()
	past := func(is func(*model.History) bool) *model.History {
		return e.Hear(t, "a piece of the past", func(ev model.Event) bool {
			h, ok := ev.Detail.(*model.History)
			return ok && ev.Symbol == btcSymbol && is(h)
		}).Detail.(*model.History)
	}
	for step, want := range map[model.Interval]int{model.Day1: 30, model.Hour1: 2500} {
		bars := past(func(h *model.History) bool { return h.Interval == step }).Bars
		if len(bars) != want {
			t.Errorf("%v: %d bars, want %d", step, len(bars), want)
		}
		for i, b := range bars {
			if !b.Closed || !b.HasVolume || !b.Consistent() || b.OpenTime.Floor(step) != b.OpenTime || i > 0 && b.OpenTime != bars[i-1].End() {
				t.Fatalf("%v: bar %d is %+v", step, i, b)
			}
		}
	}
	funding := past(func(h *model.History) bool { return len(h.Funding) > 0 }).Funding
	if len(funding) != 30 || funding[0].IntervalH != 8 || funding[1].Time.Sub(funding[0].Time) != 8*time.Hour {
		t.Errorf("funding %+v", funding)
	}
}

// Trouble of every sort shows, passes, and leaves the feed as it was.
func TestVenueOutlivesTrouble(t *testing.T) {
	for _, tt := range []struct {
		name, faults string
		sign         func(model.Event) bool
	}{
		{"socket cut", "mexc:cut@2s", feedtest.Link(model.LinkDown, model.LinkStale)},
		{"venue gone and back", "mexc:down@2s+2s", feedtest.Link(model.LinkDown)},
		{"garbage", "mexc:garbage@2s", feedtest.Kind(model.KindError)},
		{"too many requests", "mexc:http429@0s+1s", feedtest.Kind(model.KindInstruments)},
		{"slow", "mexc:slow=500ms@1s+2s", feedtest.Kind(model.KindQuote)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := &feedtest.Ear{}
			v := open(t, embed(t, tt.faults), e)
			e.Hear(t, "the trouble", tt.sign)
			e.Forget()
			const eth = "ETH_USDT"
			e.Hear(t, "the price afterwards", feedtest.Figures(model.KindQuote, eth, model.FieldMark))
			e.Hear(t, "a bar afterwards", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Symbol == eth && ev.Bar.Closed })
			for i := 0; v.Health().State != model.LinkLive; i++ {
				if i == 200 {
					t.Fatalf("not live again: %+v", v.Health())
				}
				e.Forget()
				e.Hear(t, "anything", feedtest.Kind(model.KindQuote))
			}
			if h := v.Health(); h.Errors == 0 && tt.name != "slow" {
				t.Errorf("the trouble was not counted: %+v", h)
			}
		})
	}
}

// No hour is lost: what was loaded, streamed and, after the socket was gone for
// a while, mended leaves no hole in any coin.
func TestVenueMendsTheHole(t *testing.T) {
	t.Parallel()
	c := embed(t, "mexc:down@4s+4s")
	c.History = []backfill.Want{{Interval: model.Hour1, Bars: 20}}
	e := &feedtest.Ear{}
	open(t, c, e)
	hours := func(ev model.Event) bool {
		h, ok := ev.Detail.(*model.History)
		return ok && ev.Symbol == btcSymbol && h.Interval == model.Hour1
	}
	first := e.Hear(t, "the hours", hours).Detail.(*model.History)
	e.Hear(t, "the loss", feedtest.Link(model.LinkDown))
	closed := func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == btcSymbol }
	e.Hear(t, "hours enough", func(ev model.Event) bool {
		return closed(ev) && ev.Bar.OpenTime.Sub(first.Bars[19].OpenTime) >= 10*time.Hour
	})
	e.Hear(t, "the hours missed", func(ev model.Event) bool {
		return hours(ev) && ev.Detail.(*model.History).Bars[0].OpenTime != first.Bars[0].OpenTime
	})
	var opens []model.Millis
	for _, ev := range e.Heard() {
		switch {
		case closed(ev):
			opens = append(opens, ev.Bar.OpenTime)
		case hours(ev):
			for _, b := range ev.Detail.(*model.History).Bars {
				opens = append(opens, b.OpenTime)
			}
		}
	}
	slices.Sort(opens)
	opens = slices.Compact(opens)
	for i := 1; i < len(opens); i++ {
		if opens[i].Sub(opens[i-1]) != time.Hour {
			t.Errorf("hole between %v and %v", opens[i-1], opens[i])
		}
	}
}

// An engine that takes its time slows nothing down for good and loses no closed
// bar.
func TestVenueWithASlowReader(t *testing.T) {
	t.Parallel()
	e := &feedtest.Ear{Slow: 2 * time.Millisecond}
	v := open(t, embed(t, ""), e)
	seen := map[model.Millis]bool{}
	e.Hear(t, "three closed bars", func(ev model.Event) bool {
		if ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == btcSymbol {
			seen[ev.Bar.OpenTime] = true
		}
		return len(seen) == 3
	})
	if h := v.Health(); h.Reconnects != 0 || h.Errors != 0 {
		t.Errorf("health %+v", h)
	}
}
