package strategy

import (
	"errors"
	"math"

	"eddy/model"
	"eddy/strategy/stream"
)

// Windows of the L1 dominance index, in daily bars.
const (
	dominanceBars  = 50 // its average, like the phase's own slope (analytics §4.2)
	dominanceSlope = 10
	dominanceMonth = 28
)

// dominance is the L1 dominance index: layer ones against half BTC, half ETH,
// 100 on the first day both have a level (ledger S1-IND-1, C-13).
type dominance struct {
	index   float64
	first   float64
	average *stream.EMA
	before  *stream.Lag // of the average
	change  *stream.ROC
}

func newDominance() (dominance, error) {
	d := dominance{index: math.NaN()}
	var errs [3]error
	d.average, errs[0] = stream.NewEMA(dominanceBars, stream.SeedSMA)
	d.before, errs[1] = stream.NewLag(dominanceSlope)
	d.change, errs[2] = stream.NewROC(dominanceMonth)
	return d, errors.Join(errs[:]...)
}

// push commits a day from the levels of the layer ones and of the benchmark.
func (d *dominance) push(l1, bench float64) {
	ratio := l1 / bench
	if !model.ValidPrice(ratio) {
		d.index = math.NaN()
		return
	}
	if d.first == 0 {
		d.first = ratio
	}
	d.index = 100 * ratio / d.first
	d.average.Push(d.index)
	d.change.Push(d.index)
	if v, ok := d.average.Value(); ok {
		d.before.Push(v)
	}
}

const noDominance = "layer ones or the benchmark are missing in the last bar"

func (d *dominance) level() model.Num { return numOr(d.index, d.index == d.index, noDominance) }

// slope is the change of the index's average over ten days, a fraction.
func (d *dominance) slope() model.Num {
	now, ok := d.average.Value()
	before, both := d.before.Value()
	return numOr(now/before-1, ok && both && d.index == d.index, "needs 60 daily bars")
}

// monthChange is the change of the index over 28 days, a fraction.
func (d *dominance) monthChange() model.Num {
	v, ok := d.change.Value()
	return numOr(v, ok && d.index == d.index, "needs 29 daily bars")
}
