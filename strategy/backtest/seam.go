package backtest

import (
	"slices"

	"golang.org/x/sync/errgroup"

	"eddy/model"
	"eddy/strategy"
)

const (
	// silentDays is after how many days on which the market traded and the coin
	// did not it counts as delisted: the stale limit of analytics §2.5 on days.
	silentDays = 3

	// withheldDays is how long the bars behind a splice are kept from the engine:
	// one more than it takes its indices to suspend the old coin, so that no
	// index ever books the step.
	withheldDays = silentDays + 1
)

// Seam is where a coin ceased to be the one it was.
type Seam struct {
	Asset   model.Asset
	At      model.Millis // close at which it is known
	Step    int          // of the tape
	Spliced bool         // another coin goes on under the name; else the coin fell silent
	Last    float64      // price of its last trade
	Opened  float64      // where the new one opened; 0 without one
}

// sew walks every series forward and returns the tape with what follows a splice
// withheld for a while, and all seams in the order of time. What it says of a
// step stands on that step and those before. market is the series whose trading
// tells a hole in the recording from a coin that ended.
func (t *Tape) sew(market int) (*Tape, []Seam) {
	out := *t
	out.Series = slices.Clone(t.Series)
	of := make([][]Seam, len(t.Series))
	t.each(func(i int) { of[i] = t.walkSeries(i, market, &out.Series[i]) })
	seams := slices.Concat(of...)
	slices.SortStableFunc(seams, func(a, b Seam) int { return a.Step - b.Step })
	return &out, seams
}

// walkSeries walks one series and withholds in its copy.
func (t *Tape) walkSeries(i, market int, out *Series) (seams []Seam) {
	w, original := walk{perDay: int(model.Day1 / t.Step)}, &t.Series[i]
	for step := range t.Len() {
		c := original.at(step)
		seam, withheld := w.see(c, t.Series[market].at(step).Traded())
		if seam != nil {
			seam.Asset, seam.At, seam.Step = original.Asset, t.Opening(step+1), step
			seams = append(seams, *seam)
		}
		if withheld && c.Traded() {
			out.withhold(original, step)
		}
	}
	return seams
}

// each does a piece of work for every series, as many at once as there are
// processors.
func (t *Tape) each(work func(i int)) {
	var crew errgroup.Group
	crew.SetLimit(Workers(0))
	for i := range t.Series {
		crew.Go(func() error {
			work(i)
			return nil
		})
	}
	_ = crew.Wait() // the work has no errors
}

// withhold blanks a step, on a copy of the candles it shares with the original.
func (s *Series) withhold(original *Series, step int) {
	if &s.Candles[0] == &original.Candles[0] {
		s.Candles = append([]Candle(nil), original.Candles...)
	}
	s.Candles[step] = Candle{}
}

// walk follows one series.
type walk struct {
	perDay   int
	last     float64 // close of the last trade; 0 before the first
	silent   int     // steps of an open market without a trade
	ended    bool
	withheld int // steps still to be withheld
}

// see takes a step and tells whether there is a seam in it and whether it is
// withheld.
func (w *walk) see(c Candle, open bool) (seam *Seam, withheld bool) {
	if w.withheld > 0 {
		w.withheld--
		withheld = true
	}
	if !c.Traded() {
		if open && w.last > 0 && !w.ended {
			w.silent++
		}
		if w.silent >= silentDays*w.perDay && !w.ended {
			w.ended = true
			seam = &Seam{Last: w.last}
		}
		return seam, withheld
	}
	if strategy.Spliced(w.last, c.Open) {
		seam = &Seam{Spliced: true, Last: w.last, Opened: c.Open}
		w.withheld, withheld = withheldDays*w.perDay-1, true
	}
	w.last, w.silent, w.ended = c.Close, 0, false
	return seam, withheld
}

// Seams lists where coins of a tape ended or became others. market is the coin
// whose trading tells a hole in the recording from a coin that ended.
func (t *Tape) Seams(market model.Asset) []Seam {
	for i := range t.Series {
		if t.Series[i].Asset == market {
			_, seams := t.sew(i)
			return seams
		}
	}
	return nil
}
