package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// Revise folds the user's steps over a plan and holds it against the newest
// snapshot. The plan it is given may be a revised one: steps always count from
// the proposal.
func Revise(p *model.Plan, now *model.Snapshot, steps []model.PlanStep) *model.Plan {
	b, ok := p.Basis.(*basis)
	if !ok {
		return p
	}
	return b.fold(now, steps)
}

// choice is what was decided about a leg.
type choice struct {
	status  string
	edited  bool
	confirm bool
	draft   draft
}

// choices applies the steps to the drafts. Prices that were asked for anew count
// for the coin everywhere.
func (b *basis) choices(steps []model.PlanStep) ([]choice, *basis) {
	out := make([]choice, len(b.drafts))
	for i := range out {
		out[i] = choice{status: model.LegProposed, draft: b.drafts[i]}
	}
	priced := b
	for _, s := range steps {
		i := slices.IndexFunc(b.drafts, func(d draft) bool { return d.id == s.Leg })
		if i < 0 {
			continue
		}
		if s.Kind == model.StepReprice && s.Value.IsPositive() {
			priced = priced.reprice(out, i, s.Value)
			continue
		}
		out[i].take(s)
	}
	return out, priced
}

func (c *choice) take(s model.PlanStep) {
	switch s.Kind {
	case model.StepAccept:
		c.status, c.confirm = model.LegAccepted, s.Confirm
	case model.StepSkip:
		c.status = model.LegSkipped
	case model.StepSize:
		c.draft.qty = floorTo(decimal.Max(s.Value, decimal.Zero), c.draft.steps.lot)
		c.edit()
	case model.StepLeverage:
		if s.Value.IsPositive() {
			c.draft.leverage = s.Value
		}
		c.edit()
	}
}

// edit marks a leg as changed by hand; it is to be accepted anew.
func (c *choice) edit() {
	c.edited = true
	c.status = model.LegEdited
}

// reprice sets the price of the coin a leg trades, for it and for everything
// that is held of it.
func (b *basis) reprice(list []choice, i int, price decimal.Decimal) *basis {
	c := *b
	c.prices = make(map[model.Asset]decimal.Decimal, len(b.prices))
	for a, p := range b.prices {
		c.prices[a] = p
	}
	asset := list[i].draft.asset
	c.prices[asset] = price
	c.start = b.start.clone()
	for k := range c.start.spot {
		c.start.spot[k].valued = false
	}
	for k := range c.start.legs {
		if l := &c.start.legs[k]; l.Asset == asset {
			l.mark, l.liq = price, liquidation{}
		}
	}
	for k := range list {
		if d := &list[k].draft; d.asset == asset {
			d.price = price
			if d.target.Valid {
				d.target = b.gain(price, d.short)
			}
		}
	}
	return &c
}

// fold works the plan out with what was decided so far.
func (b *basis) fold(now *model.Snapshot, steps []model.PlanStep) *model.Plan {
	p := b.head(now)
	if b.why != "" {
		return p
	}
	list, priced := b.choices(steps)
	current := newMarket(now, b.in.Playbook, b.in.Tiers)
	purse := priced.start.clone()
	p.Before = priced.view(purse)
	state := p.Before
	for i := range list {
		leg, next := priced.step(&list[i], i, purse, state, current, len(p.OutOfDate) > 0)
		if leg.Status != model.LegSkipped {
			purse, state = next, leg.After
		}
		p.Legs = append(p.Legs, leg)
	}
	p.After = state
	priced.total(p, list)
	return p
}

// head is everything of a plan but its legs.
func (b *basis) head(now *model.Snapshot) *model.Plan {
	p := &model.Plan{
		AsOf: b.in.Snapshot.AsOf, Playbook: b.in.Playbook.Name, Stage: b.stage.ID, Title: b.stage.Title, WhatIf: b.in.WhatIf,
		Phase: b.in.Snapshot.Phase.Phase, Confidence: b.in.Snapshot.Phase.Confidence, Profile: b.in.Profile,
		Equity: b.equity, Unpriced: b.unpricedList(), Cap: b.cap, Pace: b.viewPace(), Legs: []model.PlanLeg{}, Refused: b.refused, Notes: b.notes, Why: b.why, Basis: b,
	}
	if b.in.Procedure != nil {
		p.Procedure = b.in.Procedure.Name
	}
	for i := range b.moves {
		p.Moves = append(p.Moves, b.moves[i].PlanMove)
	}
	if p.Refused == nil {
		p.Refused = []model.PlanRefusal{}
	}
	if p.Notes == nil {
		p.Notes = []model.PlanNote{}
	}
	p.OutOfDate = b.outOfDate(now)
	return p
}

// outOfDate says what has changed since the plan was made that it stands on.
func (b *basis) outOfDate(now *model.Snapshot) []string {
	var out []string
	then := b.in.Snapshot
	if now.Phase.Phase != then.Phase.Phase {
		out = append(out, fmt.Sprintf("the phase is %s, the plan was made in %s", now.Phase.Phase.Word(), then.Phase.Phase.Word()))
	}
	if !b.in.WhatIf && now.Stage.ID != then.Stage.ID {
		out = append(out, fmt.Sprintf("stage %s applies, the plan is for %s", firstOf(now.Stage.ID, "none"), b.stage.ID))
	}
	if b.pace.isDue(now.AsOf) {
		out = append(out, b.pace.waits.What+" may be bought now")
	}
	if a, c := held(then), held(now); a != nil && c != nil && !sameHoldings(a, c) {
		out = append(out, "what is held has changed")
	}
	out = append(out, b.pricedNow(now)...)
	if isLoading(then) && !isLoading(now) {
		out = append(out, "the history was still on its way when the plan was made")
	}
	return out
}

// isLoading tells whether a part of the past is still on its way.
func isLoading(s *model.Snapshot) bool {
	return slices.ContainsFunc(s.Backfill, func(p model.Progress) bool { return !p.Complete() })
}

func held(s *model.Snapshot) *model.Holdings {
	if s.Planning == nil {
		return nil
	}
	return s.Planning.Holdings
}

func sameHoldings(a, b *model.Holdings) bool {
	if !a.Cash.Equal(b.Cash) || len(a.Spot) != len(b.Spot) || len(a.Futures) != len(b.Futures) {
		return false
	}
	for i := range a.Spot {
		if a.Spot[i].Asset != b.Spot[i].Asset || !a.Spot[i].Qty.Equal(b.Spot[i].Qty) {
			return false
		}
	}
	for i := range a.Futures {
		if a.Futures[i].Symbol != b.Futures[i].Symbol || !a.Futures[i].Qty.Equal(b.Futures[i].Qty) {
			return false
		}
	}
	return true
}

// step works one leg out: what it costs, what it does, and which rules speak
// against it.
func (b *basis) step(c *choice, i int, purse *purse, before model.PlanState, now *market, old bool) (model.PlanLeg, *purse) {
	d := &c.draft
	bill := d.bill()
	next := purse.clone()
	next.apply(d, d.price, bill.Total())
	after := b.view(next)
	leg := d.leg(i + 1)
	if !d.isSpot() && !d.adds() {
		leg.Gain = decimal.NewNullDecimal(b.realises(d).Round(4))
	}
	leg.Cost = d.cost(bill)
	leg.Before, leg.After = before, after
	w := &watch{d: d, before: purse, after: next, then: &after, now: now, outOfDate: old, decided: c.status == model.LegAccepted || c.status == model.LegSkipped}
	leg.MovedPct = model.Unknown("no price")
	if live, ok := d.livePrice(now); ok && d.price.IsPositive() {
		w.moved, w.movedKnown = live.Div(d.price).InexactFloat64()-1, true
		leg.MovedPct = model.Known(w.moved * 100)
	}
	leg.Guards = b.guards(w)
	b.showLiquidation(&leg, d, next)
	leg.Status = c.settle(leg.Guards)
	if leg.Status == model.LegSkipped {
		leg.After = before
	}
	return leg, next
}

func (d *draft) livePrice(now *market) (decimal.Decimal, bool) {
	if d.isSpot() {
		return now.price(d.asset)
	}
	return now.mark(d.asset, d.venue, d.symbol)
}

// settle is a leg's state: one that was accepted against a rule that cannot be
// passed, or without saying that a soft one is passed, is not.
func (c *choice) settle(guards []model.PlanGuard) string {
	if c.status != model.LegAccepted {
		return c.status
	}
	for _, g := range guards {
		if !g.Passed && (g.Hard || !c.confirm) {
			if c.edited {
				return model.LegEdited
			}
			return model.LegProposed
		}
	}
	return model.LegAccepted
}

func (b *basis) showLiquidation(leg *model.PlanLeg, d *draft, after *purse) {
	leg.DistancePct = model.NotApplicable("spot is never liquidated")
	if d.isSpot() {
		return
	}
	leg.DistancePct = model.NotApplicable("no liquidation price")
	i := after.standing(d.venue, d.symbol, d.short)
	if i < 0 {
		return
	}
	switch liq := after.legs[i].liq; {
	case liq.why != "":
		leg.DistancePct = model.Unknown(liq.why)
	case liq.price.Valid:
		leg.Liquidation = decimal.NewNullDecimal(liq.price.Decimal.Round(8))
		leg.DistancePct = model.Known(liq.distPct)
	}
}

// leg shows a draft.
func (d *draft) leg(n int) model.PlanLeg {
	l := model.PlanLeg{
		N: n, ID: d.id, Action: d.action, Bucket: d.bucket, Asset: d.asset, Venue: d.venue, Symbol: d.symbol,
		Qty: d.qty, Price: d.price, Notional: d.notional().Round(8), Target: d.target, Title: d.title, Reason: d.reason,
		Evidence: d.evidence, StopBy: d.stopBy, Exit: d.exit, Invalidation: d.invalid, SignalAgeD: d.signalAge, MovePassed: d.movePassed,
		Tranche: d.tranche, Of: d.of, Next: d.next, Move: d.move, OptIn: d.optIn,
		Tolerance: model.Known(d.tolerant * 100), Edge: model.NotApplicable(d.edgeWhy), EdgeBps: model.NotApplicable(d.edgeWhy),
	}
	switch {
	case d.hasEdge:
		l.Edge = model.Known(d.edge() * d.notional().InexactFloat64())
		l.EdgeBps = model.Known(d.edge() * 1e4)
	case !d.cutsRisk:
		l.Edge, l.EdgeBps = model.Unknown(d.edgeWhy), model.Unknown(d.edgeWhy)
	}
	if d.isSpot() {
		return l
	}
	l.Side = sideWord(d.short)
	l.Leverage, l.Margin = decimal.NewNullDecimal(d.leverage), decimal.NewNullDecimal(d.margin().Round(2))
	if d.action == model.ActOpen {
		l.LeverageCap, l.StopCrosses = decimal.NewNullDecimal(d.mostLev), d.crosses
		l.Stop = decimal.NullDecimal{Decimal: d.stop, Valid: d.stop.IsPositive()}
	}
	return l
}

func (d *draft) cost(bill cost.Bill) model.PlanCost {
	c := model.PlanCost{
		Fee: bill.Fee.Round(4), FeeBasis: d.fee.String(), FeeSource: d.fee.Source, Spread: bill.Spread.Round(4), Slippage: bill.Impact.Round(4),
	}
	s := d.side()
	var assumed []string
	if !s.BookKnown {
		assumed = append(assumed, "spread by turnover, no book heard")
	} else if d.isSpot() {
		assumed = append(assumed, "spread of the tightest perpetual's book")
	}
	if !s.ImpactKnown {
		c.NoSlippage = noImpact(&d.market)
		assumed = append(assumed, "slippage not known: "+c.NoSlippage)
	}
	if d.steps.assumed {
		assumed = append(assumed, "steps assumed")
	}
	c.Basis = strings.Join(assumed, "; ")
	if d.isSpot() || !d.funded {
		return c
	}
	flow := d.exposure()
	if d.action != model.ActOpen {
		flow = flow.Neg() // what the leg no longer pays or receives
	}
	c.FundingNext = decimal.NewNullDecimal(d.funding.NextFlow(flow))
	if v, ok := d.funding.Per8h(flow); ok {
		c.Funding8h = decimal.NewNullDecimal(v)
	}
	if v, ok := d.funding.PerDay(flow); ok {
		c.FundingDay = decimal.NewNullDecimal(v)
	}
	return c
}

// noImpact says which figure keeps an order's slippage from being known.
func noImpact(m *cost.Market) string {
	switch {
	case m.Turnover <= 0 && m.DailySigma <= 0:
		return "turnover and volatility of a day not known"
	case m.Turnover <= 0:
		return "turnover of a day not known"
	default:
		return "volatility of a day not known"
	}
}

// total adds up the legs that were not skipped.
func (b *basis) total(p *model.Plan, list []choice) {
	t := &p.Totals
	two := decimal.NewFromInt(2)
	edge, hasEdge, noEdge := 0.0, false, ""
	var deltas, oneSide []float64
	for i := range p.Legs {
		l := &p.Legs[i]
		switch l.Status {
		case model.LegSkipped:
			t.Skipped++
			continue
		case model.LegAccepted:
			t.Accepted++
			t.Spent = t.Spent.Add(l.Cost.Total())
		}
		t.Cost = t.Cost.Add(l.Cost.Total())
		if d := &list[i].draft; d.isSpot() {
			t.Turnover = t.Turnover.Add(l.Notional.Div(two))
			t.PenaltyUSD = t.PenaltyUSD.Add(l.Cost.Total())
			deltas, oneSide = append(deltas, d.notional().InexactFloat64()/b.equity.InexactFloat64()), append(oneSide, d.side().Total())
		}
		if l.Cost.FundingDay.Valid {
			t.FundingDay = decimal.NewNullDecimal(t.FundingDay.Decimal.Add(l.Cost.FundingDay.Decimal))
		}
		if v, ok := l.Edge.Value(); ok {
			edge, hasEdge = edge+v, true
		} else if l.Edge.State() == model.NumUnknown && noEdge == "" {
			noEdge = fmt.Sprintf("leg %d: %s", l.N, l.Edge.Why())
		}
	}
	t.TurnoverPct, t.Penalty = pctOf(t.Turnover, b.equity), cost.Penalty(deltas, oneSide)
	t.Edge, t.EdgeOver = model.NotApplicable("no leg is for gain with a known signal"), model.NotApplicable("no leg is for gain with a known signal")
	switch {
	case noEdge != "":
		t.Edge, t.EdgeOver = model.Unknown(noEdge), model.Unknown(noEdge)
	case hasEdge:
		t.Edge = model.Known(edge)
		if t.Cost.IsPositive() {
			t.EdgeOver = model.Known(edge / t.Cost.InexactFloat64())
		}
	}
	t.Remainder = b.remainder(p)
}

// remainder says where what rounding, the bands and refusals leave stays.
func (b *basis) remainder(p *model.Plan) string {
	for _, s := range p.After.Allocation {
		if s.Bucket != playbook.Stables {
			continue
		}
		want, ok := s.Target.Value()
		if !ok {
			want = 0
		}
		return fmt.Sprintf("stablecoins hold the rest: %s %% after, %.2f targeted, $%s of it free", s.Pct.StringFixed(2), want, p.After.Free.StringFixed(2))
	}
	return ""
}
