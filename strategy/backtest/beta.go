package backtest

import (
	"fmt"
	"slices"
)

// tooMuchBeta refuses what is added on the long side where the account would
// move with the market more than the stage allows. A beta that is not known
// bounds nothing.
func (p *planner) tooMuchBeta(id, what string, adds ...[]order) bool {
	if p.stage.BetaMax <= 0 {
		return false
	}
	usd, known := p.marketExposure(adds...)
	beta := usd / p.s.account.equity()
	if !known || beta <= p.stage.BetaMax {
		return false
	}
	p.refuse(id+".beta", fmt.Sprintf("%s: net beta %.2f, the stage allows %.2f", what, beta, p.stage.BetaMax), p.stage.Source)
	return true
}

// marketExposure is what is held, once the orders that wait and these are filled,
// in US dollars of the first benchmark coin.
func (p *planner) marketExposure(orders ...[]order) (usd float64, known bool) {
	known = true
	add := func(coin int, worth float64) {
		if worth != 0 {
			beta, ok := p.s.now.Coins[coin].Beta.Value()
			usd, known = usd+beta*worth, known && ok
		}
	}
	a := p.s.account
	for i, h := range a.spot {
		add(i, (h.core+h.qty)*a.marks[i])
	}
	for _, l := range a.legs {
		add(l.coin, l.side*l.notional(a.marks[l.coin]))
	}
	for _, list := range slices.Concat(orders, [][]order{p.s.pending}) {
		for i := range list {
			if o := &list[i]; o.leg == nil {
				add(o.coin, o.usd-a.spot[o.coin].qty*a.marks[o.coin]*o.part)
			}
		}
	}
	return usd, known
}

// keepBeta takes purchases off that would take the account beyond the net beta
// of its stage, the later ones first.
func (p *planner) keepBeta(buys []purchase, sales []order) {
	accepted := [][]order{sales}
	for i := range buys {
		b := &buys[i]
		if len(b.orders) == 0 {
			continue
		}
		if p.tooMuchBeta(b.share.bucket, b.share.bucket+" "+pointsWord(b.share.points), append(accepted, b.orders)...) {
			b.share.points, b.orders = 0, nil
			continue
		}
		accepted = append(accepted, b.orders)
	}
}
