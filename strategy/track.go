package strategy

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/rotation"
	"eddy/strategy/sector"
	"eddy/strategy/stream"
)

// Periods of the sector figures, in bars of the span (analytics §3).
const (
	rsiBars   = 14
	trendFast = 20 // EMA 20/50 is the default of the slow profile (§3.8)
	trendSlow = 50
	sparkBars = 60
)

// RSI trigger of ledger S1-TRIG-1 and C-27: above 80 on three consecutive
// closes, released below 70.
const (
	rsiExtreme = 80
	rsiRelease = 70
	rsiCloses  = 3
)

// track follows one sector or sub-sector over the bars of a span.
type track struct {
	name, parent string
	members      []int // indices of the engine's coins
	closes       []sector.Close

	index    *sector.Index
	rotation *rotation.Rotation
	rsi      *stream.RSI
	fast     *stream.EMA
	slow     *stream.EMA
	day      *stream.ROC // change over one day
	week     *stream.ROC // and over seven
	momentum *stream.Momentum
	vol      *stream.Volatility
	spark    *stream.Ring

	hotCloses int // closes in a row with RSI above rsiExtreme
	quadrant  rotation.Change
	moved     bool // quadrant was confirmed at the last close
}

func newTrack(name, parent string, groups []sector.Group, at func(model.Asset) int, step model.Interval) (*track, error) {
	t := &track{name: name, parent: parent}
	for _, g := range groups {
		for _, a := range g.Members {
			t.members = append(t.members, at(a))
		}
	}
	t.closes = make([]sector.Close, len(t.members))
	params := sector.DefaultParams(step)
	if parent != "" {
		params = sector.SubSectorParams(step)
	}
	perDay := max(1, int(model.Day1/step))
	var errs [10]error
	t.index, errs[0] = sector.New(params, groups)
	t.rotation, errs[1] = rotation.New(rotation.DefaultParams())
	t.rsi, errs[2] = stream.NewRSI(rsiBars)
	t.fast, errs[3] = stream.NewEMA(trendFast, stream.SeedSMA)
	t.slow, errs[4] = stream.NewEMA(trendSlow, stream.SeedSMA)
	t.day, errs[5] = stream.NewROC(perDay)
	t.week, errs[6] = stream.NewROC(7 * perDay)
	t.momentum, errs[7] = stream.NewMomentum(stream.DefaultMomentum().Scaled(perDay))
	t.vol, errs[8] = stream.NewVolatility(30*perDay, 1, step.PerYear())
	t.spark, errs[9] = stream.NewRing(sparkBars)
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("strategy: %s: %w", name, err)
		}
	}
	return t, nil
}

// push commits a closed bar from the coins' closes and the benchmark's level.
func (t *track) push(end model.Millis, coins []sector.Close, bench float64) {
	t.gather(coins)
	if err := t.index.Push(end, t.closes); err != nil {
		return // out of order: the span never sends that
	}
	level := orNaN(t.index.Level())
	t.rotation.Push(level, bench)
	t.quadrant, t.moved = t.rotation.Change()
	t.rsi.Push(level)
	t.fast.Push(level)
	t.slow.Push(level)
	t.day.Push(level)
	t.week.Push(level)
	t.momentum.Push(level)
	t.vol.Push(level)
	if level == level { // a missing bar leaves no mark on the sparkline
		t.spark.Push(level)
	}
	if rsi, ok := t.rsi.Value(); ok && rsi > rsiExtreme {
		t.hotCloses++
	} else {
		t.hotCloses = 0
	}
}

// gather picks the members' closes out of all coins'.
func (t *track) gather(coins []sector.Close) {
	for i, at := range t.members {
		t.closes[i] = coins[at]
	}
}

// preview returns the level with the open bar, from what the coins trade at
// now.
func (t *track) preview(coins []sector.Close) (sector.Reading, bool) {
	t.gather(coins)
	return t.index.Peek(t.closes)
}
