package history

import (
	"math"
	"time"

	"eddy/model"
)

// sort is a kind of figures, each with a sequence of blocks of its own.
type sort uint8

// The sorts. Their numbers are part of the file.
const (
	hours    sort = 1
	days     sort = 2
	funding  sort = 3
	interest sort = 4
)

// sorts lists all of them.
var sorts = [...]sort{hours, days, funding, interest}

// layout says how the figures of a sort are laid down.
type layout struct {
	what  string         // as package backfill calls it
	step  model.Interval // of bars; 0: points at any time
	span  time.Duration  // of a block
	width int            // figures of a record
	joint time.Duration  // of points: covered time between two of them that are no farther apart
}

const day = 24 * time.Hour

var layouts = [...]layout{
	hours:    {what: "1h", step: model.Hour1, span: 7 * day, width: 5},
	days:     {what: "1d", step: model.Day1, span: 32 * day, width: 5},
	funding:  {what: "funding", span: 14 * day, width: 2, joint: 9 * time.Hour},
	interest: {what: "open interest", span: 14 * day, width: 2, joint: 5 * time.Hour},
}

// blockOf returns the number of the block a moment lies in.
func (s sort) blockOf(t model.Millis) int64 { return int64(t) / layouts[s].span.Milliseconds() }

// startOf returns the moment a block begins at.
func (s sort) startOf(block int64) model.Millis {
	return model.Millis(block * layouts[s].span.Milliseconds())
}

// length returns how much time a record covers.
func (s sort) length() time.Duration { return layouts[s].step.Duration() }

// sortOf returns the sort of bars of a length, 0 where none are kept.
func sortOf(step model.Interval) sort {
	switch step {
	case model.Hour1:
		return hours
	case model.Day1:
		return days
	default:
		return 0
	}
}

// record is one row of figures at a moment. Figures that are not known are NaN.
type record struct {
	at model.Millis
	f  [5]float64
}

// same tells whether two records say the same.
func (r record) same(o record) bool {
	if r.at != o.at {
		return false
	}
	for i := range r.f {
		if math.Float64bits(r.f[i]) != math.Float64bits(o.f[i]) {
			return false
		}
	}
	return true
}

// without returns r with the figures it does not know taken from old.
func (r record) without(old record) record {
	for i := range r.f {
		if math.IsNaN(r.f[i]) {
			r.f[i] = old.f[i]
		}
	}
	return r
}

// ofBar makes a record of a bar.
func ofBar(b model.Bar) record {
	volume := math.NaN()
	if b.HasVolume {
		volume = b.Volume
	}
	return record{b.OpenTime, [5]float64{b.Open, b.High, b.Low, b.Close, volume}}
}

// bar makes a closed bar of a record.
func (r record) bar(step model.Interval) model.Bar {
	b := model.Bar{
		OpenTime: r.at, Interval: step, Closed: true,
		Open: r.f[0], High: r.f[1], Low: r.f[2], Close: r.f[3],
	}
	if !math.IsNaN(r.f[4]) {
		b.Volume, b.HasVolume = r.f[4], true
	}
	return b
}

func ofSettlement(p model.FundingPoint) record {
	return record{p.Time, [5]float64{p.Rate, p.IntervalH}}
}

func (r record) settlement() model.FundingPoint {
	return model.FundingPoint{Time: r.at, Rate: r.f[0], IntervalH: r.f[1]}
}

func ofInterest(p model.OpenInterestPoint) record {
	return record{p.Time, [5]float64{p.Coins, p.USD}}
}

func (r record) interest() model.OpenInterestPoint {
	return model.OpenInterestPoint{Time: r.at, Coins: r.f[0], USD: r.f[1]}
}
