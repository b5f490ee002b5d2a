package strategy

import (
	"fmt"
	"slices"

	"eddy/model"
	"eddy/strategy/rotation"
	"eddy/strategy/sector"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// How many closes a sector's sparkline shows, and its chart.
const (
	sparkBars = 61 // with the open bar
	chartBars = 240
)

// track follows one sector or sub-sector over the bars of a span.
type track struct {
	name, parent string
	members      []int // those with a seat, as indices of the engine's coins
	pool         []int // all the index may hold, in its order
	closes       []sector.Close

	gauge    // of the index level; day and week with it not on bars of one hour
	index    *sector.Index
	rotation *rotation.Rotation
	day      *stream.ROC // change over one day
	week     *stream.ROC // and over seven
	closed   *stream.Ring
	robust   *robust // daily bars only

	quadrant rotation.Change
	moved    bool // quadrant was confirmed at the last close
}

func newTrack(name, parent string, groups []sector.Group, at func(model.Asset) int, step model.Interval, f *signal.Figures) (*track, error) {
	t := &track{name: name, parent: parent}
	for _, g := range groups {
		for _, a := range g.Members {
			t.pool = append(t.pool, at(a))
		}
	}
	t.closes = make([]sector.Close, len(t.pool))
	params := sector.DefaultParams(step)
	if parent != "" {
		params = sector.SubSectorParams(step)
	}
	perDay := max(1, int(model.Day1/step))
	var errs [7]error
	t.index, errs[0] = sector.New(params, groups)
	t.rotation, errs[1] = rotation.New(rotation.DefaultParams())
	if step > model.Hour1 {
		t.gauge, errs[2] = newGauge(step, f)
		t.day, errs[3] = stream.NewROC(perDay)
		t.week, errs[4] = stream.NewROC(7 * perDay)
	}
	t.closed, errs[5] = stream.NewRing(chartBars)
	if step == model.Day1 {
		t.robust, errs[6] = newRobust(len(t.pool))
	}
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("strategy: %s: %w", name, err)
		}
	}
	for i := range t.pool {
		t.index.SetSeat(i, false)
	}
	return t, nil
}

// seatLike gives seats to those that have one in another track.
func (t *track) seatLike(other *track) {
	for i, at := range t.pool {
		t.index.SetSeat(i, slices.Contains(other.members, at))
	}
}

// push commits a closed bar from the coins' closes and the benchmark's level.
func (t *track) push(end model.Millis, coins []sector.Close, bench float64, f *signal.Figures) {
	t.gather(coins)
	if err := t.index.Push(end, t.closes); err != nil {
		return // out of order: the span never sends that
	}
	level := orNaN(t.index.Level())
	t.rotation.Push(level, bench)
	t.quadrant, t.moved = t.rotation.Change()
	if t.day != nil {
		t.gauge.push(end, level, level, level, f)
		t.day.Push(level)
		t.week.Push(level)
	}
	if level == level { // a missing bar leaves no mark on the chart
		t.closed.Push(level)
	}
	if t.robust != nil {
		t.robust.push(t.index)
	}
}

// gather picks the members' closes out of all coins'.
func (t *track) gather(coins []sector.Close) {
	for i, at := range t.pool {
		t.closes[i] = coins[at]
	}
}

// preview returns the level with the open bar, from what the coins trade at
// now.
func (t *track) preview(coins []sector.Close) (sector.Reading, bool) {
	t.gather(coins)
	return t.index.Peek(t.closes)
}
