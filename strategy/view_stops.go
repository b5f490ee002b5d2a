package strategy

import (
	"fmt"
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/portfolio"
	"eddy/strategy/stress"
)

// swingDays is how far back a swing's extreme is looked for: two weeks of
// closed days.
const swingDays = 14

// proposeStop says where a leg's stop belongs by the technical rule (S1-RISK-6,
// analytics §10), as the order to place; nil while the coin's range is not
// known.
func (e *Engine) proposeStop(a *venueAccount, k int, coin *assetState) *model.StopView {
	q := a.legs[k]
	atr, why := e.atr(coin)
	if why != "" {
		return nil
	}
	liq := a.report.Legs[a.at[k]].Liquidation
	leg := stress.Leg{
		Short: q.Side == portfolio.Short, Entry: float(q.Entry), ATR: atr, Swing: coin.swing(q.Side == portfolio.Short),
		Leverage: float(q.Leverage), Room: e.roomAt(a, k),
	}
	if liq.Price.Valid && liq.Falling != leg.Short {
		leg.Liquidation = float(liq.Price.Decimal)
	}
	stop, err := stress.Place(leg)
	if err != nil {
		return nil
	}
	return e.viewStop(q, stop)
}

func (e *Engine) viewStop(q *portfolio.Position, s stress.Stop) *model.StopView {
	price := roundStop(decimal.NewFromFloat(s.Price), e.tickOf(q), q.Side)
	v := &model.StopView{
		Price: model.Known(float(price)), By: s.By, ATRs: model.Known(s.ATRs), Fits: s.Fits,
		Loss: model.Known(float(unrealised(q, price))), ShareOfWay: model.NotApplicable("no liquidation price"),
	}
	if s.Room > 0 {
		v.ShareOfWay = model.Known(s.Away / s.Room)
	}
	if !s.Fits {
		v.LowerLeverage = model.NotApplicable("it fits at no leverage of the ladder")
		if s.Lever > 0 {
			v.LowerLeverage = model.Known(s.Lever)
		}
	}
	v.Order = stopOrder(q, price, s)
	return v
}

// stopOrder words the order the user would place. eddy places none.
func stopOrder(q *portfolio.Position, price decimal.Decimal, s stress.Stop) string {
	verb := "sell"
	if q.Side == portfolio.Short {
		verb = "buy"
	}
	order := fmt.Sprintf("%s stop-market %s %s at %s, triggered by the mark, reduce only", verb, q.Qty, q.Symbol, price)
	switch {
	case s.Fits:
		return order
	case s.Lever > 0:
		return "lower the leverage to " + strconv.FormatFloat(s.Lever, 'f', -1, 64) + "x first; then " + order
	default:
		return "too near to liquidation for a technical stop at any leverage: make the leg smaller"
	}
}

// roundStop rounds a stop to the tick toward the entry, so that it is never
// further away than it should be; without a tick, to eight digits.
func roundStop(price decimal.Decimal, tick decimal.NullDecimal, side portfolio.Side) decimal.Decimal {
	step := decimal.New(1, int32(price.NumDigits())+price.Exponent()-stopDigits)
	if tick.Valid {
		step = tick.Decimal
	}
	steps := price.Div(step)
	if side == portfolio.Short {
		return steps.Floor().Mul(step)
	}
	return steps.Ceil().Mul(step)
}

const stopDigits = 8

// swing is the lowest low of the last two weeks of days, or the highest high; 0
// without any.
func (a *assetState) swing(high bool) float64 {
	bars := a.days.bars
	bars = bars[max(0, len(bars)-swingDays):]
	out := 0.0
	for i, b := range bars {
		switch {
		case high:
			out = max(out, b.High)
		case i == 0:
			out = b.Low
		default:
			out = min(out, b.Low)
		}
	}
	return out
}

// roomAt returns the distance from the entry to liquidation at other leverages,
// the size kept.
func (e *Engine) roomAt(a *venueAccount, k int) func(float64) float64 {
	return func(lever float64) float64 {
		notch := a.report.Slide(a.at[k], []decimal.Decimal{decimal.NewFromFloat(lever)}, margin.HoldQty)[0]
		switch {
		case notch.Refused != nil:
			return 0
		case !notch.Liquidation.Price.Valid:
			return math.Inf(1)
		}
		entry := a.legs[k].Entry
		return float(entry.Sub(notch.Liquidation.Price.Decimal).Abs().Div(entry))
	}
}
