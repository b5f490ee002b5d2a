package strategy

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/portfolio"
)

// viewPositions shows every futures leg with its danger. Each leg is evaluated
// by itself, so that one that cannot be says so without hiding the others.
func (e *Engine) viewPositions(p *portfolio.Portfolio) []model.PositionRow {
	rows := make([]model.PositionRow, 0, len(p.Positions))
	for i := range p.Positions {
		rows = append(rows, e.viewLeg(p, &p.Positions[i]))
	}
	return rows
}

func (e *Engine) viewLeg(p *portfolio.Portfolio, q *portfolio.Position) model.PositionRow {
	row := model.PositionRow{
		Venue: q.Venue, Symbol: q.Symbol, Side: string(q.Side), MarginMode: string(q.Margin),
		Qty: model.Known(float(q.Qty)), Entry: model.Known(float(q.Entry)),
		Leverage: model.Known(float(q.Leverage)), Stop: model.Known(float(q.Stop)),
	}
	mark, stale, why := e.markOf(q)
	if why != "" {
		return blindLeg(row, why)
	}
	quote, coin := e.legQuote(q)
	row.Asset = coin.asset
	aged := func(v decimal.Decimal) model.Num {
		if stale != "" {
			row.Stale = true
			return model.Stale(float(v), stale)
		}
		return model.Known(float(v))
	}
	row.Mark, row.UPnL = aged(mark), aged(unrealised(q, mark))
	report, err := margin.Evaluate(e.marginAccount(p, q, mark, quote), e.tiers)
	if err != nil {
		return unsafeLeg(row, err)
	}
	leg := &report.Legs[0]
	row.LiquidationPrice, row.DistancePct = viewLiquidation(leg.Liquidation, aged)
	row.DistanceATR = e.inATR(coin, row.DistancePct, mark)
	if holds, hasStop := leg.Stop.Protects(); hasStop {
		row.StopBeforeLiquidation = &holds
	}
	row.StopPassed = isStopPassed(q, mark)
	row.FundingPerDay = model.Unknown("no funding heard")
	if leg.FundingPerDay.Valid {
		row.FundingPerDay = aged(leg.FundingPerDay.Decimal)
	}
	return row
}

// isStopPassed tells whether the mark is already beyond the stop, so that the
// leg should be gone.
func isStopPassed(q *portfolio.Position, mark decimal.Decimal) bool {
	if q.Side == portfolio.Short {
		return mark.GreaterThanOrEqual(q.Stop)
	}
	return mark.LessThanOrEqual(q.Stop)
}

// marginAccount puts one leg into an account of its own. A cross leg is backed
// by all the cash: which part of it lies on which venue is not known here.
func (e *Engine) marginAccount(p *portfolio.Portfolio, q *portfolio.Position, mark decimal.Decimal, quote *quote) margin.Account {
	side, _ := margin.ParseSide(string(q.Side))
	mode, _ := margin.ParseMode(string(q.Margin))
	leg := margin.Position{
		Symbol: q.Symbol, Side: side, Mode: mode, Qty: q.Qty, Entry: q.Entry, Mark: mark,
		Leverage: q.Leverage, Stop: decimal.NewNullDecimal(q.Stop),
	}
	if quote.has.Has(model.FieldFundingRate | model.FieldFundingInterval) {
		leg.Funding.Rate = decimal.NewNullDecimal(decimal.NewFromFloat(quote.fundingRate))
		leg.Funding.IntervalH = decimal.NewNullDecimal(decimal.NewFromFloat(quote.fundingH))
	}
	return margin.Account{Venue: q.Venue, Wallet: p.Cash, Positions: []margin.Position{leg}}
}

// viewLiquidation shows a liquidation price and its distance; without one both
// do not apply.
func viewLiquidation(l margin.Liquidation, aged func(decimal.Decimal) model.Num) (price, distance model.Num) {
	if !l.Price.Valid {
		none := model.NotApplicable("no liquidation price")
		return none, none
	}
	price, distance = aged(l.Price.Decimal), model.Unknown("no distance")
	if l.DistancePct.Valid {
		distance = aged(l.DistancePct.Decimal)
	}
	return price, distance
}

// inATR measures a distance in the coin's own daily range.
func (e *Engine) inATR(coin *assetState, distance model.Num, mark decimal.Decimal) model.Num {
	pct, ok := distance.Value()
	if !ok {
		return distance
	}
	i := e.index[coin.asset]
	if i >= len(e.slow.coins) {
		return model.Unknown("waiting for daily bars")
	}
	atr, ok := e.slow.coins[i].atr.Value()
	if !ok || atr <= 0 {
		return model.Unknown(fmt.Sprintf("needs %d daily bars", atrBars+1))
	}
	return model.Known(pct / 100 * float(mark) / atr)
}

// blindLeg is a leg whose mark is not known.
func blindLeg(row model.PositionRow, why string) model.PositionRow {
	u := model.Unknown(why)
	row.Mark, row.LiquidationPrice, row.DistancePct, row.DistanceATR = u, u, u, u
	row.FundingPerDay, row.UPnL = u, u
	return row
}

// unsafeLeg is a leg whose margin cannot be worked out, with the reason.
func unsafeLeg(row model.PositionRow, err error) model.PositionRow {
	why := err.Error()
	var faults margin.InputErrors
	if errors.As(err, &faults) {
		why = faults[0].Why
	}
	u := model.Unknown(why)
	row.LiquidationPrice, row.DistancePct, row.DistanceATR, row.FundingPerDay = u, u, u, u
	return row
}
