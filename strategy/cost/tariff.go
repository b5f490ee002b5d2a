package cost

import (
	"slices"

	"eddy/model"
)

// Rates are what an account of the lowest tier pays for a product, as fractions
// of the notional, without discounts for paying in a venue's own coin.
type Rates struct {
	Maker, Taker float64
	Source       string // where they are written, and of which day that is
}

// Tariff is what a venue charges.
type Tariff struct {
	Venue model.Venue
	Spot  Rates
	Perp  Rates
}

func (t *Tariff) rates(p Product) *Rates {
	if p == Spot {
		return &t.Spot
	}
	return &t.Perp
}

// Tariffs lists what the venues charge, in screen order.
func Tariffs() []Tariff { return slices.Clone(tariffs[:]) }

// TariffOf is what a venue charges; of a venue that is not known, the regular
// tier of analytics §7.
func TariffOf(v model.Venue) *Tariff {
	for i := range tariffs {
		if tariffs[i].Venue == v {
			return &tariffs[i]
		}
	}
	return &regular
}

// usualSpot and usualPerp are the regular tier of analytics §7. They stand in
// where a venue's own figures could not be read, and say so.
const (
	usualSpot = 10e-4

	usualPerpMaker = 2e-4
	usualPerpTaker = 5e-4
)

// regular is the tier of analytics §7, of no venue in particular.
var regular = Tariff{
	Spot: Rates{usualSpot, usualSpot, "analytics 7, the regular tier of no venue in particular"},
	Perp: Rates{usualPerpMaker, usualPerpTaker, "analytics 7, the regular tier of no venue in particular"},
}

// unread is the source of what stands in for a venue's own word.
const unread = "analytics 7, the usual regular tier: the venue's own page could not be read"

// tariffs are the regular tiers. A day is that of the page, or of who quotes it:
// the fee index of loweef.io (Crypto Futures Fee Index) names the page and the
// day it looked at it.
var tariffs = [...]Tariff{
	{
		Venue: model.Binance,
		Spot:  Rates{usualSpot, usualSpot, unread},
		Perp:  Rates{2e-4, 5e-4, "binance.com/en/fee/futureFee as of 2026-10-12, by the fee index of loweef.io; analytics 7"},
	},
	{
		Venue: model.Bybit,
		Spot:  Rates{10e-4, 10e-4, "Bybit help center 000001634, trading fee structure, VIP 0, undated"},
		Perp:  Rates{2e-4, 5.5e-4, "Bybit help center, trading fee structure, VIP 0, as of 2026-10-16 by the fee index of loweef.io"},
	},
	{
		Venue: model.OKX,
		Spot:  Rates{8e-4, 10e-4, "okx.com/fees, regular user Lv1, undated"},
		Perp:  Rates{2e-4, 5e-4, "okx.com/fees as of 2026-10-16, by the fee index of loweef.io"},
	},
	{
		Venue: model.Hyperliquid,
		Spot:  Rates{4e-4, 7e-4, "Hyperliquid userFees answer of 2026-09-26, base tier; the page is trading/fees of its docs"},
		Perp:  Rates{1.5e-4, 4.5e-4, "Hyperliquid userFees answer of 2026-09-26, base tier; the page is trading/fees of its docs"},
	},
	{
		Venue: model.BingX,
		Spot:  Rates{usualSpot, usualSpot, unread},
		Perp:  Rates{2e-4, 5e-4, "bingx.com/en/support/costs/futures as of 2026-10-16, by the fee index of loweef.io; BingX support 360046487573"},
	},
	{
		// MEXC sets futures fees by contract, and its list goes before this, the
		// rate of BTC_USDT; its learn page of 2025-09-02 still had 2 bp.
		Venue: model.MEXC,
		Spot:  Rates{0, 5e-4, "mexc.com learn, trading fee discounts, of 2025-09-02"},
		Perp:  Rates{0, 4e-4, "mexc.com/fee as of 2026-10-16, BTC_USDT, by the fee index of loweef.io"},
	},
	{
		Venue: model.WEEX,
		Spot:  Rates{10e-4, 10e-4, "WEEX help, guide to spot and futures trading fees, undated"},
		Perp:  Rates{2e-4, 8e-4, "WEEX help 4415852872601, undated"},
	},
}
