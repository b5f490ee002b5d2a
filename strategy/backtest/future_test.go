package backtest_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/strategy/backtest"
)

// newcomers is a market in which coins of every claim to a seat begin and end in
// the midst of it: members after those that stood in for them, reserves and old
// names before and after.
func newcomers(step model.Interval, n int) *backtest.Tape {
	t := walked([]model.Asset{
		"AAVE", "ADA", "ARB", "ATOM", "AVAX", "AXS", "BTC", "CRV", "ETH", "FET", "FIL", "GRT", "LINK", "MANA",
		"MATIC", "NEAR", "OCEAN", "OP", "SAND", "SNX", "SOL", "STORJ", "SUI", "SUSHI", "TAO", "UNI", "YGG",
	}, step, n)
	for i, a := range t.Assets() {
		born := 0.0 // share of the market's time
		switch a {
		case "ARB", "AVAX", "SUSHI":
			born = 0.3
		case "SUI", "OP", "YGG", "SNX":
			born = 0.75
		case "TAO", "AXS", "CRV":
			born = 0.88
		case "STORJ", "GRT":
			born = 0.96
		}
		s := &t.Series[i]
		clear(s.Candles[:int(born*float64(n))])
		first := t.Opening(int(born * float64(n)))
		s.Funding = slices.DeleteFunc(s.Funding, func(f model.FundingPoint) bool { return f.Time < first })
		if a == "ADA" {
			s.Candles = s.Candles[:n*4/5]
		}
	}
	return t
}

// cutAt is a tape without its future: fewer steps, nothing settled since, and no
// word of a coin that has not traded by then.
func cutAt(t *backtest.Tape, steps int) *backtest.Tape {
	out := *t
	out.Series = nil
	end := t.Opening(steps)
	for _, s := range t.Series {
		s.Candles = slices.Clone(s.Candles[:min(steps, len(s.Candles))])
		s.Funding = slices.DeleteFunc(slices.Clone(s.Funding), func(f model.FundingPoint) bool { return f.Time > end })
		if slices.ContainsFunc(s.Candles, backtest.Candle.Traded) {
			out.Series = append(out.Series, s)
		}
	}
	return &out
}

// otherFuture is a tape that goes on otherwise after some steps: every coin by
// another walk and with other funding, and with coins nobody had heard of, in the
// universe and outside.
func otherFuture(t *backtest.Tape, steps int, r *rand.Rand) *backtest.Tape {
	out, n := cutAt(t, steps), t.Len()
	for i := range out.Series {
		s := &out.Series[i]
		s.Candles = append(s.Candles, make([]backtest.Candle, steps-len(s.Candles))...)
		s.Candles = append(s.Candles, wild(r, n-steps)...)
	}
	for _, a := range []model.Asset{"AAAA", "APT", "BNB", "DYDX", "ENA", "RENDER", "ZZZZ"} {
		late := backtest.Series{Asset: a, Candles: append(make([]backtest.Candle, steps), wild(r, n-steps)...)}
		out.Series = slices.Insert(out.Series, r.IntN(len(out.Series)+1), late)
	}
	return out
}

// wild is a walk from any price, with holes.
func wild(r *rand.Rand, n int) []backtest.Candle {
	out := make([]backtest.Candle, n)
	price := 1 + 1000*r.Float64()
	for i := range out {
		c := backtest.Candle{Open: price, Close: price * (0.8 + 0.4*r.Float64()), Volume: 1e9 * r.Float64() / price}
		c.High, c.Low = max(c.Open, c.Close), min(c.Open, c.Close)
		if price = c.Close; r.IntN(7) > 0 {
			out[i] = c
		}
	}
	return out
}

// No look-ahead: whatever is cut from the future at random points or put in its
// place, everything that was decided and filled before is the same, digit by
// digit, and so is the account on every day. Which coins will come is part of the
// future.
func TestTheFutureIsNotKnown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		playbook     string
		step         model.Interval
		n, from, cut int // steps, the first that may be cut, how often
	}{
		{"s0-matrix", model.Day1, 480, 330, 5},
		{"composite", model.Day1, 480, 330, 5},
		{"s0-matrix", model.Hour1, 250 * 24, 236 * 24, 2},
	} {
		t.Run(tt.playbook+" "+tt.step.String(), func(t *testing.T) {
			t.Parallel()
			tape := newcomers(tt.step, tt.n)
			s := setup(t, tt.playbook)
			whole := run(t, judge(t, s, tape))
			r := rand.New(rand.NewPCG(1, uint64(tt.step)))
			for range tt.cut {
				steps := tt.from + r.IntN(tt.n-tt.from)
				end := tape.Opening(steps)
				sameUntil(t, end, whole, run(t, judge(t, s, cutAt(tape, steps))))
				sameUntil(t, end, whole, run(t, judge(t, s, otherFuture(tape, steps, r))))
			}
		})
	}
}

// sameUntil compares what two runs decided, and what they were worth, up to a
// moment.
func sameUntil(t *testing.T, end model.Millis, want, got *backtest.Result) {
	t.Helper()
	if diff := cmp.Diff(before(t, want, end), before(t, got, end)); diff != "" {
		t.Fatalf("cut at %s: decisions differ (-whole +cut):\n%.2000s", end, diff)
	}
	days := 0
	for i, p := range want.Points {
		if p.At > end {
			break
		}
		if days++; i >= len(got.Points) || p.Equity != got.Points[i].Equity {
			t.Fatalf("cut at %s: equity of %s is not %v", end, p.At, p.Equity)
		}
	}
	if days == 0 {
		t.Errorf("cut at %s: no day to compare", end)
	}
}

// before lists what was decided up to a moment, with everything that is told of it
// and the trades of that time.
func before(t *testing.T, r *backtest.Result, end model.Millis) (out []string) {
	t.Helper()
	for _, d := range r.Decisions {
		if d.At > end {
			break
		}
		d.Trades = slices.DeleteFunc(slices.Clone(d.Trades), func(t backtest.Trade) bool { return t.At >= end })
		line, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(line))
	}
	return out
}
