package macro

import (
	"fmt"
	"slices"

	"eddy/model"
)

// What makes a yield sustainable (ledger S0-STR2-2), in figures of our own: the
// article gives none. Enough money that a few farmers do not set the rate, a
// month of record, and no mark as an outlier by the source.
const (
	leastPoolUSD  = 10e6
	leastPoolDays = 30
)

// pool is a row of /pools, as far as it is used. Yields are in percent.
type pool struct {
	Chain   text   `json:"chain"`
	Project text   `json:"project"`
	Symbol  text   `json:"symbol"`
	TVL     figure `json:"tvlUsd"`
	Base    figure `json:"apyBase"`
	Total   figure `json:"apy"`
	Mean    figure `json:"apyMean30d"`
	Days    figure `json:"count"`
	IL      text   `json:"ilRisk"`
	Outlier bool   `json:"outlier"`
}

// isSound tells whether a pool's yield is worth comparing.
func (p *pool) isSound() bool {
	return p.TVL.atLeast(leastPoolUSD) && p.Days.atLeast(leastPoolDays) && !p.Outlier
}

// sustainable returns the yield one may count on: the lower of the base yield
// now and the month's mean.
func (p *pool) sustainable() figure {
	if !p.Base.known || !p.Mean.known {
		return figure{}
	}
	return figure{min(p.Base.value, p.Mean.value), true}
}

// best is the highest yield found so far, and where.
type best struct {
	apy  figure
	note string
}

func (b *best) offer(apy figure, p *pool) {
	if !apy.known || b.apy.known && apy.value <= b.apy.value {
		return
	}
	*b = best{apy, p.describe()}
}

// describe names a pool for the reader.
func (p *pool) describe() string {
	s := fmt.Sprintf("%s on %s, $%.0fM", p.Symbol, p.Chain, p.TVL.value/1e6)
	if p.IL == "yes" {
		s += ", impermanent loss"
	}
	return model.CleanText(s)
}

// decodePools reads /pools, tens of megabytes of them, row by row: the best
// sustainable and the best total yield of each project that is followed.
func decodePools(body []byte, now model.Millis) (answer, error) {
	steady, headline := make(map[string]*best), make(map[string]*best)
	for _, project := range yieldProjects {
		steady[project], headline[project] = &best{}, &best{}
	}
	err := eachRow(body, "data", func(p *pool) {
		project := string(p.Project)
		if !slices.Contains(yieldProjects, project) || !p.isSound() {
			return
		}
		steady[project].offer(p.sustainable(), p)
		headline[project].offer(p.Total, p)
	})
	if err != nil {
		return answer{}, fmt.Errorf("read pools: %w", err)
	}
	var a answer
	for _, project := range yieldProjects {
		a.keepBest(model.Series("apy."+project), now, steady[project])
		a.keepBest(model.Series("apy.total."+project), now, headline[project])
	}
	return a.done()
}

// keepBest keeps a yield. One below zero is a loss and as true as a gain.
func (a *answer) keepBest(s model.Series, now model.Millis, b *best) {
	if b.apy.known {
		a.keep(reading{series: s, unit: percent, note: b.note, points: []model.ContextPoint{{Time: now, Value: b.apy.value}}})
	}
}
