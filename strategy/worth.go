package strategy

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy/playbook"
)

// otherBucket holds coins outside the taxonomy.
const otherBucket = "Other"

// worth values the holdings at the coins' own prices and the legs at their
// venues' marks. A coin nobody will price is left out, and the totals name it.
// why says what is waited for, of coins and of marks; the totals are empty then.
func (e *Engine) worth(p *portfolio.Portfolio) (t bucketTotals, why string) {
	t = bucketTotals{worth: make(map[string]decimal.Decimal)}
	for _, h := range p.Holdings {
		u, missing := e.unpriced(&h)
		switch {
		case missing && u.Awaited:
			return bucketTotals{}, u.Why
		case missing:
			t.leaveOut(e.bucket(h), u)
			continue
		}
		price, _ := e.priceOf(h.Asset)
		value := h.Qty.Mul(price)
		t.add(e.bucket(h), value)
		t.spot = t.spot.Add(value)
		t.noteStale(e, h.Asset)
	}
	for i := range p.Positions {
		if why := e.addLeg(&t, &p.Positions[i]); why != "" {
			return bucketTotals{}, why
		}
	}
	// Posted margin is stablecoins that are earmarked, not gone (C-22), and what
	// the legs gained or lost is settled in stablecoins.
	t.add(playbook.Stables, p.Cash.Add(t.upnl))
	t.equity = p.Cash.Add(t.spot).Add(t.upnl)
	return t, ""
}

// bucket says where a holding counts.
func (e *Engine) bucket(h portfolio.Holding) string {
	if h.Core {
		return playbook.Core
	}
	if sector, child, known := e.cfg.Universe.Home(h.Asset); known {
		return e.cfg.Playbook.BucketOf(sector, child)
	}
	return otherBucket
}

func (t *bucketTotals) noteStale(e *Engine, asset model.Asset) {
	if price, _ := e.price(&e.assets[e.index[asset]]); price.State() == model.NumStale && t.stale == "" {
		t.stale = fmt.Sprintf("%s %s", asset, price.Why())
	}
}

func (e *Engine) addLeg(t *bucketTotals, q *portfolio.Position) string {
	mark, _, why := e.markOf(q)
	if why != "" {
		return why
	}
	notional := q.Qty.Mul(mark)
	t.gross = t.gross.Add(notional)
	t.margin = t.margin.Add(q.Qty.Mul(q.Entry).Div(q.Leverage))
	t.upnl = t.upnl.Add(unrealised(q, mark))
	return ""
}

// unrealised is a leg's profit at a mark, s·q·(P − E) (margin.md §0).
func unrealised(q *portfolio.Position, mark decimal.Decimal) decimal.Decimal {
	gain := q.Qty.Mul(mark.Sub(q.Entry))
	if q.Side == portfolio.Short {
		return gain.Neg()
	}
	return gain
}

// markOf returns a leg's mark on its own venue, and why it is stale if it is.
func (e *Engine) markOf(q *portfolio.Position) (mark decimal.Decimal, stale, why string) {
	quote, _ := e.legQuote(q)
	if quote == nil || quote.has&model.FieldMark == 0 {
		return decimal.Zero, "", fmt.Sprintf("waiting for the mark of %s on %s", q.Symbol, q.Venue)
	}
	if silent := e.clock.Sub(quote.marked); silent > quote.limit() {
		stale = silence(silent)
	}
	return decimal.NewFromFloat(quote.mark), stale, ""
}

// legQuote finds the quote of a leg's own contract and the coin behind it.
func (e *Engine) legQuote(q *portfolio.Position) (*quote, *assetState) {
	v, enabled := e.venueAt[q.Venue]
	if !enabled {
		return nil, nil
	}
	for i := range e.assets {
		if at := &e.assets[i].quotes[v]; at.symbol == q.Symbol {
			return at, &e.assets[i]
		}
	}
	return nil, nil
}

// viewMoney fills in what the snapshot says about the user's money.
func (e *Engine) viewMoney(s *model.Snapshot) {
	if e.book.seed != nil {
		if why := e.plant(); why != "" {
			s.Portfolio = model.PortfolioView{Name: e.book.seed.Name, Why: why}
			return
		}
	}
	p := e.book.held
	if p == nil {
		s.Portfolio = model.PortfolioView{Why: "no portfolio yet: name one with --portfolio FILE or in the configuration"}
		return
	}
	t, why := e.worth(p)
	if why == "" && !t.equity.IsPositive() {
		if why = t.notPriced(); why == "" {
			why = "the portfolio is worth nothing"
		}
	}
	if why != "" {
		s.Portfolio = model.PortfolioView{Name: p.Name, Why: why}
		e.viewLegs(s, p) // one mark that is missing must not hide how near the others are
		return
	}
	s.Portfolio = e.viewPortfolio(p, &t)
	s.Allocation = e.viewAllocation(&t)
	s.Hedges = e.viewHedges(p)
	e.viewRisk(s, p, &t)
}

// viewRisk fills in what could go wrong with it.
func (e *Engine) viewRisk(s *model.Snapshot, p *portfolio.Portfolio, t *bucketTotals) {
	accounts := e.viewLegs(s, p)
	s.Stress = e.viewStress(p, t, accounts)
	s.VaR = e.viewVaR(p, t)
	s.Result = e.viewResult(p, t)
}

// viewLegs fills in the futures legs and the accounts they stand in.
func (e *Engine) viewLegs(s *model.Snapshot, p *portfolio.Portfolio) []*venueAccount {
	accounts := e.venueAccounts(p)
	s.Positions = e.viewPositions(p, accounts)
	for _, a := range accounts {
		s.Margin = append(s.Margin, e.viewMargin(a))
		s.Accounts = append(s.Accounts, e.viewInput(a))
	}
	return accounts
}

// float crosses the border from money to statistics.
func float(d decimal.Decimal) float64 { return d.InexactFloat64() }

func (e *Engine) viewPortfolio(p *portfolio.Portfolio, t *bucketTotals) model.PortfolioView {
	v := model.PortfolioView{
		Name: p.Name, Unpriced: t.unpriced, Equity: t.num(t.equity), Cash: t.num(p.Cash), SpotValue: t.num(t.spot),
		MarginUsed: t.num(t.margin), GrossNotional: t.num(t.gross),
		FuturesPct: t.num(t.share(t.margin)),
	}
	if limit, _, ok := e.futuresCap(); ok {
		v.FuturesCapPct = model.Known(limit)
	}
	v.LeverageCap = model.Known(e.cfg.Playbook.Limits.LeverageMax.Value)
	v.NetBeta = e.netBeta(p, t)
	return v
}

// num shows an amount, stale where some price is.
func (t *bucketTotals) num(d decimal.Decimal) model.Num {
	if t.stale != "" {
		return model.Stale(float(d), t.stale)
	}
	return model.Known(float(d))
}

// share returns a part of equity in percent.
func (t *bucketTotals) share(part decimal.Decimal) decimal.Decimal {
	return part.Shift(2).DivRound(t.equity, 8)
}

// viewAllocation compares the buckets with the playbook's stage: targets in
// the playbook's order, then what is held beyond it.
func (e *Engine) viewAllocation(t *bucketTotals) []model.AllocationRow {
	stage, known := e.stage()
	var rows []model.AllocationRow
	shown := make(map[string]bool)
	row := func(bucket string, target model.Num, source string) {
		shown[bucket] = true
		now := float(t.share(t.worth[bucket]))
		r := model.AllocationRow{Bucket: bucket, CurrentPct: model.Known(now), TargetPct: target, Source: source}
		if t.stale != "" {
			r.CurrentPct = model.Stale(now, t.stale)
		}
		r.DriftPct = target
		if want, ok := target.Value(); ok {
			r.DriftPct = model.Known(now - want)
		}
		t.markMissing(&r)
		rows = append(rows, r)
	}
	if known {
		for _, target := range stage.Targets {
			row(target.Bucket, model.Known(target.Pct), target.Source)
		}
	}
	for _, bucket := range t.order {
		switch {
		case shown[bucket]:
		case known && bucket == playbook.Core:
			row(bucket, model.NotApplicable("the core is never rotated"), "S2-CONS-1")
		case known:
			row(bucket, model.Known(0), "")
		default:
			row(bucket, model.Unknown("no target while the phase is unknown"), "")
		}
	}
	return rows
}
