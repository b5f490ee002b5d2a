package cycle

import (
	"math"

	"eddy/model"
)

func (t *Tracker) dominance(d *Day) condition {
	c := condition{state: L1Dominance}
	c.add(quadrants("l1", "layer ones without ETH against BTC and ETH", d.L1.Quadrant, model.Leading, model.Improving).from("S1-CYC-1, C-13"))
	c.add(quadrants("defi", "DeFi on the rotation graph", d.DeFi.Quadrant, model.Lagging).from("S1-CYC-1"))
	return c
}

func (t *Tracker) explosion(d *Day, ratio model.Num) condition {
	c := condition{state: DeFiExplosion}
	c.add(quadrants("defi", "DeFi on the rotation graph", d.DeFi.Quadrant, model.Leading, model.Improving).from("S1-CYC-2"))
	c.add(figure("breadth", "share of DeFi above its EMA50", d.DeFi.Breadth, "≥ "+plain(t.p.Breadth),
		func(x float64) bool { return x >= t.p.Breadth }).from("S1-CYC-2"))
	c.add(figure("ratio", "DeFi/L1: EMA20 over EMA50", ratio, "> 0", func(x float64) bool { return x > 0 }).from("S1-CYC-2"))
	return c
}

func (t *Tracker) resurgence(d *Day, ratio model.Num) condition {
	c := condition{state: L1Resurgence}
	c.add(quadrants("defi", "DeFi on the rotation graph", d.DeFi.Quadrant, model.Weakening, model.Lagging).from("S1-CYC-3"))
	c.add(figure("ratio", "DeFi/L1: EMA20 under EMA50", ratio, "< 0", func(x float64) bool { return x < 0 }).from("S1-CYC-3"))
	return c
}

func (t *Tracker) consolidation(d *Day) condition {
	c := condition{state: Consolidation}
	apart := model.Unknown("needs 28 days of both sectors")
	ai, ok := d.AI.Z28.Value()
	if defi, both := d.DeFi.Z28.Value(); ok && both {
		apart = model.Known(math.Abs(ai - defi))
	}
	c.add(figure("apart", "z28 of AI and DeFi apart", apart, "< "+plain(t.p.Near), func(x float64) bool { return x < t.p.Near }))
	return c
}

func (t *Tracker) ignition(d *Day) condition {
	c := condition{state: AIIgnition}
	c.add(quadrants("ai", "AI on the rotation graph", d.AI.Quadrant, model.Improving, model.Leading).from("S2-PH-1"))
	c.add(figure("turnover", "AI's turnover against its own past", d.AI.TurnoverZ, "> "+plain(t.p.TurnoverZ),
		func(x float64) bool { return x > t.p.TurnoverZ }).from("S2-AI-2"))
	c.add(figure("interest", "AI's open interest, 7 days", d.AI.Interest, "> +"+plain(100*t.p.InterestUp)+" %",
		func(x float64) bool { return x > t.p.InterestUp }).from("S2-OI-1"))
	return c
}

func (t *Tracker) peak(d *Day) condition {
	c := condition{state: AIPeak, any: true}
	c.add(figure("rsi", "AI's RSI", d.AI.RSI, "> "+plain(t.p.RSI), func(x float64) bool { return x > t.p.RSI }).from("S2-PH-2"))
	c.add(figure("funding", "AI's funding, bp per 8 h", d.AI.FundingBps, "≥ "+plain(t.p.FundingBps),
		func(x float64) bool { return x >= t.p.FundingBps }).from("S2-PH-2"))
	c.add(quadrants("ai", "AI on the rotation graph", d.AI.Quadrant, model.Weakening).from("S2-PH-2"))
	return c
}

func (t *Tracker) reemergence(d *Day) condition {
	c := condition{state: DeFiReemergence}
	c.add(quadrants("defi", "DeFi on the rotation graph", d.DeFi.Quadrant, model.Improving, model.Leading))
	c.add(quadrants("ai", "AI on the rotation graph", d.AI.Quadrant, model.Lagging, model.Weakening))
	return c
}
