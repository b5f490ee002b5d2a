package strategy

import (
	"eddy/model"
	"eddy/strategy/stress"
)

// dailyPast is every coin's daily returns over the same days, kept until a day
// closes or history is built in.
type dailyPast struct {
	rows    [][]float64 // by coin of the engine
	bars    int
	end     model.Millis
	rebuilt model.Millis
}

// pastDays is how far back plans look for days on which every coin has a price:
// twice what a value at risk is read from, so that days one of them lacks are
// made up for.
const pastDays = 2 * stress.MaxDays

// pastRows returns them.
func (e *Engine) pastRows() [][]float64 {
	p := &e.planning.past
	if p.rows != nil && p.bars == e.slow.bars && p.end == e.slow.end && p.rebuilt == e.rebuilt {
		return p.rows
	}
	first := e.slow.end.Add(-pastDays * model.Day1.Duration()).Floor(model.Day1)
	rows := make([][]float64, len(e.assets))
	for i := range e.assets {
		rows[i] = stress.Daily(e.assets[i].days.bars, first, pastDays)
	}
	*p = dailyPast{rows, e.slow.bars, e.slow.end, e.rebuilt}
	return rows
}
