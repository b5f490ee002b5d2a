package context

import (
	"strings"

	"eddy/model"
)

// Chosen figures: a spike of fees is a day at twice the median day of a month
// (S1-IND-4 says "spikes in average fees" without a number).
const (
	gasBrief, gasLong = 7, 30
	gasSpike          = 2.0
)

// Derive returns every derived figure at a moment, in a fixed order, the
// unknown ones with what they wait for.
func (b *Book) Derive(at Moment) []Figure {
	out := make([]Figure, 0, 24)
	add := func(id, unit, ledger string, r reading) {
		out = append(out, Figure{ID: id, Value: r.value, Unit: unit, From: r.from, Time: r.time, Ledger: ledger})
	}
	add("tvl.growth_7d", "fraction", "S1-IND-2", b.growth("tvl.total", at, 7))
	add("tvl.growth_30d", "fraction", "S1-IND-2 S2-DEFI-1", b.growth("tvl.total", at, 30))
	add("tvl.acceleration", "fraction", "S1-IND-2", b.acceleration("tvl.total", at, 30))
	add("tvl.lending_growth_30d", "fraction", "S0-STR1-4", b.growth("tvl.category.lending", at, 30))
	add("fees.growth_30d", "fraction", "S1-IND-4", b.sums("fees.total", at, 30))
	add("stablecoins.growth_7d", "fraction", "S0-SEC-5", b.growth("stablecoins.total", at, 7))
	add("stablecoins.growth_30d", "fraction", "S0-SEC-5", b.growth("stablecoins.total", at, 30))
	add("gas.level", "gwei", "S1-IND-4", b.mean("gas.base_fee", at, 1))
	add("gas.trend", "fraction", "S1-IND-4", b.trend("gas.base_fee", at, gasBrief, gasLong))
	add("gas.spike", "flag", "S1-IND-4", b.overMedian("gas.base_fee", at, gasLong, gasSpike))
	add("btc.dominance", "fraction", "S2-SEC-2", b.level("dominance.btc", at, 0.01))
	add("btc.dominance_change_30d", "fraction", "S2-SEC-2", b.change("dominance.btc", at, 30, 0.01))
	add("fear_greed.value", "points", "S0-STR3-0", b.level("fear_greed", at, 1))
	add("fear_greed.mean_7d", "points", "S0-STR3-0", b.mean("fear_greed", at, 7))
	return append(out, b.yields(at)...)
}

// apyPrefix begins the series of sustainable yields; those with reward tokens
// counted have a prefix of their own and are left alone: rewards end.
const (
	apyPrefix      = "apy."
	apyTotalPrefix = "apy.total."
)

// yields returns the sustainable yield of every protocol and the best of the
// fresh ones (ledger S0-STR2-2). Sustainable is what the source of the series
// says it is: base yield without reward tokens, the lower of today's and the
// month's mean, of pools that are large and old enough.
func (b *Book) yields(at Moment) []Figure {
	const ledger = "S0-STR2-2"
	best := Figure{ID: "apy.best", Unit: "pct", Ledger: ledger, Value: model.Unknown("no source tells a yield")}
	var out []Figure
	for _, s := range b.names {
		name := string(s)
		if !strings.HasPrefix(name, apyPrefix) || strings.HasPrefix(name, apyTotalPrefix) {
			continue
		}
		r := b.level(s, at, 1)
		f := Figure{ID: name, Value: r.value, Unit: "pct", From: r.from, Time: r.time, Ledger: ledger, Note: b.lines[s].last.Note}
		out = append(out, f)
		if v, ok := f.Value.Value(); ok && f.Value.Fresh() && (!best.Value.Fresh() || v > best.Value.Or(0)) {
			best.Value, best.From, best.Time = f.Value, f.From, f.Time
			best.Note = strings.TrimPrefix(name, apyPrefix)
		}
	}
	return append(out, best)
}

// protocols are the coins whose protocols the yield service knows by a name of
// its own.
var protocols = map[string]model.Asset{
	"aave": "AAVE", "uniswap": "UNI", "ethena": "ENA", "curve": "CRV", "lido": "LDO", "jupiter": "JUP",
	"morpho": "MORPHO", "pendle": "PENDLE", "compound": "COMP", "dydx": "DYDX", "sushi": "SUSHI", "makerdao": "MKR", "sky": "SKY",
}

// Yield returns the best sustainable yield of a coin's protocol in percent.
func (b *Book) Yield(coin model.Asset, at Moment) model.Num {
	best := model.Unknown("no source tells a yield of its protocol")
	for _, s := range b.names {
		slug, ok := strings.CutPrefix(string(s), apyPrefix)
		first, _, _ := strings.Cut(slug, "-")
		if !ok || protocols[first] != coin {
			continue
		}
		best = Better(best, b.level(s, at, 1).value)
	}
	return best
}

// Better returns the higher of two values; a fresh one goes before a stale one,
// and any before none.
func Better(a, b model.Num) model.Num {
	x, had := a.Value()
	y, has := b.Value()
	switch {
	case !has:
		return a
	case !had || b.Fresh() && !a.Fresh():
		return b
	case a.Fresh() == b.Fresh() && y > x:
		return b
	default:
		return a
	}
}

// Locked returns the relative change over seven days of the value locked in a
// coin's protocol (ledger S1-RISK-6).
func (b *Book) Locked(coin model.Asset, at Moment) model.Num {
	return b.growth(model.Series("tvl.protocol."+string(coin)), at, 7).value
}

// Turnover returns a coin's turnover of 24 hours over its market value, both as
// the same source tells them (ledger S2-AI-2).
func (b *Book) Turnover(coin model.Asset, at Moment) (volume, value model.Num) {
	return b.level(model.Series("volume."+string(coin)), at, 1).value, b.level(model.Series("cap."+string(coin)), at, 1).value
}
