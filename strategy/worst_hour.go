package strategy

import (
	"time"

	"eddy/model"
	"eddy/model/portfolio"
)

// The window a leg's worst hour is looked for in, and how much of it must be
// there to say so.
const (
	worstHourDays  = 30
	worstHourLeast = worstHourDays * 24 * 9 / 10
)

// worstHour is the furthest a coin went against a side within one closed hour of
// the last thirty days, in percent of the close before: how fast a liquidation
// price can come.
func (e *Engine) worstHour(coin *assetState, side portfolio.Side) model.Num {
	bars := coin.hours.bars
	from := e.hour.Add(-worstHourDays * 24 * time.Hour)
	worst, n := 0.0, 0
	for i := len(bars) - 1; i > 0 && bars[i].OpenTime >= from; i-- {
		before := bars[i-1]
		if before.OpenTime.Add(time.Hour) != bars[i].OpenTime || before.Close <= 0 {
			continue // a hole is no hour
		}
		n++
		against := 1 - bars[i].Low/before.Close
		if side == portfolio.Short {
			against = bars[i].High/before.Close - 1
		}
		worst = max(worst, against*100)
	}
	if n < worstHourLeast {
		return model.Unknown("needs " + plural(worstHourLeast-n, "more hourly bar"))
	}
	return model.Known(worst)
}
