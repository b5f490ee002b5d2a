package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
)

// sells drafts the sales: every bucket above its target, and all of those the
// stage does not name.
func (b *basis) sells(change []decimal.Decimal) []draft {
	var out []draft
	for _, bucket := range b.worth(b.start).order {
		if bucket == playbook.Core || bucket == playbook.Stables || bucket == outside {
			continue
		}
		i := b.targetAt(bucket)
		switch {
		case i < 0:
			out = append(out, b.sellBucket(bucket, decimal.NewFromInt(-1), want{bucket: bucket, source: b.stage.Source})...)
		case change[i].IsNegative():
			usd := change[i].Neg()
			if b.targets[i].pct == 0 {
				usd = decimal.NewFromInt(-1)
			}
			out = append(out, b.sellBucket(bucket, usd, b.targets[i])...)
		}
	}
	return out
}

// sellBucket sells so many dollars of a bucket, from each of its coins its part;
// below zero is everything.
func (b *basis) sellBucket(bucket string, usd decimal.Decimal, t want) []draft {
	var out []draft
	held := b.heldOf(bucket)
	own, raised := b.sellCoins(held, t)
	if out = append(out, own...); !usd.IsNegative() {
		if usd = usd.Sub(raised); len(own) > 0 && usd.LessThan(leastNotional) {
			return out
		}
	}
	total := decimal.Zero
	for _, c := range held {
		total = total.Add(c.qty.Mul(b.prices[c.asset]))
	}
	for _, c := range held {
		if !c.qty.IsPositive() {
			continue
		}
		qty := c.qty
		if !usd.IsNegative() {
			qty = decimal.Min(qty, qty.Mul(usd).DivRound(total, priceDigits))
		}
		if d, ok := b.sell(c, qty, t); ok {
			out = append(out, d)
		}
	}
	return out
}

// heldOf lists a bucket's coins that may be sold.
func (b *basis) heldOf(bucket string) []coin {
	var out []coin
	for _, c := range b.start.spot {
		if !c.core && c.bucket == bucket {
			out = append(out, c)
		}
	}
	return out
}

// sellCoins drafts the sales that moves ask for of single coins, takes them off
// what is held, and tells what they raise.
func (b *basis) sellCoins(held []coin, t want) (out []draft, raised decimal.Decimal) {
	for _, s := range b.sales {
		i := slices.IndexFunc(held, func(c coin) bool { return c.asset == s.asset && c.bucket == s.bucket })
		if i < 0 {
			continue
		}
		d, ok := b.sell(held[i], decimal.Min(s.qty, held[i].qty), t)
		if !ok {
			continue
		}
		held[i].qty, raised = held[i].qty.Sub(d.qty), raised.Add(d.notional())
		d.id, d.title, d.exit = d.action+":"+s.move.ID+":"+string(s.asset), s.title, s.exit
		d.reason, d.evidence = ids(t.source), b.standing(t.bucket) // of this move alone
		d.belong(s.move)
		out = append(out, d)
	}
	return out, raised
}

func (b *basis) sell(c coin, qty decimal.Decimal, t want) (draft, bool) {
	price := b.prices[c.asset]
	s, asked := spotSteps(price), qty.Mul(price)
	if qty = floorTo(qty, s.lot); qty.Mul(price).LessThan(s.least) {
		if qty.IsPositive() || c.qty.Mul(price).LessThan(s.least) {
			b.refuse("sell "+string(c.asset), "dust: below the least order", fmt.Sprintf("$%s, at least $%s", asked.StringFixed(2), s.least), "S0-RISK-3")
		}
		return draft{}, false
	}
	d := b.spotDraft(model.ActSell, c.asset, t)
	d.qty, d.cutsRisk, d.edgeWhy = qty, true, "a sale into stablecoins cuts risk and needs no edge"
	d.title = fmt.Sprintf("sell %s, %s to %.4g %% of equity", c.asset, t.bucket, t.pct)
	d.exit = fmt.Sprintf("%s at %.4g %% of equity", t.bucket, t.pct)
	return d, true
}
