package strategy

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// viewResult says what the portfolio has earned; nil where the books cannot
// tell, such as for a portfolio file without costs.
func (e *Engine) viewResult(p *portfolio.Portfolio, t *bucketTotals) *model.ResultView {
	books := e.booksOf(p)
	if books == nil {
		return nil
	}
	rows, missing := books.Results(ledger.Prices{Spot: e.spotPrice, Mark: e.legMark})
	v := &model.ResultView{Contributed: books.Flows.Contributed(), Missing: missing, Stale: t.stale}
	sum := ledger.Sum(rows)
	v.Total = resultRow(&sum)
	sectors := ledger.BySector(rows, e.sectorOf)
	for i := range sectors {
		v.Sectors = append(v.Sectors, resultRow(&sectors[i]))
	}
	for i := range rows {
		v.Rows = append(v.Rows, resultRow(&rows[i]))
	}
	return v
}

// booksOf are the books the portfolio was read from, or those it would open.
func (e *Engine) booksOf(p *portfolio.Portfolio) *ledger.State {
	if e.cfg.Books != nil {
		return e.cfg.Books
	}
	if e.book.opened == nil && !e.book.unopened {
		books, err := ledger.Opening(p, e.market.now)
		e.book.opened, e.book.unopened = books, err != nil
	}
	return e.book.opened
}

func (e *Engine) spotPrice(a model.Asset) (decimal.Decimal, bool) {
	price, why := e.priceOf(a)
	return price, why == ""
}

func (e *Engine) legMark(l *ledger.Leg) (decimal.Decimal, bool) {
	mark, _, why := e.markOf(&portfolio.Position{Venue: l.Venue, Symbol: l.Symbol})
	return mark, why == ""
}

// sectorOf names the sector of a coin; fees of no coin belong to the account.
func (e *Engine) sectorOf(a model.Asset) string {
	if a == "" {
		return "account"
	}
	if sector, _, known := e.cfg.Universe.Home(a); known {
		return sector
	}
	return otherBucket
}

func resultRow(r *ledger.Result) model.ResultRow {
	return model.ResultRow{
		ID: r.ID, What: r.What, Asset: r.Asset, Realised: r.Realised, Unrealised: r.Unrealised,
		Funding: r.Funding, Fees: r.Fees, Sum: r.Total(),
	}
}
