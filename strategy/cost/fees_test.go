package cost_test

import (
	"errors"
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/strategy/cost"
)

// The regular tiers in basis points as the venues' pages of late 2026 have them:
// spot maker and taker, perpetual maker and taker. Where a page could not be read
// they are those of analytics §7.
func TestTariffs(t *testing.T) {
	want := map[model.Venue][4]float64{
		model.Binance:     {10, 10, 2, 5},   // spot by analytics §7; binance.com/en/fee/futureFee
		model.Bybit:       {10, 10, 2, 5.5}, // Bybit help center 000001634
		model.OKX:         {8, 10, 2, 5},    // okx.com/fees
		model.Hyperliquid: {4, 7, 1.5, 4.5}, // its userFees endpoint
		model.BingX:       {10, 10, 2, 5},   // spot by analytics §7; BingX support 360046487573
		model.MEXC:        {0, 5, 0, 4},     // mexc.com learn of 2025-09-02; mexc.com/fee
		model.WEEX:        {10, 10, 2, 8},   // WEEX help 4415852872601
		"":                {10, 10, 2, 5},   // analytics §7
		"kraken":          {10, 10, 2, 5},   // not in the table: analytics §7
	}
	for v, bp := range want {
		r := cost.TariffOf(v)
		got := [4]float64{
			cost.BasisPoints(r.Spot.Maker), cost.BasisPoints(r.Spot.Taker), cost.BasisPoints(r.Perp.Maker), cost.BasisPoints(r.Perp.Taker),
		}
		if got != bp {
			t.Errorf("%s: got %v, want %v", v, got, bp)
		}
	}
	list := cost.Tariffs()
	if len(list) != len(model.AllVenues) {
		t.Fatalf("%d tariffs of %d venues", len(list), len(model.AllVenues))
	}
	for i, v := range model.AllVenues {
		if r := &list[i]; r.Venue != v || r.Spot.Source == "" || r.Perp.Source == "" {
			t.Errorf("tariff %d is %+v, want one of %s with its sources", i, r, v)
		}
	}
}

// Where liquidation reserves a venue's taker fee, it is the same fee.
func TestTariffsAgreeWithTheMarginRules(t *testing.T) {
	for _, v := range model.AllVenues {
		rule, known := margin.RuleOf(v)
		if !known {
			t.Fatalf("no margin rule of %s", v)
		}
		if fee := rule.TakerFee.InexactFloat64(); fee != 0 && fee != cost.TariffOf(v).Perp.Taker {
			t.Errorf("%s: liquidation reserves %v, a trade pays %v", v, fee, cost.TariffOf(v).Perp.Taker)
		}
	}
}

func TestWhoseFeeGoesFirst(t *testing.T) {
	listed, nothing := decimal.NewNullDecimal(decimal.RequireFromString("0.0002")), decimal.NewNullDecimal(decimal.Zero)
	own := cost.Fees{SpotAt: model.OKX, Own: []cost.OwnFee{
		{Venue: model.Bybit, Product: cost.Perp, Rate: 3.6e-4, Source: "mine"},
		{Venue: model.OKX, Product: cost.Spot, Source: "mine"},
	}}
	every := cost.Fees{Own: append([]cost.OwnFee{{Product: cost.Perp, Rate: 1e-4, Source: "flag"}}, own.Own...)}
	for _, tt := range []struct {
		name string
		got  cost.Fee
		want string
		from string
	}{
		{"the venue's tier", own.Of(model.Hyperliquid, cost.Perp), "4.5 bp on hyperliquid", cost.TariffOf(model.Hyperliquid).Perp.Source},
		{"the account's own", own.Of(model.Bybit, cost.Perp), "3.6 bp on bybit", "mine"},
		{"own of the other product is not it", own.Of(model.Bybit, cost.Spot), "10 bp on bybit", cost.TariffOf(model.Bybit).Spot.Source},
		{"own that is nothing", own.OfSpot(), "0 bp on okx", "mine"},
		{"of no venue in particular", cost.Fees{}.OfSpot(), "10 bp", cost.TariffOf("").Spot.Source},
		{"the list goes before the tier", own.OfContract(model.MEXC, listed), "2 bp on mexc", "the venue's list of contracts"},
		{"a list that charges nothing", own.OfContract(model.MEXC, nothing), "0 bp on mexc", "the venue's list of contracts"},
		{"a list that does not tell", own.OfContract(model.MEXC, decimal.NullDecimal{}), "4 bp on mexc", cost.TariffOf(model.MEXC).Perp.Source},
		{"own goes before the list", own.OfContract(model.Bybit, listed), "3.6 bp on bybit", "mine"},
		{"own of every venue, the first that fits", every.OfContract(model.Bybit, listed), "1 bp on bybit", "flag"},
	} {
		if tt.got.String() != tt.want || tt.got.Source != tt.from {
			t.Errorf("%s: got %s (%s), want %s (%s)", tt.name, tt.got, tt.got.Source, tt.want, tt.from)
		}
	}
}

func TestFeeOf(t *testing.T) {
	for _, tt := range []struct{ bp, want float64 }{{0, 0}, {5.5, 5.5e-4}, {10, 10e-4}, {999.9, 0.09999}} {
		if got, err := cost.FeeOf(tt.bp); err != nil || got != tt.want {
			t.Errorf("%v bp: got %v, %v", tt.bp, got, err)
		}
	}
	for _, bp := range []float64{-0.1, 1000, math.Inf(1), math.Inf(-1), math.NaN()} {
		if got, err := cost.FeeOf(bp); !errors.Is(err, cost.ErrFee) || got != 0 {
			t.Errorf("%v bp is taken for %v", bp, got)
		}
	}
}
