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

func (b *basis) targetAt(bucket string) int {
	return slices.IndexFunc(b.targets, func(t want) bool { return t.bucket == bucket })
}

// spotDraft is what every spot leg has.
func (b *basis) spotDraft(action string, a model.Asset, t want) draft {
	price := b.prices[a]
	d := draft{
		id: action + ":" + t.bucket + ":" + string(a), action: action, bucket: t.bucket, asset: a, price: price,
		steps: spotSteps(price), market: b.market.spotMarket(a), fee: b.in.Fees.OfSpot(), depth: b.market.depth(a),
		reason: ids(t.source), evidence: b.standing(t.bucket), invalid: b.stageEnds(), tolerant: b.tolerance(a),
		signalAge: b.signalAge(t.bucket), movePassed: b.movePassed(t.bucket), isAsked: b.in.WhatIf,
	}
	d.belong(b.moveOf(action, t.bucket))
	return d
}

// buys drafts the purchases and what they may cost together: no more than the
// sales bring and the stablecoins have above their own target and the margin
// that is to be posted.
func (b *basis) buys(change []decimal.Decimal, sold []draft, margin decimal.Decimal) []draft {
	asked := decimal.Zero
	for i := range change {
		if change[i].IsPositive() {
			asked = asked.Add(change[i])
		}
	}
	if !asked.IsPositive() {
		return nil
	}
	room := b.buyingRoom(asked, sold, margin)
	share := decimal.NewFromInt(1)
	if room.LessThan(asked) {
		share = decimal.Max(room, decimal.Zero).DivRound(asked, priceDigits)
		b.note("cash", fmt.Sprintf("purchases of $%s are cut to $%s: what the sales bring and the stablecoins can spare after costs and margin", asked.StringFixed(0), asked.Mul(share).StringFixed(0)))
	}
	var out []draft
	for i := range change {
		if change[i].IsPositive() {
			out = append(out, b.buyBucket(change[i].Mul(share), b.targets[i], sold)...)
		}
	}
	return out
}

// leastReserve is the least that is kept for the costs of the purchases, a
// fraction of them: four times a fee of 10 bp (chosen).
const leastReserve = 0.004

// costReserve is what the costs of the purchases may come to, a fraction of
// them: four times the spot fee holds a wide half spread and as much again as
// both (chosen). They come out of the stablecoins.
func (b *basis) costReserve() decimal.Decimal {
	return decimal.NewFromFloat(max(leastReserve, 4*b.in.Fees.OfSpot().Rate))
}

// buyingRoom is what purchases of so many dollars may take: all but the stage's
// stablecoins less their costs, and all but the margin that is to be posted and
// their costs.
func (b *basis) buyingRoom(asked decimal.Decimal, sold []draft, margin decimal.Decimal) decimal.Decimal {
	room := b.start.cash
	for i := range sold {
		room = room.Add(sold[i].notional()).Sub(sold[i].bill().Total())
	}
	costs := asked.Mul(b.costReserve())
	keep := margin.Add(costs)
	if i := b.targetAt(playbook.Stables); i >= 0 {
		keep = decimal.Max(keep, b.targets[i].usd.Sub(costs))
	}
	return room.Sub(keep)
}

// largestSplit is over how many coins a purchase is spread, and the least that is
// worth splitting (chosen; the articles' examples name two).
const largestSplit = 2

var leastSplit = decimal.NewFromInt(500)

func (b *basis) buyBucket(usd decimal.Decimal, t want, sold []draft) []draft {
	coins := b.choose(t.bucket, usd)
	if len(coins) == 0 {
		return nil
	}
	var out []draft
	for _, part := range split(usd, len(coins)) {
		d := b.spotDraft(model.ActBuy, coins[len(out)], t)
		d.qty = floorTo(part.DivRound(d.price, priceDigits), d.steps.lot)
		b.stagger(&d, b.parts("buy "+string(d.asset), part, d.steps.least))
		d.title = fmt.Sprintf("buy %s, %s to %.4g %% of equity%s", d.asset, t.bucket, t.pct, d.trancheWords())
		d.target, d.exit = b.gain(d.price, false), b.gainWords(false)
		b.giveEdge(&d, t.bucket, sold)
		if b.passes(&d) {
			out = append(out, d)
		} else {
			coins = slices.Delete(coins, len(out), len(out)+1)
		}
		if len(out) == len(coins) {
			break
		}
	}
	return out
}

// split divides dollars into equal parts to the cent; the first takes the rest.
func split(usd decimal.Decimal, n int) []decimal.Decimal {
	part := usd.Div(decimal.NewFromInt(int64(n))).RoundFloor(2)
	out := make([]decimal.Decimal, n)
	for i := range out {
		out[i] = part
	}
	out[0] = usd.Sub(part.Mul(decimal.NewFromInt(int64(n - 1))))
	return out
}

// choose picks the coins to buy of a bucket: what is held already first, then
// by turnover. A coin whose market is too thin is refused with the figure.
func (b *basis) choose(bucket string, usd decimal.Decimal) []model.Asset {
	if p := b.in.Procedure; p != nil && len(p.Coins[bucket]) > 0 {
		return p.Coins[bucket]
	}
	n := 1
	if usd.GreaterThanOrEqual(leastSplit) {
		n = largestSplit
	}
	ranked := b.ranked(bucket)
	if len(ranked) == 0 {
		b.refuse("buy "+bucket, "no member of it has a price", fmt.Sprintf("$%s stay in stablecoins", usd.StringFixed(0)), "S0-RISK-3")
		return nil
	}
	var out []model.Asset
	var refused []model.PlanRefusal
	for _, a := range ranked {
		if len(out) == n {
			break
		}
		if why, figure := b.tooThin(a, usd.Div(decimal.NewFromInt(int64(n*b.pace.rest())))); why != "" {
			refused = append(refused, model.PlanRefusal{What: "buy " + string(a), Why: why, Figure: figure, Source: b.limits.MinTurnoverUSD.Source})
			continue
		}
		out = append(out, a)
	}
	b.refused = append(b.refused, refused[:min(len(refused), 4)]...)
	if len(out) == 0 {
		b.refuse("buy "+bucket, "no member of it is liquid enough", fmt.Sprintf("$%s stay in stablecoins", usd.StringFixed(0)), b.limits.MinTurnoverUSD.Source)
	}
	return out
}

// ranked lists a bucket's members with a fresh price, held ones first, then by
// turnover.
func (b *basis) ranked(bucket string) []model.Asset {
	var members []model.Asset
	if v := b.sector(bucket); v != nil {
		members = slices.Clone(v.Members)
	}
	for _, c := range b.start.spot {
		if !c.core && c.bucket == bucket && !slices.Contains(members, c.asset) {
			members = append(members, c.asset)
		}
	}
	members = slices.DeleteFunc(members, func(a model.Asset) bool { return b.market.stalePrice(a) != "" })
	slices.SortStableFunc(members, func(x, y model.Asset) int {
		if hx, hy := b.start.held(x) >= 0, b.start.held(y) >= 0; hx != hy {
			if hx {
				return -1
			}
			return 1
		}
		vx, vy := b.market.depth(x).Turnover.Or(0), b.market.depth(y).Turnover.Or(0)
		switch {
		case vx > vy:
			return -1
		case vx < vy:
			return 1
		default:
			return strings.Compare(string(x), string(y))
		}
	})
	return members
}

// tooThin says which figure of a coin's market forbids buying so much of it. A
// figure that is not known is left to the guards.
func (b *basis) tooThin(a model.Asset, usd decimal.Decimal) (why, figure string) {
	d := b.market.depth(a)
	for _, f := range append(b.liquidity.Enter(d), b.liquidity.Order(d, usd.InexactFloat64(), 0)...) {
		if f.Known && !f.Passed {
			return "its market is too thin", f.Text
		}
	}
	return "", ""
}

// passes tells whether a leg is worth proposing; what is not is refused with
// the figure.
func (b *basis) passes(d *draft) bool {
	what := d.action + " " + string(d.asset)
	if !d.qty.IsPositive() {
		b.refuse(what, "less than one step of its size", fmt.Sprintf("a step is %s %s, $%s", d.steps.lot, d.asset, d.steps.lot.Mul(d.price).StringFixed(2)), "S0-RISK-3")
		return false
	}
	if d.notional().LessThan(d.steps.least) {
		b.refuse(what, "below the least order", fmt.Sprintf("$%s, at least $%s", d.notional().StringFixed(2), d.steps.least), "S0-RISK-3")
		return false
	}
	if !d.hasEdge || b.in.WhatIf {
		return true
	}
	if g := d.gate(b.limits.EdgeOverCost.Value); !g.Passes() {
		b.refuse(what, "expected edge below its cost", gateWords(g), b.limits.EdgeOverCost.Source)
		return false
	}
	return true
}

func gateWords(g cost.Gate) string {
	return fmt.Sprintf("edge %.1f bp, needs %.1f bp = %.3g × %.1f bp", g.Edge*1e4, g.Needs()*1e4, g.K, g.RoundTrip*1e4)
}

// gain is the price at which a leg has done its work: the article's doubling
// (S0-RISK-1). A short has none; its end condition says when it is done.
func (b *basis) gain(price decimal.Decimal, short bool) decimal.NullDecimal {
	if short || b.limits.GainPct.Value <= 0 {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(price.Mul(decimal.NewFromFloat(1 + b.limits.GainPct.Value/100)))
}

func (b *basis) gainWords(future bool) string {
	if future {
		return fmt.Sprintf("at +%g %% close it (S0-RISK-1)", b.limits.GainPct.Value)
	}
	return fmt.Sprintf("at +%g %% sell %g %% of it (S0-RISK-1)", b.limits.GainPct.Value, b.limits.GainSellPct.Value)
}
