package okx_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/bourse"
	"eddy/feeds/bourse/synthetic"
	"eddy/feeds/feedtest"
	"eddy/feeds/okx"
	"eddy/feeds/station"
	"eddy/model"
)

// embed runs the embedded exchange and returns the configuration of a venue on
// it. An hour of its market lasts a second and a half.
func embed(t *testing.T, faults string) okx.Config {
	t.Helper()
	b, err := bourse.New(bourse.Config{
		Venues: []model.Venue{model.OKX}, Speed: 2400, Seed: 3, Faults: faults, Assets: synthetic.DefaultAssets()[:3],
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
	c := okx.Config{Setup: station.Setup{Assets: b.Assets()}}
	for _, end := range b.Endpoints() {
		switch end.Key {
		case "rest":
			c.Rest = end.URL
		case "ws_public":
			c.WSPublic = end.URL
		case "ws_business":
			c.WSBusiness = end.URL
		}
	}
	return c
}

func TestVenueOnTheEmbeddedExchange(t *testing.T) {
	c := embed(t, "")
	c.History = []backfill.Want{{Interval: model.Day1, Bars: 30}, {Interval: model.Hour1, Bars: 700}}
	e := &feedtest.Ear{}
	v := open(t, c, e)
	const btc = "BTC-USDT-SWAP"
	list := e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments)).Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != btc || list[0].ContractSize != 0.01 {
		t.Errorf("instruments %+v", list)
	}
	quote := e.Hear(t, "a quote", feedtest.Figures(model.KindQuote, btc, model.FieldLast|model.FieldBid|model.FieldAsk|model.FieldVolume24hUSD|model.FieldChange24hPct))
	mark := e.Hear(t, "a mark", feedtest.Figures(model.KindMark, btc, model.FieldMark))
	index := e.Hear(t, "an index", feedtest.Figures(model.KindMark, btc, model.FieldIndex))
	interest := e.Hear(t, "open interest", feedtest.Figures(model.KindOpenInterest, btc, model.FieldOpenInterest|model.FieldOpenInterestUSD))
	funding := e.Hear(t, "funding", feedtest.Figures(model.KindFunding, btc, model.FieldFundingRate|model.FieldFundingInterval|model.FieldNextFunding))
	if quote.Bid >= quote.Ask || !near(mark.Mark, index.Index, 0.02) || !near(mark.Mark, quote.Last, 0.05) {
		t.Errorf("quote %+v, mark %v, index %v", quote, mark.Mark, index.Index)
	}
	if !near(interest.OpenInterest*mark.Mark, interest.OpenInterestUSD, 0.05) || funding.FundingIntervalH != 8 {
		t.Errorf("open interest %+v, funding %+v", interest, funding)
	}
	e.Hear(t, "a closed bar", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Bar.HasVolume })
	e.Hear(t, "live", feedtest.Link(model.LinkLive))
	checkPast(t, e, btc)
	if h := v.Health(); h.State != model.LinkLive || h.Errors != 0 || h.Frames == 0 || h.Symbols != 3 {
		t.Errorf("health %+v", h)
	}
}

func near(a, b, share float64) bool { return a > b*(1-share) && a < b*(1+share) }

// checkPast waits for all of a contract's past and looks at it.
func checkPast(t *testing.T, e *feedtest.Ear, symbol string) {
	t.Helper()
	past := func(is func(*model.History) bool) *model.History {
		return e.Hear(t, "a piece of the past", func(ev model.Event) bool {
			h, ok := ev.Detail.(*model.History)
			return ok && ev.Symbol == symbol && is(h)
		}).Detail.(*model.History)
	}
	for step, want := range map[model.Interval]int{model.Day1: 30, model.Hour1: 700} {
		bars := past(func(h *model.History) bool { return h.Interval == step }).Bars
		if len(bars) != want {
			t.Errorf("%v: %d bars, want %d", step, len(bars), want)
		}
		for i, b := range bars {
			if !b.Closed || !b.Consistent() || b.Interval != step || b.OpenTime.Floor(step) != b.OpenTime {
				t.Fatalf("%v: bar %d is %+v", step, i, b)
			}
			if i > 0 && b.OpenTime != bars[i-1].End() {
				t.Errorf("%v: hole before %v", step, b.OpenTime)
			}
		}
	}
	for i, f := range past(func(h *model.History) bool { return len(h.Funding) > 0 }).Funding {
		if f.IntervalH != 8 {
			t.Errorf("settlement %d: %+v", i, f)
		}
	}
	if n := len(past(func(h *model.History) bool { return len(h.OpenInterest) > 0 }).OpenInterest); n != 100 {
		t.Errorf("%d points of open interest, want 100", n)
	}
	e.Hear(t, "the end of loading", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete() && p.Error == ""
	})
}

// Trouble of every sort shows, passes, and leaves the feed as it was.
func TestVenueOutlivesTrouble(t *testing.T) {
	for _, tt := range []struct {
		name, faults string
		sign         func(model.Event) bool
	}{
		{"sockets cut", "okx:cut@2s", feedtest.Link(model.LinkDown, model.LinkStale)},
		{"venue gone and back", "okx:down@2s+2s", feedtest.Link(model.LinkDown)},
		{"garbage", "okx:garbage@2s", feedtest.Kind(model.KindError)},
		{"too many requests", "okx:http429@0s+1s", feedtest.Kind(model.KindInstruments)},
		{"slow", "okx:slow=500ms@1s+2s", feedtest.Kind(model.KindMark)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := &feedtest.Ear{}
			v := open(t, embed(t, tt.faults), e)
			e.Hear(t, "the trouble", tt.sign)
			e.Forget()
			const eth = "ETH-USDT-SWAP"
			e.Hear(t, "the mark afterwards", feedtest.Figures(model.KindMark, eth, model.FieldMark))
			e.Hear(t, "a bar afterwards", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Symbol == eth && ev.Bar.Closed })
			for i := 0; v.Health().State != model.LinkLive; i++ {
				if i == 200 {
					t.Fatalf("not live again: %+v", v.Health())
				}
				e.Forget()
				e.Hear(t, "anything", feedtest.Kind(model.KindMark))
			}
			if h := v.Health(); h.Errors == 0 && tt.name != "slow" {
				t.Errorf("the trouble was not counted: %+v", h)
			}
		})
	}
}

// A bar that closed while the connection was lost is loaded afterwards.
func TestVenueMendsTheHole(t *testing.T) {
	c := embed(t, "okx:down@3s+4s")
	c.History = []backfill.Want{{Interval: model.Hour1, Bars: 20}}
	e := &feedtest.Ear{}
	open(t, c, e)
	hours := func(ev model.Event) bool {
		h, ok := ev.Detail.(*model.History)
		return ok && ev.Symbol == "BTC-USDT-SWAP" && h.Interval == model.Hour1
	}
	e.Hear(t, "the hours", hours)
	e.Hear(t, "a closed bar", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed })
	e.Hear(t, "the loss", feedtest.Link(model.LinkDown, model.LinkStale))
	e.Forget()
	if h := e.Hear(t, "the hours missed", hours).Detail.(*model.History); len(h.Bars) < 20 {
		t.Errorf("%d bars", len(h.Bars))
	}
}

// An engine that takes its time slows nothing down for good and loses no closed
// bar.
func TestVenueWithASlowReader(t *testing.T) {
	e := &feedtest.Ear{Slow: 2 * time.Millisecond}
	v := open(t, embed(t, ""), e)
	seen := map[model.Millis]bool{}
	e.Hear(t, "three closed bars", func(ev model.Event) bool {
		if ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == "BTC-USDT-SWAP" {
			seen[ev.Bar.OpenTime] = true
		}
		return len(seen) == 3
	})
	if h := v.Health(); h.Reconnects != 0 || h.Errors != 0 {
		t.Errorf("health %+v", h)
	}
}
