package plan

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/stress"
)

// giveStop places a leg's stop (S0-RISK-4, analytics §10) and lowers the leverage
// where the stop would lie too near to liquidation. A leg no stop can be placed
// for is refused.
func (b *basis) giveStop(d *draft) bool {
	if !d.qty.IsPositive() {
		return true // refused by its size
	}
	leg := stress.Leg{Short: d.short, Entry: d.price.InexactFloat64(), Leverage: d.leverage.InexactFloat64(), Share: b.stopShare(), Room: b.roomAt(d)}
	room := leg.Room(leg.Leverage)
	if !math.IsInf(room, 1) {
		leg.Liquidation = leg.Entry * (1 - room)
		if d.short {
			leg.Liquidation = leg.Entry * (1 + room)
		}
	}
	atr, ok := 0.0, false
	if c, known := b.market.coins[d.asset]; known {
		atr, ok = c.ATR.Value()
	}
	if !ok {
		return b.stopByMargin(d, room)
	}
	if r := b.risk(d.sector); r.StopATR > 0 && b.limits.StopATR.Value > 0 {
		atr *= r.StopATR / b.limits.StopATR.Value // the sector's own distance
	}
	leg.ATR = atr
	stop, err := stress.Place(leg)
	if err != nil {
		b.refuse(d.title, "no stop can be placed", err.Error(), "S0-RISK-4")
		return false
	}
	if !stop.Fits {
		if stop.Lever <= 0 {
			b.refuse(d.title, fmt.Sprintf("a stop would lie beyond %g of the way to liquidation at any leverage", b.stopShare()), fmt.Sprintf("stop %.1f %%, liquidation %.1f %%", stop.Away*100, room*100), "S2-CONS-2 S0-RISK-4")
			return false
		}
		b.note(d.id, fmt.Sprintf("leverage %s lowered to %g so that the stop comes before liquidation (S2-CONS-2)", d.leverage, stop.Lever))
		d.leverage = decimal.NewFromFloat(stop.Lever)
	}
	d.setStop(stop.Price)
	d.stopBy = fmt.Sprintf("%.1f ATR", b.stopATRs(d, stop.ATRs))
	d.crosses = crossing(leg.Room, stop.Away)
	return true
}

// highestAsked is the leverage up to which it is looked where liquidation passes
// the stop: beyond it nobody should slide.
const highestAsked = 25

// crossing is the leverage, to a tenth, from which liquidation comes before a
// stop so far away.
func crossing(room func(float64) float64, away float64) model.Num {
	low, high := 1.0, float64(highestAsked)
	if room(high) > away {
		return model.NotApplicable("not up to 25x")
	}
	for high-low > 0.1 {
		if mid := (low + high) / 2; room(mid) > away {
			low = mid
		} else {
			high = mid
		}
	}
	return model.Known(math.Round(high*10) / 10)
}

func (b *basis) stopATRs(d *draft, placed float64) float64 {
	if r := b.risk(d.sector); r.StopATR > 0 && b.limits.StopATR.Value > 0 {
		return placed * r.StopATR / b.limits.StopATR.Value
	}
	return placed
}

// stopByMargin places a stop half of the way the rule allows to liquidation,
// where the coin's daily range is not known (chosen). Without a liquidation price
// there is nothing to measure by.
func (b *basis) stopByMargin(d *draft, room float64) bool {
	if math.IsInf(room, 1) || room <= 0 {
		b.refuse(d.title, "no stop can be placed: the coin's daily range is not known", "needs 15 daily bars", "S0-RISK-4")
		return false
	}
	away := b.stopShare() / 2 * room
	if !d.short {
		away = -away
	}
	d.setStop(d.price.InexactFloat64() * (1 + away))
	d.stopBy = fmt.Sprintf("half of %g of the way to liquidation; the daily range is not known", b.stopShare())
	return true
}

// stopShare is the part of the way to liquidation that a stop may take.
func (b *basis) stopShare() float64 {
	if s := b.limits.StopOfLiq.Value; s > 0 {
		return s
	}
	return stress.StopShare
}

// setStop rounds a stop to the tick toward the entry.
func (d *draft) setStop(price float64) {
	p := decimal.NewFromFloat(price)
	steps := p.Div(d.steps.tick)
	if d.short {
		d.stop = steps.Floor().Mul(d.steps.tick)
		return
	}
	d.stop = steps.Ceil().Mul(d.steps.tick)
}

// roomAt is the distance from the entry to liquidation at other leverages, the
// size kept.
func (b *basis) roomAt(d *draft) func(float64) float64 {
	return func(lever float64) float64 {
		l := b.market.liquidate(&future{mark: d.price, FuturesLeg: model.FuturesLeg{
			Venue: d.venue, Symbol: d.symbol, Asset: d.asset, Short: d.short, Qty: d.qty, Entry: d.price, Leverage: decimal.NewFromFloat(lever),
		}})
		switch {
		case l.why != "":
			return 0
		case !l.price.Valid:
			return math.Inf(1)
		}
		return d.price.Sub(l.price.Decimal).Abs().Div(d.price).InexactFloat64()
	}
}
