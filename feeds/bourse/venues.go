package bourse

import (
	"strings"
	"time"

	"eddy/feeds/bourse/binance"
	"eddy/feeds/bourse/bingx"
	"eddy/feeds/bourse/bybit"
	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/hyperliquid"
	"eddy/feeds/bourse/market"
	"eddy/feeds/bourse/mexc"
	"eddy/feeds/bourse/okx"
	"eddy/feeds/bourse/weex"
	"eddy/model"
)

// protocol is a venue's side of the exchange.
type protocol interface {
	gate.Protocol
	// Steps returns the lengths of bars that somebody listens to.
	Steps() []model.Interval
	// Tick tells subscribers what has changed.
	Tick(wall time.Duration, changes []market.Change)
}

// speaker is a venue that can be served.
type speaker struct {
	venue     model.Venue
	traits    market.Traits
	rules     gate.Rules
	endpoints func(address string) [][2]string // configuration keys and values
	build     func(view *market.View, now func() time.Time) protocol
}

// speakers lists the venues, in the order they appear on screen.
var speakers = []speaker{
	{
		venue: model.Binance, traits: binance.Traits, rules: binance.Rules, endpoints: binance.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return binance.New(v, now) },
	},
	{
		venue: model.Bybit, traits: bybit.Traits, rules: bybit.Rules, endpoints: bybit.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return bybit.New(v, now) },
	},
	{
		venue: model.OKX, traits: okx.Traits, rules: okx.Rules, endpoints: okx.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return okx.New(v, now) },
	},
	{
		venue: model.Hyperliquid, traits: hyperliquid.Traits, rules: hyperliquid.Rules, endpoints: hyperliquid.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return hyperliquid.New(v, now) },
	},
	{
		venue: model.BingX, traits: bingx.Traits, rules: bingx.Rules, endpoints: bingx.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return bingx.New(v, now) },
	},
	{
		venue: model.MEXC, traits: mexc.Traits, rules: mexc.Rules, endpoints: mexc.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return mexc.New(v, now) },
	},
	{
		venue: model.WEEX, traits: weex.Traits, rules: weex.Rules, endpoints: weex.Endpoints,
		build: func(v *market.View, now func() time.Time) protocol { return weex.New(v, now) },
	},
}

// Venues returns the venues that can be served.
func Venues() []model.Venue {
	out := make([]model.Venue, len(speakers))
	for i, s := range speakers {
		out[i] = s.venue
	}
	return out
}

func findVenue(v model.Venue) (speaker, bool) {
	for _, s := range speakers {
		if s.venue == v {
			return s, true
		}
	}
	return speaker{}, false
}

func venueList() string {
	names := make([]string, len(speakers))
	for i, s := range speakers {
		names[i] = string(s.venue)
	}
	return strings.Join(names, ", ")
}
