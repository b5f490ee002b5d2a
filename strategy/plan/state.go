package plan

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
)

// pctDigits is how exactly shares are cut; they add up to 100 exactly.
const pctDigits = 4

// view shows a portfolio at a point of the plan.
func (b *basis) view(p *purse) model.PlanState {
	s := model.PlanState{Cash: p.cash, Free: p.free(), Margin: p.posted(), Cost: p.cost}
	worth := b.worth(p)
	s.Equity = worth.equity
	s.Allocation = b.shares(worth)
	for i := range p.legs {
		s.Gross = s.Gross.Add(p.legs[i].notional())
	}
	if !s.Equity.IsPositive() {
		return s
	}
	s.MarginPct, s.GrossPct = pctOf(s.Margin, s.Equity), pctOf(s.Gross, s.Equity)
	b.viewDanger(&s, p)
	b.viewExposure(&s, p)
	return s
}

func pctOf(part, whole decimal.Decimal) float64 {
	return part.Shift(2).DivRound(whole, 6).InexactFloat64()
}

// worthOf is a portfolio by bucket.
type worthOf struct {
	order  []string
	usd    map[string]decimal.Decimal
	equity decimal.Decimal
}

func (w *worthOf) add(bucket string, usd decimal.Decimal) {
	if _, seen := w.usd[bucket]; !seen {
		w.order = append(w.order, bucket)
	}
	w.usd[bucket] = w.usd[bucket].Add(usd)
	w.equity = w.equity.Add(usd)
}

// worth values a portfolio at the plan's prices. What futures gained or lost
// counts with the stablecoins, and so does posted margin (C-22).
func (b *basis) worth(p *purse) worthOf {
	w := worthOf{usd: make(map[string]decimal.Decimal)}
	for _, t := range b.targets {
		w.add(t.bucket, decimal.Zero)
	}
	for i := range p.spot {
		c := &p.spot[i]
		if c.qty.IsPositive() {
			w.add(c.bucketName(), c.worth(b.prices[c.asset]))
		}
	}
	cash := p.cash
	for i := range p.legs {
		cash = cash.Add(p.legs[i].profit(p.legs[i].mark, p.legs[i].Qty))
	}
	w.add(playbook.Stables, cash)
	return w
}

func (c *coin) bucketName() string {
	if c.core {
		return playbook.Core
	}
	return c.bucket
}

// shares turns worth into percent that add up to 100 exactly: what rounding
// leaves goes to the stablecoins.
func (b *basis) shares(w worthOf) []model.PlanShare {
	out := make([]model.PlanShare, 0, len(w.order))
	if !w.equity.IsPositive() {
		return out
	}
	rest := decimal.NewFromInt(100)
	stables := -1
	for _, name := range w.order {
		row := model.PlanShare{Bucket: name, USD: w.usd[name], Pct: w.usd[name].Shift(2).DivRound(w.equity, pctDigits), Target: b.targetOf(name)}
		if name == playbook.Stables {
			stables = len(out)
		} else {
			rest = rest.Sub(row.Pct)
		}
		out = append(out, row)
	}
	out[stables].Pct = rest
	return out
}

func (b *basis) targetOf(bucket string) model.Num {
	if bucket == playbook.Core {
		return model.NotApplicable("the core is never rotated")
	}
	if i := slices.IndexFunc(b.targets, func(t want) bool { return t.bucket == bucket }); i >= 0 {
		return model.Known(b.targets[i].pct)
	}
	if bucket == outside {
		return model.NotApplicable("outside the taxonomy")
	}
	return model.Known(0)
}

// viewDanger finds the leg that is nearest to its liquidation.
func (b *basis) viewDanger(s *model.PlanState, p *purse) {
	s.WorstPct = model.NotApplicable("no leg has a liquidation price")
	worst := math.Inf(1)
	b.market.endanger(p)
	for i := range p.legs {
		l := &p.legs[i]
		switch {
		case l.liq.why != "":
			s.WorstPct, s.Worst = model.Unknown(l.liq.why), l.name()
			return
		case l.liq.price.Valid && l.liq.distPct < worst:
			worst = l.liq.distPct
			s.WorstPct, s.Worst = model.Known(worst), l.name()
		}
	}
}

// viewExposure adds up what moves with the market.
func (b *basis) viewExposure(s *model.PlanState, p *purse) {
	equity := s.Equity.InexactFloat64()
	order, held := b.exposures(p)
	net, beta, noBeta := 0.0, 0.0, ""
	for _, a := range order {
		x := held[a]
		net += x
		c, known := b.market.coins[a]
		if known {
			var v float64
			v, known = c.Beta.Value()
			beta += v * x
		}
		if !known {
			noBeta = string(a)
		}
	}
	s.NetPct, s.NetBeta = model.Known(net/equity*100), model.Known(beta/equity)
	if why := b.whyUnpriced(); why != "" {
		s.NetPct, s.NetBeta, s.VaR = model.Unknown(why), model.Unknown(why), model.Unknown(why)
		return
	}
	if noBeta != "" {
		s.NetBeta = model.Unknown("the beta of " + noBeta + " is not known")
	}
	s.VaR = b.valueAtRisk(p)
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// exposures is the signed worth of each coin, spot and futures, in the order
// they first appear.
func (b *basis) exposures(p *purse) ([]model.Asset, map[model.Asset]float64) {
	var order []model.Asset
	held := make(map[model.Asset]float64)
	add := func(a model.Asset, usd decimal.Decimal) {
		if usd.IsZero() {
			return
		}
		if _, seen := held[a]; !seen {
			order = append(order, a)
		}
		held[a] += usd.InexactFloat64()
	}
	for i := range p.spot {
		add(p.spot[i].asset, p.spot[i].worth(b.prices[p.spot[i].asset]))
	}
	for i := range p.legs {
		add(p.legs[i].Asset, p.legs[i].signed())
	}
	return order, held
}
