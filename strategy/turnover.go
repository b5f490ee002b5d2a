package strategy

import (
	"math"

	"eddy/model"
	"eddy/strategy/stream"
)

// Windows of the turnover figures, in days (analytics §2.3, §7).
const (
	turnoverMedian = 30
	turnoverLeast  = 20 // days a median of thirty needs
	turnoverPast   = 90 // the past a day is held against
	turnoverFall   = 7  // days over which it may have halved
)

// turnover follows a daily turnover in dollars: its usual size, how unusual the
// last day is and whether it is drying up.
type turnover struct {
	median *stream.Median
	past   *stream.StdDev
	recent *stream.SMA // of seven days
	week   *stream.Lag // of recent
	last   float64     // of the last day, NaN when it is not known
	score  float64     // the last day against the days before it, NaN likewise
}

func newTurnover() (turnover, error) {
	t := turnover{last: math.NaN(), score: math.NaN()}
	var errs [4]error
	t.median, errs[0] = stream.NewMedian(turnoverMedian, turnoverLeast)
	t.past, errs[1] = stream.NewStdDev(turnoverPast, 0)
	t.recent, errs[2] = stream.NewSMA(turnoverFall)
	t.week, errs[3] = stream.NewLag(turnoverFall)
	for _, err := range errs {
		if err != nil {
			return turnover{}, err
		}
	}
	return t, nil
}

// push takes a day's turnover; NaN is not known.
func (t *turnover) push(usd float64) {
	t.last, t.score = usd, math.NaN()
	mean, ok := t.past.Mean()
	sd, known := t.past.Value()
	if ok && known && sd > 0 {
		t.score = (usd - mean) / sd
	}
	t.median.Push(usd)
	t.past.Push(usd)
	t.recent.Push(usd)
	if v, ok := t.recent.Value(); ok {
		t.week.Push(v)
	}
}

// z is how many standard deviations the last day lies from the ninety before it
// (S2-AI-2).
func (t *turnover) z() model.Num {
	return numOr(t.score, t.score == t.score, "needs 91 days of volume")
}

// usual is the median turnover of a month.
func (t *turnover) usual() model.Num {
	v, ok := t.median.Value()
	return numOr(v, ok, "needs 20 days of volume")
}

// dry tells whether the week's turnover fell by more than half against the week
// before (analytics §7).
func (t *turnover) dry() (yes, known bool) {
	now, ok := t.recent.Value()
	before, both := t.week.Value()
	return now < before/2, ok && both && before > 0
}

// liquidity is the score of analytics §7, 0 to 100: a million dollars a day is
// 0, ten billion 100, and half of it where turnover dries up.
func (t *turnover) liquidity() (float64, bool) {
	usd, ok := t.median.Value()
	if !ok || usd <= 0 {
		return 0, false
	}
	score := 100 * max(0, min(1, math.Log10(usd/1e6)/4))
	if dry, known := t.dry(); known && dry {
		score /= 2
	}
	return score, true
}
