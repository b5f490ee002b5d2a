package strategy

import (
	"fmt"
	"slices"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy/stress"
)

// pastCache keeps the aligned past of what is held until a day closes or other
// coins are held.
type pastCache struct {
	assets []model.Asset
	end    model.Millis
	bars   int
	past   stress.Past
}

// pastOf returns the stored daily returns of everything that is held and what
// each coin is worth now, futures included, shorts below zero.
func (e *Engine) pastOf(p *portfolio.Portfolio) (stress.Past, []float64) {
	assets, values := e.exposure(p)
	c := &e.book.past
	if c.end != e.slow.end || c.bars != e.slow.bars || !slices.Equal(c.assets, assets) {
		bars := make([][]model.Bar, len(assets))
		for i, a := range assets {
			bars[i] = e.assets[e.index[a]].days.bars
		}
		*c = pastCache{assets: assets, end: e.slow.end, bars: e.slow.bars, past: stress.Align(assets, bars)}
	}
	return c.past, values
}

// exposure lists the coins held and what each is worth, in the order they first
// appear. What has no price is not in it.
func (e *Engine) exposure(p *portfolio.Portfolio) (assets []model.Asset, values []float64) {
	add := func(a model.Asset, v float64) {
		i := slices.Index(assets, a)
		if i < 0 {
			assets, values = append(assets, a), append(values, 0)
			i = len(assets) - 1
		}
		values[i] += v
	}
	for _, h := range p.Holdings {
		if price, why := e.priceOf(h.Asset); why == "" {
			add(h.Asset, float(h.Qty.Mul(price)))
		}
	}
	for i := range p.Positions {
		q := &p.Positions[i]
		_, coin := e.legQuote(q)
		mark, _, why := e.markOf(q)
		if coin == nil || why != "" {
			continue
		}
		v := float(q.Qty.Mul(mark))
		if q.Side == portfolio.Short {
			v = -v
		}
		add(coin.asset, v)
	}
	return assets, values
}

// The confidences and horizons shown.
var (
	confidences = []float64{0.95, 0.99}
	horizons    = []int{1, 5}
)

// viewVaR shows value at risk and expected shortfall with their window.
func (e *Engine) viewVaR(p *portfolio.Portfolio, t *bucketTotals) *model.VaRView {
	past, values := e.pastOf(p)
	v := &model.VaRView{
		Days: len(past.Ends), Skipped: past.Skipped, LimitedBy: past.Limit,
		Basis: "today's holdings and futures over the stored daily returns; parametric: normal, mean zero; more than a day: by the root of time; a liquidation on the way is not in it (the stress rows have it)",
	}
	if len(past.Ends) > 0 {
		v.From, v.To = past.Ends[0], past.Ends[len(past.Ends)-1]
	}
	if v.Why = t.notPriced(); v.Why != "" {
		return v
	}
	if len(values) == 0 {
		v.Why = "nothing is held whose price moves"
		return v
	}
	rows, err := varRows(past.Results(values))
	if err == nil {
		v.Rows = rows
		return v
	}
	v.Why = fmt.Sprintf("needs %d days on which every coin held has a price, there are %d", stress.MinDays, len(past.Ends))
	if past.Limit != "" {
		v.Why += fmt.Sprintf("; the history of %s begins last", past.Limit)
	}
	return v
}

// varRows measures the results of the past at each confidence over each horizon.
func varRows(results []float64) (rows []model.VaRRow, err error) {
	for _, c := range confidences {
		for _, h := range horizons {
			r, err := stress.Measure(results, c, h)
			if err != nil {
				return nil, err
			}
			rows = append(rows, model.VaRRow{
				Confidence: c, HorizonDays: h, Parametric: model.Known(r.VaR), ParametricES: model.Known(r.ES),
				Historical: model.Known(r.HistVaR), HistoricalES: model.Known(r.HistES),
			})
		}
	}
	return rows, nil
}
