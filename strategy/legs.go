package strategy

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/portfolio"
)

// viewPositions shows every futures leg with its danger, in the portfolio's
// order. A leg that cannot be evaluated says so without hiding the others.
func (e *Engine) viewPositions(p *portfolio.Portfolio, accounts []*venueAccount) []model.PositionRow {
	rows := make([]model.PositionRow, 0, len(p.Positions))
	for i := range p.Positions {
		q := &p.Positions[i]
		for _, a := range accounts {
			if k := a.placeOf(q); k >= 0 {
				rows = append(rows, e.viewLeg(a, k))
			}
		}
	}
	return rows
}

func (a *venueAccount) placeOf(q *portfolio.Position) int {
	for k := range a.legs {
		if a.legs[k] == q {
			return k
		}
	}
	return -1
}

func (e *Engine) viewLeg(a *venueAccount, k int) model.PositionRow {
	q := a.legs[k]
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
	aged := ageing(stale)
	row.Stale = stale != ""
	row.Mark, row.UPnL = aged(mark), aged(unrealised(q, mark))
	row.StopPassed = isStopPassed(q, mark)
	row.Notional = aged(q.Qty.Mul(mark))
	row.ATRPct, row.WorstHourPct = e.atrPct(coin, mark), e.worstHour(coin, q.Side)
	if a.at[k] < 0 {
		return unsafeLeg(row, a.why[k])
	}
	leg := &a.report.Legs[a.at[k]]
	e.viewFunding(&row, leg, quote, aged)
	if q.Margin == portfolio.Cross && stale == "" {
		aged = ageing(a.stale) // the pool is as old as its oldest mark
	}
	e.viewDanger(&row, a, k, aged)
	row.DistanceATR = e.inATR(coin, row.DistancePct, mark)
	row.ProposedStop = e.proposeStop(a, k, coin)
	return row
}

// ageing makes figures that are stale when why says so.
func ageing(why string) func(decimal.Decimal) model.Num {
	return func(v decimal.Decimal) model.Num {
		if why != "" {
			return model.Stale(float(v), why)
		}
		return model.Known(float(v))
	}
}

// viewDanger fills in margins and liquidation.
func (e *Engine) viewDanger(row *model.PositionRow, a *venueAccount, k int, aged func(decimal.Decimal) model.Num) {
	leg := &a.report.Legs[a.at[k]]
	rule, _ := margin.RuleOf(a.venue) // the report proves that there is one
	row.InitialMargin, row.Maintenance = aged(leg.InitialMargin), aged(leg.Maintenance)
	row.Bracket, row.Tiers = leg.Bracket, leg.Tiers
	row.LiquidationPrice, row.DistancePct = model.NotApplicable("no liquidation price"), model.NotApplicable("no liquidation price")
	if price := rule.Rounded(leg.Liquidation, e.tickOf(a.legs[k])); price.Valid {
		row.LiquidationPrice, row.DistancePct = aged(price.Decimal), model.Unknown("no distance")
		if leg.Liquidation.DistancePct.Valid {
			row.DistancePct = aged(leg.Liquidation.DistancePct.Decimal)
		}
	} else if leg.Liquidation.State == margin.LiqPassed {
		row.LiquidationPrice = model.NotApplicable("past liquidation, and no price would mend it")
		row.DistancePct = aged(decimal.Zero)
	}
	if holds, hasStop := leg.Stop.Protects(); hasStop {
		row.StopBeforeLiquidation = &holds
	}
	row.MarginRatio = model.NotApplicable("nothing is left of what backs it")
	if leg.Ratio.Valid {
		row.MarginRatio = aged(leg.Ratio.Decimal)
	}
}

// viewFunding fills in what funding pays, at the true interval (C-15).
func (e *Engine) viewFunding(row *model.PositionRow, leg *margin.Leg, q *quote, aged func(decimal.Decimal) model.Num) {
	row.FundingPerDay = model.Unknown("no funding heard")
	if q.none.Has(model.FieldFundingRate) {
		row.FundingPerDay = model.NotApplicable("no funding")
	}
	if leg.FundingNext.Valid {
		row.FundingNext = aged(leg.FundingNext.Decimal)
	}
	if q.has.Has(model.FieldFundingInterval) {
		row.FundingIntervalH = model.Known(q.fundingH)
	}
	if q.has.Has(model.FieldNextFunding) {
		row.NextFunding = q.nextFunding
	}
	if leg.FundingPerDay.Valid {
		row.FundingPerDay = aged(leg.FundingPerDay.Decimal)
	}
}

// isStopPassed tells whether the mark is already beyond the stop, so that the
// leg should be gone.
func isStopPassed(q *portfolio.Position, mark decimal.Decimal) bool {
	if q.Side == portfolio.Short {
		return mark.GreaterThanOrEqual(q.Stop)
	}
	return mark.LessThanOrEqual(q.Stop)
}

// inATR measures a distance in the coin's own daily range.
func (e *Engine) inATR(coin *assetState, distance model.Num, mark decimal.Decimal) model.Num {
	pct, ok := distance.Value()
	if !ok {
		return distance
	}
	atr, why := e.atr(coin)
	if why != "" {
		return model.Unknown(why)
	}
	return model.Known(pct / 100 * float(mark) / atr)
}

// atrPct is a coin's daily ATR(14) in percent of its mark.
func (e *Engine) atrPct(coin *assetState, mark decimal.Decimal) model.Num {
	atr, why := e.atr(coin)
	if why != "" {
		return model.Unknown(why)
	}
	return model.Known(atr / float(mark) * 100)
}

// atr is a coin's daily ATR(14), or what it waits for.
func (e *Engine) atr(coin *assetState) (atr float64, why string) {
	i := e.index[coin.asset]
	if i >= len(e.slow.coins) {
		return 0, "waiting for daily bars"
	}
	atr, ok := e.slow.coins[i].atr.Value()
	if !ok || atr <= 0 {
		return 0, fmt.Sprintf("needs %d daily bars", atrBars+1)
	}
	return atr, ""
}

// blindLeg is a leg whose mark is not known.
func blindLeg(row model.PositionRow, why string) model.PositionRow {
	u := model.Unknown(why)
	row.Mark, row.LiquidationPrice, row.DistancePct, row.DistanceATR = u, u, u, u
	row.FundingPerDay, row.UPnL = u, u
	return row
}

// unsafeLeg is a leg whose margin cannot be worked out, with the reason.
func unsafeLeg(row model.PositionRow, why string) model.PositionRow {
	u := model.Unknown(why)
	row.LiquidationPrice, row.DistancePct, row.DistanceATR, row.FundingPerDay = u, u, u, u
	return row
}

// silence words how long something has been quiet.
func silence(d time.Duration) string { return "mark silent for " + d.Round(time.Second).String() }
