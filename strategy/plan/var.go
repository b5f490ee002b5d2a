package plan

import (
	"fmt"
	"math"

	"eddy/model"
	"eddy/strategy/stress"
)

// The confidence and the horizon of a plan's value at risk, those the risk view
// shows first.
const (
	riskConfidence = 0.95
	riskDays       = 1
)

// valueAtRisk is what the portfolio would have lost at worst on nineteen of
// twenty days of the stored past: the historical figure of the risk view, for
// the same books the same. Coins that a plan buys take the past they have.
func (b *basis) valueAtRisk(p *purse) model.Num {
	order, held := b.exposures(p)
	if len(order) == 0 {
		return model.Known(0) // stablecoins alone
	}
	rows, values := make([][]float64, len(order)), make([]float64, len(order))
	for i, a := range order {
		c, known := b.market.coins[a]
		if !known || len(c.Past) == 0 {
			return model.Unknown("no history of " + string(a))
		}
		rows[i], values[i] = c.Past, held[a]
	}
	results := stress.Joint(rows, values)
	r, err := stress.Measure(results, riskConfidence, riskDays)
	if err != nil {
		return model.Unknown(fmt.Sprintf("needs %d days on which every coin has a price, there are %d; the history of %s is shortest",
			stress.MinDays, len(results), order[shortest(rows)]))
	}
	return model.Known(r.HistVaR)
}

// shortest is the place of the row with the fewest days.
func shortest(rows [][]float64) int {
	at, fewest := 0, math.MaxInt
	for i, row := range rows {
		n := 0
		for _, r := range row {
			if r == r {
				n++
			}
		}
		if n < fewest {
			at, fewest = i, n
		}
	}
	return at
}
