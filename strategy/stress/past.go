package stress

import (
	"math"

	"eddy/model"
)

// Past is the daily returns of some coins over the same days, oldest first.
type Past struct {
	Assets  []model.Asset
	Ends    []model.Millis // of each day
	Returns [][]float64    // by coin, then by day; always finite
	Skipped int            // days left out because a coin had no price
	Limit   model.Asset    // the coin whose history begins last, "" when none cuts the window
}

// MaxDays bounds the window: a year.
const MaxDays = 365

// Align builds the past of coins from their closed daily bars: the newest
// MaxDays days on which every coin has both that day's close and the one
// before (margin §7: inner join). A coin without any leaves no days at all.
func Align(assets []model.Asset, bars [][]model.Bar) Past {
	p := Past{Assets: assets, Returns: make([][]float64, len(assets))}
	if len(assets) == 0 {
		return p
	}
	first, last := span(bars, &p)
	step := model.Day1.Duration()
	at := make([]int, len(bars))
	for day := first; day <= last && first.Known(); day = day.Add(step) {
		p.day(bars, at, day)
	}
	p.trim()
	return p
}

// span finds the first day every coin has had and the last of any.
func span(bars [][]model.Bar, p *Past) (first, last model.Millis) {
	for i, list := range bars {
		if len(list) == 0 {
			p.Limit = p.Assets[i]
			return 0, 0
		}
		if open := list[0].OpenTime; open > first {
			first, p.Limit = open, p.Assets[i]
		}
		last = max(last, list[len(list)-1].OpenTime)
	}
	return first, last
}

// day adds one day when every coin has it; at remembers how far each coin's
// bars were read.
func (p *Past) day(bars [][]model.Bar, at []int, day model.Millis) {
	whole := true
	for i, list := range bars {
		for at[i] < len(list) && list[at[i]].OpenTime < day {
			at[i]++
		}
		if _, ok := change(list, at[i], day); !ok {
			whole = false
		}
	}
	if !whole {
		p.Skipped++
		return
	}
	p.Ends = append(p.Ends, day.Add(model.Day1.Duration()))
	for i, list := range bars {
		r, _ := change(list, at[i], day)
		p.Returns[i] = append(p.Returns[i], r)
	}
}

// change is a coin's return over the day that opens at day.
func change(list []model.Bar, at int, day model.Millis) (float64, bool) {
	if at == 0 || at >= len(list) || list[at].OpenTime != day || list[at-1].End() != day {
		return 0, false
	}
	r := list[at].Close/list[at-1].Close - 1
	return r, !math.IsNaN(r) && !math.IsInf(r, 0)
}

func (p *Past) trim() {
	extra := len(p.Ends) - MaxDays
	if extra <= 0 {
		return
	}
	p.Ends, p.Limit = p.Ends[extra:], ""
	for i := range p.Returns {
		p.Returns[i] = p.Returns[i][extra:]
	}
}

// Results is what holdings of these values, below zero for shorts, would have
// made on each day.
func (p *Past) Results(values []float64) []float64 {
	out := make([]float64, len(p.Ends))
	for i, v := range values {
		for t, r := range p.Returns[i] {
			out[t] += v * r
		}
	}
	return out
}

// Moves is what each coin did over n days from begin, compounded.
func (p *Past) Moves(begin, n int) []float64 {
	out := make([]float64, len(p.Assets))
	for i := range p.Assets {
		level := 1.0
		for _, r := range p.Returns[i][begin : begin+n] {
			level *= 1 + r
		}
		out[i] = level - 1
	}
	return out
}
