package plan

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// purse is a portfolio that legs are applied to. It is copied, never shared.
type purse struct {
	cash decimal.Decimal
	spot []coin
	legs []future
	cost decimal.Decimal // spent on trades so far

	placed []portfolio.Wallet // the part of cash whose place is known
}

// coin is what is held of one coin, core apart.
type coin struct {
	asset  model.Asset
	bucket string
	qty    decimal.Decimal
	core   bool

	cost      decimal.Decimal // US dollars per coin
	costKnown bool

	usd    decimal.Decimal // what it is worth, once it was asked; see worth
	valued bool
}

// worth is what the coin is worth at a price, kept until more or less of it is
// held: a plan asks for it with every leg.
func (c *coin) worth(price decimal.Decimal) decimal.Decimal {
	if !c.valued {
		c.usd, c.valued = c.qty.Mul(price), true
	}
	return c.usd
}

// hold changes how much of it is held.
func (c *coin) hold(qty decimal.Decimal) { c.qty, c.valued = qty, false }

// join adds more of the same coin, at the average of what the two cost.
func (c *coin) join(o coin) {
	worth := c.qty.Mul(c.cost).Add(o.qty.Mul(o.cost))
	c.hold(c.qty.Add(o.qty))
	c.costKnown = c.costKnown && o.costKnown
	if c.qty.IsPositive() {
		c.cost = worth.DivRound(c.qty, priceDigits)
	}
}

// future is a futures leg.
type future struct {
	model.FuturesLeg
	mark decimal.Decimal
	liq  liquidation

	byCore bool // the core is its collateral, not stablecoins (C-35)
}

// margin is what the leg posts.
func (f *future) margin() decimal.Decimal { return f.FuturesLeg.Margin() }

func (f *future) notional() decimal.Decimal { return f.Qty.Mul(f.mark) }

// signed is the notional, below zero for a short.
func (f *future) signed() decimal.Decimal {
	if f.Short {
		return f.notional().Neg()
	}
	return f.notional()
}

func (f *future) profit(price, qty decimal.Decimal) decimal.Decimal {
	gain := qty.Mul(price.Sub(f.Entry))
	if f.Short {
		return gain.Neg()
	}
	return gain
}

func (p *purse) clone() *purse {
	c := *p
	c.spot = append([]coin(nil), p.spot...)
	c.legs = append([]future(nil), p.legs...)
	c.placed = append([]portfolio.Wallet(nil), p.placed...)
	return &c
}

// posted is the margin of all legs.
func (p *purse) posted() decimal.Decimal {
	sum := decimal.Zero
	for i := range p.legs {
		sum = sum.Add(p.legs[i].margin())
	}
	return sum
}

// free is the cash that no leg has posted.
func (p *purse) free() decimal.Decimal {
	free := p.cash
	for i := range p.legs {
		if !p.legs[i].byCore {
			free = free.Sub(p.legs[i].margin())
		}
	}
	return free
}

// held is the place of a coin that may be traded, -1 when there is none.
func (p *purse) held(a model.Asset) int {
	for i := range p.spot {
		if p.spot[i].asset == a && !p.spot[i].core {
			return i
		}
	}
	return -1
}

// standing is the place of a leg, -1 when there is none.
func (p *purse) standing(venue model.Venue, symbol string, short bool) int {
	for i := range p.legs {
		if l := &p.legs[i]; l.Venue == venue && l.Symbol == symbol && l.Short == short {
			return i
		}
	}
	return -1
}

// apply makes a leg's trade at its price; the cost leaves the cash.
func (p *purse) apply(d *draft, price, paid decimal.Decimal) {
	p.cash, p.cost = p.cash.Sub(paid), p.cost.Add(paid)
	if !d.isSpot() {
		p.settle(d.venue, paid.Neg())
	}
	worth := d.qty.Mul(price)
	switch d.action {
	case model.ActSell:
		if i := p.held(d.asset); i >= 0 {
			p.spot[i].hold(p.spot[i].qty.Sub(d.qty))
			p.cash = p.cash.Add(worth)
		}
	case model.ActBuy:
		i := p.held(d.asset)
		if i < 0 {
			i = len(p.spot)
			p.spot = append(p.spot, coin{asset: d.asset, bucket: d.bucket})
		}
		p.spot[i].hold(p.spot[i].qty.Add(d.qty))
		p.cash = p.cash.Sub(worth)
	case model.ActOpen:
		p.open(d, price)
	default:
		p.close(d, price)
	}
}

// settle moves what futures earn or cost where they stand, if cash lies there by
// name.
func (p *purse) settle(v model.Venue, amount decimal.Decimal) {
	for i := range p.placed {
		if p.placed[i].Venue == v {
			p.placed[i].Amount = p.placed[i].Amount.Add(amount)
		}
	}
}

// open adds to a leg that stands, or opens one.
func (p *purse) open(d *draft, price decimal.Decimal) {
	i := p.standing(d.venue, d.symbol, d.short)
	if i < 0 {
		p.legs = append(p.legs, future{mark: price, byCore: d.byCore, FuturesLeg: model.FuturesLeg{
			Venue: d.venue, Symbol: d.symbol, Asset: d.asset, Short: d.short,
			Qty: d.qty, Entry: price, Leverage: d.leverage, Stop: d.stop,
		}})
		return
	}
	l := &p.legs[i]
	qty := l.Qty.Add(d.qty)
	l.Entry = l.Qty.Mul(l.Entry).Add(d.qty.Mul(price)).DivRound(qty, priceDigits)
	l.Qty, l.Leverage, l.mark, l.liq = qty, d.leverage, price, liquidation{}
	if d.stop.IsPositive() {
		l.Stop = d.stop
	}
}

const priceDigits = 12

// close takes a leg off, or a part of it; what it earned is cash.
func (p *purse) close(d *draft, price decimal.Decimal) {
	i := p.standing(d.venue, d.symbol, d.short)
	if i < 0 {
		return
	}
	l := &p.legs[i]
	qty := decimal.Min(d.qty, l.Qty)
	earned := l.profit(price, qty)
	p.cash = p.cash.Add(earned)
	p.settle(d.venue, earned)
	l.Qty, l.liq = l.Qty.Sub(qty), liquidation{}
	if !l.Qty.IsPositive() {
		p.legs = append(p.legs[:i:i], p.legs[i+1:]...)
	}
}
