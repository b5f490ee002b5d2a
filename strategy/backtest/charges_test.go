package backtest

import (
	"math"
	"strings"
	"testing"

	"eddy/model"
	"eddy/strategy/cost"
)

// goAndReturn buys 10,000 dollars of a coin and sells them, and opens a long of
// 20,000 and closes it, all at 100: without a known turnover there is no impact,
// and the half spread is 8 bp.
func goAndReturn(rules Rules, bars model.Venue) *simulation {
	s := oneLeg(1, 0, Candle{100, 100, 100, 100, 0})
	s.rules, s.account, s.told = rules, newAccount(1, rules.Equity), make([]int, 1)
	s.out.Rules = rules
	s.j.Tape.Series[0].Venue = bars
	at := s.record(Decision{Kind: KindStart})
	s.buy(&order{decision: at, bucket: "L1", usd: 10_000}, 100)
	s.sell(&order{decision: at, bucket: "L1", part: 1}, 100)
	s.fillLeg(&order{decision: at, leg: &leg{rule: "x", side: 1, leverage: 2}, notional: 20_000}, 100)
	s.fillLeg(&order{decision: at, leg: &leg{rule: "x"}}, 100)
	return s
}

// The fees by hand, at the regular tiers: twice 10,000 at the spot fee and twice
// 20,000 at that of perpetuals. Between any two venues nothing else differs: the
// half spread takes 48 dollars of the 60,000 traded.
func TestEveryTradePaysItsVenue(t *testing.T) {
	own := []cost.OwnFee{{Venue: model.Bybit, Product: cost.Perp, Rate: 3e-4, Source: "mine"}, {Venue: model.OKX, Product: cost.Spot, Source: "mine"}}
	for _, tt := range []struct {
		name       string
		spot, perp model.Venue
		bars       model.Venue
		own        []cost.OwnFee
		factor     float64
		paid       [2]float64
	}{
		{"binance: 10 and 5 bp", model.Binance, model.Binance, "", nil, 1, [2]float64{20, 20}},
		{"bybit: 10 and 5.5 bp, two dollars more", model.Bybit, model.Bybit, "", nil, 1, [2]float64{20, 22}},
		{"hyperliquid: 7 and 4.5 bp, eight dollars less", model.Hyperliquid, model.Hyperliquid, "", nil, 1, [2]float64{14, 18}},
		{"spot on mexc at 5 bp, legs on weex at 8", model.MEXC, model.WEEX, "", nil, 1, [2]float64{10, 32}},
		{"where the bars come from", "", "", model.Hyperliquid, nil, 1, [2]float64{14, 18}},
		{"spot named, legs where the bars come from", model.OKX, "", model.Bybit, nil, 1, [2]float64{20, 22}},
		{"no venue in particular: analytics 7", "", "", "", nil, 1, [2]float64{20, 20}},
		{"the account's own", model.OKX, model.Bybit, "", own, 1, [2]float64{0, 12}},
		{"twice the costs", model.Bybit, model.Bybit, "", nil, 2, [2]float64{40, 44}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rules := DefaultRules()
			rules.Fees, rules.PerpAt, rules.CostFactor = cost.Fees{SpotAt: tt.spot, Own: tt.own}, tt.perp, tt.factor
			s := goAndReturn(rules, tt.bars)
			got := s.out.Charges()
			if len(got) != 2 || len(s.account.legs) != 0 {
				t.Fatalf("charges %+v, legs %+v", got, s.account.legs)
			}
			for i, c := range got {
				want := [2]Charge{{Product: cost.Spot, Notional: 20_000}, {Product: cost.Perp, Notional: 40_000}}[i]
				if c.Product != want.Product || math.Abs(c.Notional-want.Notional) > 1e-6 || math.Abs(c.Paid-tt.paid[i]) > 1e-9 || c.Source == "" {
					t.Errorf("got %+v, want %v of %v", c, tt.paid[i], want.Notional)
				}
				if rate := tt.paid[i] / want.Notional * 1e4; math.Abs(c.RateBP-rate) > 1e-9 {
					t.Errorf("%s at %v bp, want %v", c.Product, c.RateBP, rate)
				}
			}
			left := rules.Equity - tt.paid[0] - tt.paid[1] - 48*tt.factor
			if math.Abs(s.account.equity()-left) > 1e-6 || math.Abs(s.out.Cost.Fee-tt.paid[0]-tt.paid[1]) > 1e-9 {
				t.Errorf("left %v after fees of %v, want %v", s.account.equity(), s.out.Cost.Fee, left)
			}
		})
	}
}

// A stop is closed at the fee of its own coin's venue, and a liquidation pays no
// fee.
func TestForcedClosingsPayTheirVenue(t *testing.T) {
	for _, tt := range []struct {
		name   string
		candle Candle
		want   string
	}{
		{"the stop", Candle{100, 101, 79, 100, 1}, "perp 8 bp on weex, 0.64"},
		{"liquidation", Candle{100, 120, 51, 110, 1}, "No trade paid a fee."},
	} {
		s := oneLeg(1, 80, tt.candle)
		other := Series{Asset: "BTC", Venue: model.Binance, Candles: []Candle{tt.candle}}
		s.j.Tape.Series[0].Venue = model.WEEX
		s.j.Tape.Series = append([]Series{other}, s.j.Tape.Series...)
		s.rules.PerpAt, s.out.Rules = "", Rules{CostFactor: 1}
		s.account.legs[0].coin, s.volumes, s.markets = 1, make([]dayVolume, 2), make([]cost.Market, 2)
		s.reach()
		if got := s.out.ChargeWords(); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s, want %q", tt.name, got, tt.want)
		}
	}
}
