package backtest

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// oneLeg is a simulation that holds one leg entered at 100 with 2x, before a
// step with the given candle.
func oneLeg(side, stop float64, c Candle) *simulation {
	first := model.MillisOf(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	j := &Judged{Tape: &Tape{Step: model.Day1, First: first, Series: []Series{{Asset: "SOL", Candles: []Candle{c}}}}}
	s := &simulation{
		j: j, p: &playbook.Playbook{}, rules: DefaultRules(), account: newAccount(1, 10_000), funding: make([]int, 1),
		volumes: make([]dayVolume, 1), markets: make([]cost.Market, 1), out: &Result{Buckets: []string{playbook.Core, futures}, flows: make([]float64, 2), costs: make([]float64, 2)},
	}
	s.plan = &planner{s: s}
	s.account.marks[0] = 100
	s.account.legs = []leg{{rule: "x", side: side, qty: 10, entry: 100, margin: 500, leverage: 2, stop: stop, liq: liquidation(100, side, 2, maintenanceOther)}}
	return s
}

// Liquidation prices after analytics §10 at 2x and one percent: 51 and 149.
func TestReach(t *testing.T) {
	tests := []struct {
		name       string
		side, stop float64
		candle     Candle
		action     string  // "" = the leg stands
		price      float64 // of the fill
		cash       float64 // before costs
	}{
		{"nothing reached", 1, 80, Candle{100, 110, 90, 95, 1}, "", 0, 10_000},
		{"the low reaches the stop", 1, 80, Candle{100, 101, 79, 100, 1}, "close", 80, 9_800},
		{"opened below the stop", 1, 80, Candle{75, 76, 74, 75, 1}, "close", 75, 9_750},
		{"the low reaches liquidation although a stop lay before", 1, 80, Candle{100, 120, 51, 110, 1}, "liquidated", 51, 9_500},
		{"a short goes by the high", -1, 0, Candle{100, 149, 99, 100, 1}, "liquidated", 149, 9_500},
		{"a short's stop", -1, 120, Candle{100, 121, 99, 100, 1}, "close", 120, 9_800},
		{"a short does not mind a low", -1, 120, Candle{100, 100, 10, 20, 1}, "", 0, 10_000},
		{"no trade, nothing reached", 1, 80, Candle{}, "", 0, 10_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := oneLeg(tt.side, tt.stop, tt.candle)
			s.reach()
			if tt.action == "" {
				if len(s.account.legs) != 1 || len(s.out.Decisions) != 0 {
					t.Fatalf("legs %+v, decisions %+v", s.account.legs, s.out.Decisions)
				}
				return
			}
			got := s.out.Decisions[0].Trades[0]
			if got.Action != tt.action || math.Abs(got.Price-tt.price) > 1e-9 || len(s.account.legs) != 0 {
				t.Errorf("%s at %v, want %s at %v", got.Action, got.Price, tt.action, tt.price)
			}
			if cash := s.account.cash + got.Cost(); math.Abs(cash-tt.cash) > 1e-9 {
				t.Errorf("cash %v before costs, want %v", cash, tt.cash)
			}
		})
	}
}

// A long of 10 coins pays 1 bp of its notional, a short receives it (C-15);
// settlements at the opening count at the opening's price, others at the close.
func TestFundingAtTrueSettlements(t *testing.T) {
	for _, side := range []float64{1, -1} {
		s := oneLeg(side, 0, Candle{100, 120, 90, 110, 1})
		open := s.j.Tape.First
		s.j.Tape.Series[0].Funding = []model.FundingPoint{
			{Time: open + 3, Rate: 1e-4, IntervalH: 8}, {Time: open.Add(8 * time.Hour), Rate: -2e-4, IntervalH: 8}, {Time: open.Add(24 * time.Hour), Rate: 1, IntervalH: 8},
		}
		s.settle(open+settleGrace, false)
		s.settle(open.Add(24*time.Hour)-1, true)
		want := -side * (10*100*1e-4 - 10*110*2e-4)
		if got := s.account.cash - 10_000; math.Abs(got-want) > 1e-9 || math.Abs(s.out.Funding-want) > 1e-9 {
			t.Errorf("side %v: funding %v, want %v", side, got, want)
		}
	}
}
