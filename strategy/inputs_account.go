package strategy

import (
	"math"

	"eddy/model"
)

// accountReading is where the figures of the user's money are read: what the
// last snapshot made of it.
type accountReading struct {
	e    *Engine
	view *model.PortfolioView
}

var accountInputs = []figureOf[accountReading]{
	{"margin_pct", func(r *accountReading) model.Num { return r.share(r.view.MarginUsed) }},
	{"gross_pct", func(r *accountReading) model.Num { return r.share(r.view.GrossNotional) }},
	{"net_beta", func(r *accountReading) model.Num { return orAbsent(r.view.NetBeta) }},
	{"stables_pct", func(r *accountReading) model.Num { return r.share(r.view.Cash) }},
	{"free_stables_pct", (*accountReading).free},
}

const noPortfolio = "no portfolio, or a price of it is missing"

// orAbsent makes an unknown figure of one that is not there.
func orAbsent(n model.Num) model.Num {
	if n.State() == model.NumAbsent {
		return model.Unknown(noPortfolio)
	}
	return n
}

// share is an amount as a part of equity in percent. A stale amount or equity
// gives a stale share.
func (r *accountReading) share(amount model.Num) model.Num {
	part, ok := amount.Value()
	equity, both := r.view.Equity.Value()
	switch {
	case !ok || !both || equity <= 0:
		return model.Unknown(noPortfolio)
	case !amount.Fresh() || !r.view.Equity.Fresh():
		return model.Stale(part/equity*100, r.view.Equity.Why())
	default:
		return model.Known(part / equity * 100)
	}
}

// free is what is left of the stablecoins beside the margin (C-22).
func (r *accountReading) free() model.Num {
	cash, ok := r.share(r.view.Cash).Value()
	margin, both := r.share(r.view.MarginUsed).Value()
	switch {
	case !ok || !both:
		return model.Unknown(noPortfolio)
	case !r.view.Equity.Fresh():
		return model.Stale(cash-margin, r.view.Equity.Why())
	default:
		return model.Known(cash - margin)
	}
}

// nextEnd is how many days the first of the held contracts has left; it does
// not apply to perpetuals (S2-DER-1).
func (e *Engine) nextEnd() model.Num {
	if e.book.held == nil {
		return model.Unknown("no portfolio")
	}
	least := math.Inf(1)
	for _, p := range e.book.held.Positions {
		if end, dated := e.ends[contractKey{p.Venue, p.Symbol}]; dated {
			least = min(least, end.at.Sub(e.market.now).Hours()/24)
		}
	}
	if math.IsInf(least, 1) {
		return model.NotApplicable("no contract that ends is held")
	}
	return model.Known(least)
}
