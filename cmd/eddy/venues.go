package main

import (
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"eddy/cmd/internal/config"
	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/binance"
	"eddy/feeds/bingx"
	"eddy/feeds/bybit"
	"eddy/feeds/hyperliquid"
	"eddy/feeds/mexc"
	"eddy/feeds/okx"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/weex"
	"eddy/feeds/wire"
	"eddy/model"
	"eddy/model/universe"
)

// parts is what every adapter is built with.
type parts struct {
	assets []model.Asset
	now    func() time.Time
	rand   func() *rand.Rand
	log    *slog.Logger
	past   func(model.Venue) backfill.Past // what is held already; nil: nothing
	pace   func() <-chan struct{}          // when to read more frames; nil: as they come
	tap    wire.Tap                        // is shown every frame; nil: nobody looks
	answer rest.Tap                        // is shown every answer by REST; nil: nobody looks

	held backfill.Past // of the venue at hand
}

// setup is what the adapter of the venue at hand is given beside its addresses.
func (p parts) setup() station.Setup {
	return station.Setup{Assets: p.assets, Past: p.held, Now: p.now, Rand: p.rand(), Log: p.log, Pace: p.pace, Tap: p.tap, Answers: p.answer}
}

// adapters lists every venue the program can hear and how it is built from the
// configuration.
var adapters = []struct {
	venue model.Venue
	build func(config.Venues, parts) (feeds.Venue, error)
}{
	{model.Binance, func(c config.Venues, p parts) (feeds.Venue, error) {
		return binance.New(binance.Config{
			Rest: c.Binance.REST, WSPublic: c.Binance.WSPublic, WSMarket: c.Binance.WSMarket,
			Setup: p.setup(),
		})
	}},
	{model.Bybit, func(c config.Venues, p parts) (feeds.Venue, error) {
		return bybit.New(bybit.Config{
			Rest: c.Bybit.REST, WS: c.Bybit.WS,
			Setup: p.setup(),
		})
	}},
	{model.OKX, func(c config.Venues, p parts) (feeds.Venue, error) {
		return okx.New(okx.Config{
			Rest: c.OKX.REST, WSPublic: c.OKX.WSPublic, WSBusiness: c.OKX.WSBusiness,
			Setup: p.setup(),
		})
	}},
	{model.Hyperliquid, func(c config.Venues, p parts) (feeds.Venue, error) {
		return hyperliquid.New(hyperliquid.Config{
			Rest: c.Hyperliquid.REST, WS: c.Hyperliquid.WS,
			Setup: p.setup(),
		})
	}},
	{model.BingX, func(c config.Venues, p parts) (feeds.Venue, error) {
		return bingx.New(bingx.Config{
			Rest: c.BingX.REST, WS: c.BingX.WS,
			Setup: p.setup(),
		})
	}},
	{model.MEXC, func(c config.Venues, p parts) (feeds.Venue, error) {
		return mexc.New(mexc.Config{
			Rest: c.MEXC.REST, WS: c.MEXC.WS,
			Setup: p.setup(),
		})
	}},
	{model.WEEX, func(c config.Venues, p parts) (feeds.Venue, error) {
		return weex.New(weex.Config{
			Rest: c.WEEX.REST, WS: c.WEEX.WS,
			Setup: p.setup(),
		})
	}},
}

// buildVenues builds the enabled venues, in screen order. Each is asked for the
// coins of the taxonomy by the names it has for them.
func buildVenues(c config.Config, u *universe.Universe, p parts) ([]feeds.Venue, error) {
	var list []feeds.Venue
	for _, name := range c.Enabled() {
		for _, a := range adapters {
			if a.venue != name {
				continue
			}
			names := u.NamesAt(name)
			p.assets = wanted(u.Candidates(), names)
			if p.past != nil {
				p.held = p.past(name)
			}
			v, err := a.build(c.Venues, p)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			list = append(list, feeds.Renamed(v, names))
		}
	}
	return list, nil
}

// wanted adds to the coins the names a venue may have for them, in order.
func wanted(coins []model.Asset, names map[model.Asset]model.Asset) []model.Asset {
	list := slices.Clone(coins)
	for _, theirs := range slices.Sorted(maps.Keys(names)) {
		if slices.Contains(coins, names[theirs]) && !slices.Contains(coins, theirs) {
			list = append(list, theirs)
		}
	}
	return list
}
