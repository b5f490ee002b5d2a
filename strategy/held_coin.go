package strategy

import (
	"math"

	"eddy/model"
)

// heldCoin is what is held of one coin, worked out once a snapshot so that
// conditions only look it up.
type heldCoin struct {
	share model.Num // spot, of equity, percent
	loss  model.Num // of its worst futures leg, per posted margin, percent
	stop  model.Num // the worst leg's distance to its stop over that to liquidation
}

const (
	noLeg   = "no futures leg of it is held"
	noOrder = "the plan trades none of it"
)

// noteHeld works out what conditions may ask about what is held, from a snapshot
// that says what it is worth.
func (e *Engine) noteHeld(s *model.Snapshot) {
	if len(e.inputs.held) != len(e.assets) {
		e.inputs.held = make([]heldCoin, len(e.assets))
	}
	for i := range e.inputs.held {
		h := &e.inputs.held[i]
		h.share, h.loss, h.stop = model.Unknown(noPortfolio), model.Unknown(noPortfolio), model.Unknown(noPortfolio)
		if e.book.held != nil {
			h.share, h.loss, h.stop = model.Known(0), model.NotApplicable(noLeg), model.NotApplicable(noLeg)
		}
	}
	e.noteSpot(&s.Portfolio)
	for i := range s.Positions {
		e.noteLeg(&s.Positions[i])
	}
}

// noteSpot works out each coin's share of equity, the core's part included.
func (e *Engine) noteSpot(p *model.PortfolioView) {
	if e.book.held == nil {
		return
	}
	equity, known := p.Equity.Value()
	for i := range e.book.held.Holdings {
		h := &e.book.held.Holdings[i]
		at, followed := e.index[h.Asset]
		if !followed {
			continue
		}
		share := &e.inputs.held[at].share
		price, why := e.priceOf(h.Asset)
		part := share.Or(0) + float(h.Qty.Mul(price))/equity*100
		switch {
		case why != "":
			*share = model.Unknown(why)
		case share.State() == model.NumUnknown:
		case !known || equity <= 0:
			*share = model.Unknown(noPortfolio)
		case !p.Equity.Fresh():
			*share = model.Stale(part, p.Equity.Why())
		default:
			*share = model.Known(part)
		}
	}
}

// noteLeg adds a futures leg to what is known of its coin.
func (e *Engine) noteLeg(row *model.PositionRow) {
	coin := row.Asset
	if coin == "" { // its mark was never heard
		coin = e.assetBehind(row.Venue, row.Symbol)
	}
	at, followed := e.index[coin]
	if !followed {
		return
	}
	h := &e.inputs.held[at]
	h.loss = worse(h.loss, legLoss(row))
	h.stop = worse(h.stop, stopOverLiquidation(row))
}

// worse is the larger of two figures; one that is not known counts as larger
// than any.
func worse(a, b model.Num) model.Num {
	switch {
	case a.State() == model.NumUnknown || b.State() == model.NumNotApplicable:
		return a
	case b.State() == model.NumUnknown || a.State() == model.NumNotApplicable || b.Or(0) > a.Or(0):
		return b
	default:
		return a
	}
}

// legLoss is what a leg has lost of the margin it posted, percent; below zero it
// gained (S0-STR2-4).
func legLoss(row *model.PositionRow) model.Num {
	gain, ok := row.UPnL.Value()
	posted := row.Qty.Or(0) * row.Entry.Or(0) / row.Leverage.Or(math.NaN())
	switch {
	case !ok:
		return model.Unknown(row.UPnL.Why())
	case !row.UPnL.Fresh():
		return model.Stale(-gain/posted*100, row.UPnL.Why())
	default:
		return model.Known(-gain / posted * 100)
	}
}

// stopOverLiquidation is how far the mark is from the stop, over how far it is
// from liquidation: at 1 they meet, and a stop that was passed is at 0 (S2-CONS-2).
func stopOverLiquidation(row *model.PositionRow) model.Num {
	far, ok := row.DistancePct.Value()
	mark, both := row.Mark.Value()
	switch {
	case row.DistancePct.State() == model.NumNotApplicable:
		return model.NotApplicable("it has no liquidation price")
	case !ok || !both || far <= 0:
		return model.Unknown("its distance to liquidation is not known")
	}
	near := (mark - row.Stop.Or(math.NaN())) / mark * 100
	if row.Side == "short" {
		near = -near
	}
	if !row.DistancePct.Fresh() {
		return model.Stale(max(0, near)/far, row.DistancePct.Why())
	}
	return model.Known(max(0, near) / far)
}

// participation is the standing plan's order of a coin as a part of the coin's
// turnover of 24 hours, percent (S0-RISK-3).
func (e *Engine) participation(i int) model.Num {
	if why := e.noPlan(); why != "" {
		return model.Unknown(why)
	}
	o := e.orderOf(i)
	if o.notional == 0 {
		return model.NotApplicable(noOrder)
	}
	turnover, ok := e.assets[i].turnoverNow(e.clock)
	return numOr(o.notional/turnover*100, ok && turnover > 0, "no venue tells a volume")
}

// orderGate is the expected edge of the standing plan's order of a coin over what
// it costs (S2-CONS-3).
func (e *Engine) orderGate(i int) model.Num {
	if why := e.noPlan(); why != "" {
		return model.Unknown(why)
	}
	o := e.orderOf(i)
	if !o.hasEdge || o.cost <= 0 {
		return model.NotApplicable("the plan has no order of it that is for gain")
	}
	return model.Known(o.edge / o.cost)
}

// noPlan says why there is no standing plan, "" when there is.
func (e *Engine) noPlan() string {
	if e.standing.view == nil {
		return "no plan was made yet"
	}
	return e.standing.view.Why
}

func (e *Engine) orderOf(i int) order {
	if i >= len(e.standing.orders) {
		return order{}
	}
	return e.standing.orders[i]
}
