package strategy

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy/playbook"
)

// viewHedges shows the hedges the playbook names for the present phase: the
// rule's ratio, the ratio that would take the market part out altogether
// (C-37), and what stands.
func (e *Engine) viewHedges(p *portfolio.Portfolio) []model.HedgeRow {
	var rows []model.HedgeRow
	for i := range e.cfg.Playbook.Hedges {
		h := &e.cfg.Playbook.Hedges[i]
		if !e.hedgeApplies(h) {
			continue
		}
		rows = append(rows, e.viewHedge(p, i))
	}
	return rows
}

func (e *Engine) viewHedge(p *portfolio.Portfolio, i int) model.HedgeRow {
	h := &e.cfg.Playbook.Hedges[i]
	row := model.HedgeRow{
		ID: h.ID, Of: h.Of, Against: string(h.Against), RuleRatio: model.Known(h.Ratio), Band: h.Band,
		Source: h.Source, Text: h.Title,
	}
	row.Covers, row.NotCovers = h.Covers, h.Leaves
	row.BetaRatio, row.R2, row.StdErr = e.regression(i)
	e.viewDailyFit(&row, i)
	spot, why := e.rotatingSpot(p, h.Of)
	if why != "" {
		row.CurrentRatio, row.Notional = model.Unknown(why), model.Unknown(why)
		return row
	}
	row.Spot = model.Known(float(spot))
	if spot.IsZero() {
		none := model.NotApplicable("no " + h.Of + " spot to cover")
		row.CurrentRatio, row.Notional, row.InBand = none, none, true
		return row
	}
	standing, why := e.shareOfHedge(p, i)
	if why != "" {
		row.CurrentRatio, row.Notional = model.Unknown(why), model.Unknown(why)
		return row
	}
	ratio := float(standing.DivRound(spot, 8))
	row.CurrentRatio, row.Notional = model.Known(ratio), model.Known(float(standing))
	row.InBand = ratio >= h.Band[0] && ratio <= h.Band[1]
	e.viewHedgeSize(&row, h, float(spot))
	e.viewHedgeCost(&row, h, float(standing))
	row.SetRatio, row.Drift = e.driftOf(p, i, ratio)
	e.viewBasket(&row, h)
	return row
}

// regression returns the slope of the covered sector's returns on the hedge's,
// its R² and its standard error, over 30 days of four-hour bars.
func (e *Engine) regression(i int) (beta, r2, stderr model.Num) {
	if i >= len(e.fast.hedges) || e.fast.hedges[i].of == nil {
		u := model.Unknown("waiting for history")
		return u, u, u
	}
	joint, ok := e.fast.hedges[i].joint.Value()
	if !ok {
		u := model.Unknown(fmt.Sprintf("needs %d bars of 4 h", betaBars+1))
		return u, u, u
	}
	flat := "the hedge did not move"
	b, ok := joint.Beta()
	beta = numOr(b, ok, flat)
	v, ok := joint.R2()
	r2 = numOr(v, ok, flat)
	v, ok = joint.BetaError()
	return beta, r2, numOr(v, ok, flat)
}

// rotatingSpot is the worth of the holdings in a sector or sub-sector that are
// not core.
func (e *Engine) rotatingSpot(p *portfolio.Portfolio, of string) (decimal.Decimal, string) {
	sum := decimal.Zero
	for _, h := range p.Holdings {
		sector, child, _ := e.cfg.Universe.Home(h.Asset)
		if h.Core || sector != of && child != of {
			continue
		}
		price, why := e.priceOf(h.Asset)
		if why != "" {
			return decimal.Zero, why
		}
		sum = sum.Add(h.Qty.Mul(price))
	}
	return sum, ""
}

// shareOfHedge is the part of the legs in a hedge's coin that serves it, shorts
// but for a hedge that is a long. One leg can serve several hedges of a phase;
// it is split in proportion to what each asks for; why says what is not known of
// that.
func (e *Engine) shareOfHedge(p *portfolio.Portfolio, i int) (share decimal.Decimal, why string) {
	h := &e.cfg.Playbook.Hedges[i]
	asked, all := decimal.Zero, decimal.Zero
	for j := range e.cfg.Playbook.Hedges {
		other := &e.cfg.Playbook.Hedges[j]
		if other.Against != h.Against || hedgeSide(other) != hedgeSide(h) || !e.hedgeApplies(other) {
			continue
		}
		spot, why := e.rotatingSpot(p, other.Of)
		if why != "" {
			return decimal.Zero, why
		}
		all = all.Add(asks(other, spot))
		if j == i {
			asked = asks(h, spot)
		}
	}
	open := decimal.Zero
	for _, q := range e.hedgeLegs(p, h) {
		if mark, _, why := e.markOf(q); why == "" {
			open = open.Add(q.Qty.Mul(mark))
		}
	}
	if !all.IsPositive() {
		return decimal.Zero, ""
	}
	return open.Mul(asked).DivRound(all, 8), ""
}

// asks is the notional the rule wants for a hedge of so much spot.
func asks(h *playbook.Hedge, spot decimal.Decimal) decimal.Decimal {
	return spot.Mul(decimal.NewFromFloat(h.Ratio))
}

// netBeta is the account's exposure in units of the first benchmark coin: every
// coin's worth times its beta, over equity. Coins whose beta is not known make
// it unknown.
func (e *Engine) netBeta(p *portfolio.Portfolio, t *bucketTotals) model.Num {
	if why := t.notPriced(); why != "" {
		return model.Unknown(why)
	}
	sum := 0.0
	add := func(asset model.Asset, worth decimal.Decimal) bool {
		beta, ok := e.beta(asset)
		sum += beta * float(worth)
		return ok
	}
	for _, h := range p.Holdings {
		price, _ := e.priceOf(h.Asset)
		if !add(h.Asset, h.Qty.Mul(price)) {
			return model.Unknown(fmt.Sprintf("beta of %s needs %d bars of 4 h", h.Asset, betaBars+1))
		}
	}
	for k := range p.Positions {
		q := &p.Positions[k]
		_, coin := e.legQuote(q)
		mark, _, why := e.markOf(q)
		if coin == nil || why != "" {
			return model.Unknown(why)
		}
		worth := q.Qty.Mul(mark)
		if q.Side == portfolio.Short {
			worth = worth.Neg()
		}
		if !add(coin.asset, worth) {
			return model.Unknown(fmt.Sprintf("beta of %s needs %d bars of 4 h", coin.asset, betaBars+1))
		}
	}
	return model.Known(sum / float(t.equity))
}

// beta is a coin's beta to the first benchmark coin, 1 for that coin itself.
func (e *Engine) beta(asset model.Asset) (float64, bool) {
	i, known := e.index[asset]
	if !known || i >= len(e.fast.coins) {
		return 0, false
	}
	if i == e.benchmark[0] {
		return 1, true
	}
	return e.fast.coins[i].beta.Beta()
}
