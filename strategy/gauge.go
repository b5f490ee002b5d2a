package strategy

import (
	"fmt"
	"math"

	"eddy/model"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// Periods of the gauges, in bars or days (analytics §3).
const (
	meanBars    = 20  // C-42: the 20-bar mean
	medianDays  = 365 // of the volatility a volatility is held against
	medianLeast = 90
	returnDays  = 90 // the longest return that is told
)

// gauge measures one price or index level over the bars of a span: everything
// the signals and conditions ask of a level by itself. It costs O(1) a bar.
type gauge struct {
	perDay      int
	floor, clip float64 // of a move in standard deviations

	rsi      *stream.RSI
	fast     *stream.EMA
	slow     *stream.EMA
	cross    *stream.Cross
	mean     *stream.SMA
	ppo      *stream.MACD
	atr      *stream.ATR
	momentum *stream.Momentum
	vol      *stream.Volatility
	usual    *stream.Median // of vol
	levels   *stream.Ring   // as far back as the longest return
	breakout *stream.Breakout
	diverge  *stream.Divergence
	rsis     *stream.Ring // of the closes that the overbought trigger looks at

	level     float64 // at the last close, NaN when it is missing
	z28       float64 // its move over 28 days in standard deviations, NaN when it is not known
	extension float64 // how far it ran up, 0..1, likewise
	crossBars int     // closes since the averages crossed
	crossed   model.Millis
	hotCloses int // closes in a row with RSI above the extreme
	overheat  signal.Latch
	extended  signal.Latch
	pivot     signal.Reading
}

func newGauge(step model.Interval, f *signal.Figures) (gauge, error) {
	perDay := max(1, int(model.Day1/step))
	fast, slow := f.Cross.SlowFast.N(), f.Cross.SlowSlow.N()
	if step < model.Day1 {
		fast, slow = f.Cross.FastFast.N(), f.Cross.FastSlow.N()
	}
	move := stream.DefaultMomentum()
	g := gauge{
		perDay: perDay, floor: move.Floor, clip: move.Clip, level: math.NaN(), z28: math.NaN(), extension: math.NaN(),
		overheat: signal.Latch{On: f.RSI.Extreme.Value, Off: f.RSI.Release.Value, Hold: f.RSI.Closes.N()},
		extended: f.Extension.NewLatch(),
	}
	var errs [14]error
	g.rsi, errs[0] = stream.NewRSI(f.RSI.Bars.N())
	g.fast, errs[1] = stream.NewEMA(fast, stream.SeedSMA)
	g.slow, errs[2] = stream.NewEMA(slow, stream.SeedSMA)
	g.cross, errs[3] = stream.NewCross(f.Cross.Confirm.N())
	g.mean, errs[4] = stream.NewSMA(meanBars)
	g.ppo, errs[5] = stream.NewPPO(stream.MACDParams{Fast: 12, Slow: 26, Signal: 9})
	g.atr, errs[6] = stream.NewATR(atrBars, stream.SkipFirst)
	g.momentum, errs[7] = stream.NewMomentum(move.Scaled(perDay))
	g.vol, errs[8] = stream.NewVolatility(30*perDay, 1, step.PerYear())
	g.usual, errs[9] = stream.NewMedian(medianDays, medianLeast)
	g.levels, errs[10] = stream.NewRing(returnDays*perDay + 1)
	g.breakout, errs[11] = stream.NewBreakout(f.Pivot.Window.N(), f.Pivot.Hold.N())
	g.diverge, errs[12] = stream.NewDivergence(stream.DefaultDivergence())
	g.rsis, errs[13] = stream.NewRing(f.RSI.Closes.N())
	for _, err := range errs {
		if err != nil {
			return gauge{}, fmt.Errorf("strategy: %w", err)
		}
	}
	return g, nil
}

// push commits a closed bar; an index has closes only, its high and low are the
// close. NaN is a missing bar.
func (g *gauge) push(end model.Millis, high, low, last float64, f *signal.Figures) {
	g.level, g.z28, g.extension = last, math.NaN(), math.NaN()
	g.rsi.Push(last)
	g.fast.Push(last)
	g.slow.Push(last)
	g.mean.Push(last)
	g.ppo.Push(last)
	g.atr.Push(high, low, last)
	g.momentum.Push(last)
	g.vol.Push(last)
	g.breakout.Push(high, last)
	if last != last {
		return
	}
	g.levels.Push(last)
	if v, ok := g.vol.Value(); ok && g.perDay == 1 {
		g.usual.Push(v)
	}
	g.pushCross(end)
	g.pushRSI(end, f)
	g.pushPivot(end)
	run := g.run(last, false)
	ran, ok := f.Extension.Extension(run)
	g.z28, g.extension = run.Z28, orNaN(ran, ok)
	g.extended.Push(end, ran, ok)
}

func (g *gauge) pushCross(end model.Millis) {
	fast, ok := g.fast.Value()
	slow, both := g.slow.Value()
	if !ok || !both {
		return
	}
	before := g.crossing().Side
	g.cross.Push(fast, slow)
	g.crossBars++
	if now := g.crossing(); now.Side != before {
		g.crossBars, g.crossed = 0, end
	}
}

// crossing is the last reading of the cross, kept over missing bars.
func (g *gauge) crossing() stream.Crossing {
	c, _ := g.cross.Value()
	return c
}

func (g *gauge) pushRSI(end model.Millis, f *signal.Figures) {
	rsi, ok := g.rsi.Value()
	g.overheat.Push(end, rsi, ok)
	if !ok {
		return
	}
	g.rsis.Push(rsi)
	g.diverge.Push(g.level, rsi)
	if rsi > f.RSI.Extreme.Value {
		g.hotCloses++
	} else {
		g.hotCloses = 0
	}
}

// pushPivot follows the pivot: the breakout held and the averages aligned.
func (g *gauge) pushPivot(end model.Millis) {
	b, ok := g.breakout.Value()
	if !ok {
		return
	}
	state := signal.Off
	switch {
	case b.State == stream.BreakoutHeld && g.aligned():
		state = signal.On
	case b.State != stream.NoBreakout:
		state = signal.Pending
	}
	g.pivot.Changed = false
	if g.pivot.State != state {
		g.pivot = signal.Reading{State: state, Since: end, Held: b.Held, Changed: g.pivot.State != signal.Unknown}
	}
	g.pivot.Held = b.Held
}

// aligned tells whether the fast average stands above the slow one.
func (g *gauge) aligned() bool {
	fast, ok := g.fast.Value()
	slow, both := g.slow.Value()
	return ok && both && fast > slow
}

// alignment is 1 or 0 for aligned, NaN while the averages do not stand.
func (g *gauge) alignment() float64 {
	_, ok := g.trend(g.level, false)
	switch {
	case !ok:
		return math.NaN()
	case g.aligned():
		return 1
	default:
		return 0
	}
}

// reader is an estimator that can be read at the last close or previewed with
// the open bar.
type reader interface {
	Value() (float64, bool)
	Peek(x float64) (float64, bool)
}

// read reads an estimator: at the last close, or with the open bar at x.
func read(r reader, x float64, open bool) (float64, bool) {
	if open {
		return r.Peek(x)
	}
	return r.Value()
}

// change is the return over days up to x: x is the open bar's level, or that of
// the last close, which the ring holds already.
func (g *gauge) change(days int, x float64, open bool) (float64, bool) {
	back := days * g.perDay
	if open {
		back--
	}
	before, ok := g.levels.At(back)
	return x/before - 1, ok && x == x && before > 0
}

// z is the move over days in standard deviations, floored and clipped like the
// momentum's terms (analytics §3.6).
func (g *gauge) z(days int, x float64, open bool) (float64, bool) {
	r, ok := g.change(days, x, open)
	sigma, known := read(g.vol, x, open)
	if !ok || !known {
		return 0, false
	}
	z := math.Log1p(r) / (max(sigma, g.floor) * math.Sqrt(float64(days)/365))
	return max(-g.clip, min(g.clip, z)), true
}

// run is what says how far the level ran.
func (g *gauge) run(x float64, open bool) signal.Run {
	return signal.Run{
		RSI: orNaN(read(g.rsi, x, open)), Z28: orNaN(g.z(28, x, open)), Stretch: orNaN(g.stretch(g.fast, x, open)),
	}
}

// stretch is the distance above an average in ATR.
func (g *gauge) stretch(average *stream.EMA, x float64, open bool) (float64, bool) {
	mean, ok := read(average, x, open)
	atr, known := g.atr.Value() // the range of an open bar is not whole yet
	return (x - mean) / atr, ok && known && atr > 0
}

// trend is the fast average over the slow one, minus one.
func (g *gauge) trend(x float64, open bool) (float64, bool) {
	fast, ok := read(g.fast, x, open)
	slow, both := read(g.slow, x, open)
	return fast/slow - 1, ok && both && slow > 0
}

// lowestRSI is the lowest of the last closes the overbought trigger looks at.
func (g *gauge) lowestRSI() (float64, bool) {
	low, ok := math.Inf(1), g.rsis.Len() == g.rsis.Cap()
	for i := range g.rsis.Len() {
		v, _ := g.rsis.At(i)
		low = min(low, v)
	}
	return low, ok
}
