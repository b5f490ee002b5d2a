package strategy

import (
	"slices"

	"eddy/model"
	"eddy/strategy/context"
	"eddy/strategy/input"
	"eddy/strategy/signal"
)

// addFromBars appends the derived series that stand on bars and open interest,
// at the last daily close, to those that stand on slow series.
func (e *Engine) addFromBars(out []context.Figure, at context.Moment) []context.Figure {
	if e.tides == nil || e.board == nil || e.slow.bars == 0 {
		return out
	}
	t, end := e.tides, e.slow.end
	out = slices.Grow(out, 8+3*len(e.slow.tracks))
	if !growthKnown(out) {
		out = append(out, e.proxyOfTVL())
	}
	add := func(id, unit, ledger string, v model.Num, note string) {
		out = append(out, context.Figure{ID: id, Value: v, Unit: unit, From: "bars", Time: end, Ledger: ledger, Note: note})
	}
	add("l1_dominance.index", "points", "S1-IND-1 C-13", t.dominance.level(), "without ETH, against half BTC, half ETH")
	add("l1_dominance.slope", "fraction", "S1-IND-1 C-13", t.dominance.slope(), "without ETH")
	add("l1_dominance.slope_with_eth", "fraction", "C-13", t.withETH.slope(), "with ETH among the layer ones")
	add("l1_dominance.change_28d_pct", "pct", "S1-IND-1", percent(t.dominance.monthChange()), "without ETH")
	add("btc.consolidating", "flag", "S2-SEC-2", t.calm.consolidating(), "28-day move under half a standard deviation, volatility under its median")
	add("market.turnover_z", "z", "S0-SEC-5", t.market.z(), "")
	out = append(out, e.derivedInterest("market", &e.board.market))
	for i, tr := range e.slow.tracks {
		if tr.parent != "" {
			continue
		}
		slug := input.Slug(tr.name)
		add(slug+".turnover_z", "z", "S2-AI-2", t.tracks[i].z(), "")
		out = append(out, e.derivedActivity(slug, tr, at), e.derivedInterest(slug, &e.board.tracks[i]))
	}
	return out
}

// derivedInterest is the trend of open interest with its quadrant (S2-OI,
// analytics §8.4).
func (e *Engine) derivedInterest(slug string, b *trackBoard) context.Figure {
	f := context.Figure{
		ID: slug + ".oi_change_7d_pct", Unit: "pct", From: "open interest", Time: e.slow.end,
		Ledger: "S2-OI-1 S2-OI-2 C-41", Value: percent(b.interest[len(interestDays)-1]),
	}
	if b.flow != signal.FlowUnknown {
		f.Note = b.flow.String()
	}
	return f
}

// derivedActivity is a sector's turnover against its market value or, where
// that is not known, against its open interest; the name says which (S2-AI-2).
func (e *Engine) derivedActivity(slug string, t *track, at context.Moment) context.Figure {
	f := context.Figure{Unit: "ratio", Ledger: "S2-AI-2"}
	if v := e.turnoverToCap(t.members, at); v.Fresh() {
		f.ID, f.Value, f.From, f.Time = slug+".turnover_to_cap", v, "market values", at.Market
		return f
	}
	f.ID, f.Value, f.From = slug+".turnover_to_oi", e.turnoverToInterest(t.members), "venues"
	if f.Value.Fresh() {
		f.Time = at.Market
	}
	f.Note = "market values are not known: held against open interest"
	return f
}

// turnoverToCap is the turnover of 24 hours over the market value of the coins
// both are known of, as one source tells them.
func (e *Engine) turnoverToCap(coins []int, at context.Moment) model.Num {
	const why = "no market value is known"
	if e.backdrop.book.Empty() {
		return model.Unknown(why) // a backtest asks this often, and there is nobody to tell
	}
	volume, value := 0.0, 0.0
	for _, i := range coins {
		v, c := e.backdrop.book.Turnover(e.assets[i].asset, at)
		if v.Fresh() && c.Fresh() && c.Or(0) > 0 {
			volume, value = volume+v.Or(0), value+c.Or(0)
		}
	}
	return numOr(volume/value, value > 0, why)
}

// turnoverToInterest is the turnover of 24 hours over the open interest of the
// coins both are known of, over all venues that tell both.
func (e *Engine) turnoverToInterest(coins []int) model.Num {
	volume, interest := 0.0, 0.0
	for _, i := range coins {
		a := &e.assets[i]
		for j := range a.quotes {
			q := &a.quotes[j]
			usd, ok := q.openInterestUSD(a.price.value, e.clock)
			if ok && usd > 0 && q.has&model.FieldVolume24hUSD != 0 && !q.stale(e.clock) {
				volume, interest = volume+q.volume24h, interest+usd
			}
		}
	}
	return numOr(volume/interest, interest > 0, "no venue tells both turnover and open interest")
}

// growthKnown tells whether a source tells the growth of value locked.
func growthKnown(figures []context.Figure) bool {
	for i := range figures {
		if _, ok := figures[i].Value.Value(); ok && figures[i].ID == "tvl.growth_30d" {
			return true
		}
	}
	return false
}

// proxyOfTVL stands in for the growth of value locked while no source tells it:
// how DeFi did against the layer ones. It is shown and labelled, and no rule
// takes it for the real thing (ledger S1-IND-2).
func (e *Engine) proxyOfTVL() context.Figure {
	f := context.Figure{
		ID: "tvl.proxy", Unit: "fraction", From: "bars", Time: e.slow.end, Ledger: "S1-IND-2", Proxy: true,
		Note:  "DeFi over layer ones, 28 days, in the place of growth of value locked",
		Value: model.Unknown("needs 29 daily bars of DeFi and layer ones"),
	}
	r := &e.figures.Roles
	if defi, l1 := e.slow.track(r.DeFi), e.slow.track(r.L1); defi != nil && l1 != nil {
		x, ok := defi.change(28, defi.level, false)
		y, both := l1.change(28, l1.level, false)
		f.Value = numOr((1+x)/(1+y)-1, ok && both, f.Value.Why())
	}
	return f
}
