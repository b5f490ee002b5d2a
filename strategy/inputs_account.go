package strategy

import (
	"math"
	"time"

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
	{"turnover_7d_pct", (*accountReading).weeksTurnover},
	{"days_since_rotation", (*accountReading).sinceRotation},
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

// noBooks tells that nothing is known of what was done before.
const noBooks = "no paper books are kept"

// weeksTurnover is what was bought of spot in plans of the last seven days, in
// points of the equity of then (S1-RISK-0, analytics §6).
func (r *accountReading) weeksTurnover() model.Num {
	books := r.e.cfg.Books
	if books == nil {
		return model.Unknown(noBooks)
	}
	sum, since := 0.0, r.e.stamp().Add(-7*24*time.Hour)
	for i := range books.Rotations {
		if books.Rotations[i].At > since {
			sum += books.Rotations[i].Points
		}
	}
	return model.Known(sum)
}

// sinceRotation is how many days ago the last rotation on a signal began; the
// later tranches of one are part of it (analytics §6).
func (r *accountReading) sinceRotation() model.Num {
	books := r.e.cfg.Books
	if books == nil {
		return model.Unknown(noBooks)
	}
	for i := len(books.Rotations) - 1; i >= 0; i-- {
		if d := &books.Rotations[i]; d.Signal && d.Tranche <= 1 {
			return model.Known(r.e.stamp().Sub(d.At).Hours() / 24)
		}
	}
	return model.NotApplicable("the books tell of no rotation")
}

// nextEnd is how many days the first of the held contracts has left; it does
// not apply to perpetuals (S2-DER-1).
func (e *Engine) nextEnd() model.Num {
	if e.book.held == nil {
		return model.Unknown("no portfolio")
	}
	return e.firstEnd("")
}

// endOf is the same of the contracts on one coin.
func (e *Engine) endOf(i int) model.Num {
	if e.book.held == nil {
		return model.Unknown("no portfolio")
	}
	return e.firstEnd(e.assets[i].asset)
}

// firstEnd is how many days the first of the held contracts on a coin has left,
// of all contracts for "".
func (e *Engine) firstEnd(of model.Asset) model.Num {
	least := math.Inf(1)
	for i := range e.book.held.Positions {
		p := &e.book.held.Positions[i]
		if end, dated := e.ends[contractKey{p.Venue, p.Symbol}]; dated && (of == "" || e.assetBehind(p.Venue, p.Symbol) == of) {
			least = min(least, end.at.Sub(e.market.now).Hours()/24)
		}
	}
	if math.IsInf(least, 1) {
		return model.NotApplicable("no contract that ends is held")
	}
	return model.Known(least)
}
