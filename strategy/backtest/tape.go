package backtest

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"eddy/model"
)

// ErrTape tells that recorded bars make no sense.
var ErrTape = errors.New("backtest: bad bars")

// Candle is the trading of one step. Volume counts coins. A step without a
// trade has the zero Candle.
type Candle struct {
	Open, High, Low, Close, Volume float64
}

// Traded tells whether there was a trade.
func (c Candle) Traded() bool { return c.Close > 0 }

func (c Candle) bar(open model.Millis, step model.Interval) model.Bar {
	return model.Bar{
		OpenTime: open, Interval: step, Open: c.Open, High: c.High, Low: c.Low, Close: c.Close,
		Volume: c.Volume, HasVolume: true, Closed: true,
	}
}

// Series is what was recorded of one coin.
type Series struct {
	Asset    model.Asset
	Venue    model.Venue               // whose bars they are; "" where the files do not say
	Candles  []Candle                  // one for each step since Tape.First; shorter where the coin ends early
	Funding  []model.FundingPoint      // ascending; empty where none is known
	Interest []model.OpenInterestPoint // ascending; empty where none is known
}

// at returns the candle of a step, the zero one beyond the end.
func (s *Series) at(i int) Candle {
	if i < 0 || i >= len(s.Candles) {
		return Candle{}
	}
	return s.Candles[i]
}

// Tape is recorded bars of several coins on one grid.
type Tape struct {
	Label  string // what they are, for reports
	Step   model.Interval
	First  model.Millis // opening of the first step
	Series []Series
}

// Len is how many steps there are.
func (t *Tape) Len() (n int) {
	for i := range t.Series {
		n = max(n, len(t.Series[i].Candles))
	}
	return n
}

// lastOf is how many steps there are to the last trade of a series.
func (t *Tape) lastOf(series int) int {
	candles := t.Series[series].Candles
	for n := len(candles); n > 0; n-- {
		if candles[n-1].Traded() {
			return n
		}
	}
	return 0
}

// until returns the first steps of a tape.
func (t *Tape) until(steps int) *Tape {
	out := *t
	out.Series = slices.Clone(t.Series)
	for i := range out.Series {
		s := &out.Series[i]
		s.Candles = s.Candles[:min(steps, len(s.Candles))]
	}
	return &out
}

// Opening is when a step opens.
func (t *Tape) Opening(i int) model.Millis { return t.First + model.Millis(i)*t.stepMillis() }

func (t *Tape) stepMillis() model.Millis { return model.Millis(t.Step.Duration().Milliseconds()) }

// End is when the last step ends.
func (t *Tape) End() model.Millis { return t.Opening(t.Len()) }

// Assets lists the coins in the order of the tape.
func (t *Tape) Assets() []model.Asset {
	out := make([]model.Asset, len(t.Series))
	for i := range t.Series {
		out[i] = t.Series[i].Asset
	}
	return out
}

// Check refuses a tape with a coin twice, with a candle that cannot be, or with
// times that go back. Holes are no fault: a step without a trade stays without
// one.
func (t *Tape) Check() error {
	if t.Step != model.Hour1 && t.Step != model.Day1 {
		return fmt.Errorf("%w: bars of %s, want hours or days", ErrTape, t.Step)
	}
	if t.Len() == 0 || t.First.Floor(t.Step) != t.First {
		return fmt.Errorf("%w: no bars, or their first opening is not on the grid of %s", ErrTape, t.Step)
	}
	for i := range t.Series {
		s := &t.Series[i]
		if slices.ContainsFunc(t.Series[:i], func(o Series) bool { return o.Asset == s.Asset }) {
			return fmt.Errorf("%w: %s stands twice", ErrTape, s.Asset)
		}
	}
	errs := make([]error, len(t.Series))
	t.each(func(i int) { errs[i] = t.checkSeries(&t.Series[i]) })
	return cmp.Or(errs...)
}

func (t *Tape) checkSeries(s *Series) error {
	for k, c := range s.Candles {
		if c != (Candle{}) && !(c.bar(t.Opening(k), t.Step).Consistent() && c.Volume >= 0) {
			return fmt.Errorf("%w: %s at %s: %v", ErrTape, s.Asset, t.Opening(k), c)
		}
	}
	return s.checkSides()
}

func (s *Series) checkSides() error {
	for k, f := range s.Funding {
		if math.IsNaN(f.Rate) || math.Abs(f.Rate) >= 1 || k > 0 && f.Time <= s.Funding[k-1].Time {
			return fmt.Errorf("%w: %s: settlement at %s: %v", ErrTape, s.Asset, f.Time, f.Rate)
		}
	}
	for k, p := range s.Interest {
		if !(p.Coins >= 0) || k > 0 && p.Time <= s.Interest[k-1].Time {
			return fmt.Errorf("%w: %s: open interest at %s: %v", ErrTape, s.Asset, p.Time, p.Coins)
		}
	}
	return nil
}
