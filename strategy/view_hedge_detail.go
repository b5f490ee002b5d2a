package strategy

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy/cost"
	"eddy/strategy/hedge"
	"eddy/strategy/playbook"
)

// hedgeSide is the side a hedge takes: short but where the playbook says long.
func hedgeSide(h *playbook.Hedge) portfolio.Side {
	if h.Side == string(portfolio.Long) {
		return portfolio.Long
	}
	return portfolio.Short
}

// hedgeLegs are the futures legs that serve a hedge.
func (e *Engine) hedgeLegs(p *portfolio.Portfolio, h *playbook.Hedge) []*portfolio.Position {
	var out []*portfolio.Position
	for k := range p.Positions {
		q := &p.Positions[k]
		if _, coin := e.legQuote(q); q.Side == hedgeSide(h) && coin != nil && coin.asset == h.Against {
			out = append(out, q)
		}
	}
	return out
}

// viewDailyFit fills in the ratios of daily returns: with fading memory and of
// least variance, and the one that takes the market out.
func (e *Engine) viewDailyFit(row *model.HedgeRow, i int) {
	wait := model.Unknown("waiting for history")
	row.BetaEWMA, row.MinVarianceRatio, row.Effectiveness, row.MarketRatio = wait, wait, wait, wait
	if i >= len(e.slow.hedges) || e.slow.hedges[i].of == nil {
		return
	}
	t := &e.slow.hedges[i]
	ratio, ok := t.fading.Ratio()
	row.BetaEWMA = numOr(ratio, ok, fmt.Sprintf("needs %d daily bars", hedge.MinRows+1))
	joint, full := t.joint.Value()
	fit, ok := hedge.FitOf(joint)
	row.MinVarianceRatio = numOr(fit.Ratio, full && ok, fmt.Sprintf("needs %d daily bars", betaBars+1))
	row.Effectiveness = numOr(fit.Effectiveness, full && ok, fmt.Sprintf("needs %d daily bars", betaBars+1))
	if full && ok {
		row.FitDays, row.ResidualPct = fit.Rows, model.Known(fit.Residual*100)
	}
	row.MarketRatio = e.marketRatio(t)
}

// marketRatio is the sector's beta over the hedge's own, both to the first
// benchmark coin: the ratio that takes the market out (analytics §10). The
// sector's is the mean of its members' by their weight in the index.
func (e *Engine) marketRatio(t *hedgeTrack) model.Num {
	sum, weights := 0.0, 0.0
	for k, at := range t.of.pool {
		weight := t.of.index.Member(k).Weight
		beta, ok := e.beta(e.assets[at].asset)
		if !ok || weight <= 0 {
			continue
		}
		sum, weights = sum+weight*beta, weights+weight
	}
	own, ok := e.beta(e.assets[t.against].asset)
	if !ok || weights < leastBetaWeight {
		return model.Unknown(fmt.Sprintf("betas need %d bars of 4 h", betaBars+1))
	}
	ratio, ok := hedge.BetaMatched(sum/weights, 0, own)
	return numOr(ratio, ok, "the hedge does not move with the market")
}

// leastBetaWeight is how much of a sector must have a beta for its mean to
// speak for it.
const leastBetaWeight = 0.5

// viewHedgeSize sets the rule's notional beside the beta's (C-37) and says
// whether they differ by more than chance: two standard errors.
func (e *Engine) viewHedgeSize(row *model.HedgeRow, h *playbook.Hedge, spot float64) {
	row.RuleNotional = model.Known(h.Ratio * spot)
	beta, ok := row.BetaRatio.Value()
	if !ok {
		row.BetaNotional = row.BetaRatio
		return
	}
	row.BetaNotional = model.Known(beta * spot)
	stderr, ok := row.StdErr.Value()
	row.Differ = ok && math.Abs(beta-h.Ratio) > 2*stderr
}

// viewHedgeCost says what it would cost to bring the hedge to the rule, and
// what it earns or pays a day as it stands and at the rule (C-15).
func (e *Engine) viewHedgeCost(row *model.HedgeRow, h *playbook.Hedge, standing float64) {
	wanted, _ := row.RuleNotional.Value()
	q, venue := e.hedgeQuote(h.Against)
	if q == nil {
		u := model.Unknown(fmt.Sprintf("no venue quotes %s now", h.Against))
		row.RehedgeCost, row.CarryPerDay, row.CarryRulePerDay, row.CarryAprPct = u, u, u, u
		return
	}
	bid, ask := 0.0, 0.0
	if q.has.Has(model.FieldBid | model.FieldAsk) {
		bid, ask = q.bid, q.ask
	}
	half, measured := cost.HalfSpread(bid, ask, q.volume24h)
	fee := e.cfg.Fees.OfContract(venue, e.planning.contracts[contractKey{venue, q.symbol}].TakerFee)
	row.RehedgeCost = model.Known(hedge.Rehedge(standing, wanted, fee.Rate, half))
	row.RehedgeBasis = fmt.Sprintf("%s: fee %s, half spread %.4f %%", h.Against, fee, half*100)
	if !measured {
		row.RehedgeBasis += " by turnover, no book heard"
	}
	if !q.has.Has(model.FieldFundingRate | model.FieldFundingInterval) {
		u := model.Unknown("no funding heard")
		row.CarryPerDay, row.CarryRulePerDay, row.CarryAprPct = u, u, u
		return
	}
	rate := q.fundingRate
	if hedgeSide(h) == portfolio.Long {
		rate = -rate
	}
	now, ok := hedge.CarryPerDay(standing, rate, q.fundingH)
	row.CarryPerDay = numOr(now, ok, "no funding interval")
	ruled, ok := hedge.CarryPerDay(wanted, rate, q.fundingH)
	row.CarryRulePerDay = numOr(ruled, ok, "no funding interval")
	apr, ok := hedge.CarryAPR(rate, q.fundingH)
	row.CarryAprPct = numOr(apr*100, ok, "no funding interval")
}

// hedgeQuote is the first enabled venue's quote of a coin that is not stale.
func (e *Engine) hedgeQuote(asset model.Asset) (*quote, model.Venue) {
	i, known := e.index[asset]
	if !known {
		return nil, ""
	}
	for v := range e.assets[i].quotes {
		if q := &e.assets[i].quotes[v]; q.symbol != "" && !q.stale(e.clock) {
			return q, e.cfg.Venues[v]
		}
	}
	return nil, ""
}

// driftOf compares the ratio that stands with the one the hedge was opened at:
// the same sizes at the closes of the day before its oldest leg.
func (e *Engine) driftOf(p *portfolio.Portfolio, i int, now float64) (set, drift model.Num) {
	h := &e.cfg.Playbook.Hedges[i]
	legs := e.hedgeLegs(p, h)
	if len(legs) == 0 {
		none := model.NotApplicable("the hedge is not open")
		return none, none
	}
	since := legs[0].Since
	for _, q := range legs {
		if !q.Since.Known() {
			u := model.Unknown("when the hedge was opened is not known; the ledger tells it (eddy portfolio import)")
			return u, u
		}
		since = min(since, q.Since)
	}
	was, ok := e.ratioAt(p, h, since, now)
	if !ok {
		u := model.Unknown("no daily bars from when the hedge was opened")
		return u, u
	}
	return model.Known(was), model.Known(now - was)
}

// ratioAt scales the present ratio back by what the hedge and the spot have
// moved since a moment.
func (e *Engine) ratioAt(p *portfolio.Portfolio, h *playbook.Hedge, since model.Millis, now float64) (float64, bool) {
	then, spotNow := decimal.Zero, decimal.Zero
	for _, x := range p.Holdings {
		sector, child, _ := e.cfg.Universe.Home(x.Asset)
		if x.Core || sector != h.Of && child != h.Of {
			continue
		}
		old, ok := e.closeAt(x.Asset, since)
		price, why := e.priceOf(x.Asset)
		if !ok || why != "" {
			return 0, false
		}
		then, spotNow = then.Add(x.Qty.Mul(old)), spotNow.Add(x.Qty.Mul(price))
	}
	old, ok := e.closeAt(h.Against, since)
	price, why := e.priceOf(h.Against)
	if !ok || why != "" || !then.IsPositive() {
		return 0, false
	}
	hedgeMove, spotMove := float(price.Div(old)), float(spotNow.Div(then))
	return now / hedgeMove * spotMove, true
}

// closeAt is a coin's last daily close at or before a moment.
func (e *Engine) closeAt(a model.Asset, t model.Millis) (decimal.Decimal, bool) {
	i, known := e.index[a]
	if !known {
		return decimal.Zero, false
	}
	bars := e.assets[i].days.bars
	for k := len(bars) - 1; k >= 0; k-- {
		if bars[k].End() <= t {
			return decimal.NewFromFloat(bars[k].Close), t.Sub(bars[k].End()) < 2*model.Day1.Duration()
		}
	}
	return decimal.Zero, false
}

// viewBasket shows the same short spread over the sector's own members, which
// S0-FUT-2 asks for, and the member whose funding is highest.
func (e *Engine) viewBasket(row *model.HedgeRow, h *playbook.Hedge) {
	t := e.slow.track(h.Of)
	wanted, ok := row.RuleNotional.Value()
	if t == nil || !ok {
		return
	}
	members := make([]hedge.Member, 0, len(t.members))
	for k, at := range t.pool {
		if !t.index.Seated(k) {
			continue
		}
		a := &e.assets[at]
		v := model.AssetView{}
		e.viewAssetTotals(a, &v)
		members = append(members, hedge.Member{
			Asset: a.asset, Weight: t.index.Member(k).Weight, Funding8h: v.Funding8hPct, OpenInterest: v.OpenInterestUSD,
		})
	}
	if m, ok := hedge.MostLeveraged(members); ok {
		row.MostLeveraged = m.Asset
	}
	legs, err := hedge.Basket(members, decimal.NewFromFloat(wanted).Round(2))
	if err != nil {
		return // no member has a weight yet
	}
	for _, l := range legs {
		value := float(l.Value)
		if hedgeSide(h) == portfolio.Long {
			value = -value
		}
		row.Basket = append(row.Basket, model.HedgeLeg{Asset: l.Asset, Notional: model.Known(value)})
	}
}
