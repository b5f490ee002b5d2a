package backtest

import (
	"cmp"
	"math"
	"slices"

	"eddy/model"
	"eddy/strategy/cost"
)

// order is something to be done at the next opening a coin has.
type order struct {
	decision int // place in Result.Decisions
	coin     int
	bucket   string
	core     bool
	usd      float64 // spot: above zero buys for so much
	part     float64 // spot: this part of what is held is sold, 0..1
	base     float64 // spot: what a gain is told from once it is sold; 0: as before

	tranche int          // from 1; 0: the whole at once
	after   model.Millis // it is not filled before

	leg      *leg    // futures: rule, side, leverage, hedge of the leg
	notional float64 // futures: what the leg is brought to; 0 closes it
	distance float64 // futures: of the stop from the entry, US dollars; 0: none
}

// rank puts what frees money first: closings and sales, then purchases, then
// legs that are opened.
func (o *order) rank() int {
	switch {
	case o.leg != nil && o.notional == 0:
		return 0
	case o.part > 0:
		return 1
	case o.leg == nil:
		return 2
	default:
		return 3
	}
}

// execute fills the orders whose coins trade in the step, at its opening. The
// rest waits.
func (s *simulation) execute() {
	slices.SortStableFunc(s.pending, func(a, b order) int { return cmp.Compare(a.rank(), b.rank()) })
	wait := s.pending[:0]
	for _, o := range s.pending {
		c := s.j.Tape.Series[o.coin].at(s.step)
		switch {
		case !c.Traded() || !o.due(s.j.Tape.Opening(s.step)):
			wait = append(wait, o)
		case o.leg != nil:
			s.fillLeg(&o, c.Open)
		case o.part > 0:
			s.sell(&o, c.Open)
		default:
			s.buy(&o, c.Open)
		}
	}
	s.pending = wait
}

// largest is the most one order may be: a share of the coin's day, and of the
// hours a tranche is spread over (analytics §7). Without a known turnover nothing
// is cut, and the cost is the widest.
func (s *simulation) largest(coin int) float64 {
	v := s.turnover(coin)
	if v <= 0 {
		return math.Inf(1)
	}
	most, _ := s.liquidity.Largest(cost.Depth{Turnover: model.Known(v)})
	return most
}

// buy spends what the order asks for, as far as there is free cash.
func (s *simulation) buy(o *order, price float64) {
	usd := min(o.usd, s.largest(o.coin))
	share := s.fee(o.coin, cost.Spot).Rate * s.rules.CostFactor
	usd = min(usd, s.account.free()/(1+2*share)) // room for the costs
	if !(usd > dust) {
		return
	}
	t := s.bookTrade(o.coin, cost.Spot, "buy", usd/price, price)
	t.Bucket = o.bucket
	s.account.cash -= usd + t.Cost()
	h := &s.account.spot[o.coin]
	if o.core {
		h.core += t.Qty
	} else {
		h.qty, h.cost, h.base = h.qty+t.Qty, h.cost+usd, h.base+usd
	}
	s.file(o.decision, t)
}

// dust is what is not worth a trade, in US dollars.
const dust = 1.0

// sell sells a part of what is held outside the core.
func (s *simulation) sell(o *order, price float64) {
	h := &s.account.spot[o.coin]
	qty := min(h.qty*o.part, s.largest(o.coin)/price)
	if !(qty*price > 0) || qty*price < dust && o.part < 1 {
		return
	}
	t := s.bookTrade(o.coin, cost.Spot, "sell", qty, price)
	t.Bucket, t.Realised = o.bucket, qty*price-h.cost*qty/h.qty
	s.account.cash += t.Notional - t.Cost()
	h.cost -= h.cost * qty / h.qty
	h.base = cmp.Or(o.base, h.base) * (1 - qty/h.qty)
	if h.qty -= qty; h.qty*price < dust/100 {
		h.qty, h.cost, h.base = 0, 0, 0
	}
	s.file(o.decision, t)
}

// bookTrade works a fill out.
func (s *simulation) bookTrade(coin int, what cost.Product, action string, qty, price float64) Trade {
	t := Trade{
		At: s.j.Tape.Opening(s.step), Action: action, Asset: s.asset(coin), Venue: s.fee(coin, what).Venue,
		Qty: qty, Price: price, Notional: qty * price,
	}
	side := s.side(coin, t.Notional, what)
	t.Fee, t.Spread, t.Impact = side.Fee*t.Notional, side.HalfSpread*t.Notional, side.Impact*t.Notional
	return t
}

// file adds a trade to its decision and to the sums.
func (s *simulation) file(decision int, t Trade) {
	d := &s.out.Decisions[decision]
	d.Trades = append(d.Trades, t)
	s.out.count(s, d, &t)
}

// fillLeg brings a leg to the order's notional.
func (s *simulation) fillLeg(o *order, price float64) {
	l := s.account.find(o.leg.rule, o.coin)
	have := 0.0
	if l != nil {
		have = l.notional(price)
	}
	switch want := min(o.notional, have+s.largest(o.coin), s.largestLeg(o)); {
	case l != nil && want < have:
		s.reduce(o, l, price, (have-want)/have)
	case want > have:
		s.extend(o, l, price, want-have)
	}
}

// largestLeg is the most a leg for gain may be of its coin's open interest; an
// interest that is not known bounds nothing.
func (s *simulation) largestLeg(o *order) float64 {
	if usd, known := s.openInterest(o.coin); known && !o.leg.hedge {
		return usd * s.liquidity.PositionOfOI
	}
	return math.Inf(1)
}

// reduce closes a part of a leg.
func (s *simulation) reduce(o *order, l *leg, price, part float64) {
	t := s.bookTrade(l.coin, cost.Perp, "reduce", l.qty*part, price)
	if part >= 1 {
		t.Action = "close"
	}
	t.Bucket, t.Realised = futures, max(l.profit(price), -l.margin)*part
	s.account.cash += t.Realised - t.Cost()
	l.qty -= l.qty * part
	l.margin -= l.margin * part
	if part >= 1 {
		s.account.drop(l)
	}
	s.file(o.decision, t)
}

// extend opens a leg or adds to it, as far as there is free cash to post.
func (s *simulation) extend(o *order, l *leg, price, usd float64) {
	usd = min(usd, s.account.free()*o.leg.leverage*0.99) // the rest pays the costs
	if !(usd > dust) {
		return
	}
	t := s.bookTrade(o.coin, cost.Perp, "open", usd/price, price)
	t.Bucket = futures
	s.account.cash -= t.Cost()
	if l == nil {
		s.account.legs = append(s.account.legs, *o.leg)
		l = &s.account.legs[len(s.account.legs)-1]
		l.coin = o.coin
	}
	l.entry = (l.entry*l.qty + price*t.Qty) / (l.qty + t.Qty)
	l.qty += t.Qty
	l.margin += usd / l.leverage
	l.liq = liquidation(l.entry, l.side, l.qty*l.entry/l.margin, s.maintenance(l.coin))
	if o.distance > 0 {
		away := min(o.distance, s.p.Limits.StopOfLiq.Value*math.Abs(l.entry-l.liq))
		l.stop = l.entry - l.side*away
	}
	s.file(o.decision, t)
}

// futures is the bucket legs count in.
const futures = "Futures"

func (s *simulation) maintenance(coin int) float64 {
	if a := s.asset(coin); a == "BTC" || a == "ETH" {
		return maintenanceMajor
	}
	return maintenanceOther
}
