package strategy

import (
	"math"
	"strings"

	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// Outlook is what the engine makes of the last closed bars, as far as decisions
// need it: which phase and stage stand, which conditions of the playbook hold,
// and the figures sizes are worked out from. A coin counts as in NewRecorded, a
// condition as in Playbook.Conditions; lists of coins stay unknown.
type Outlook struct {
	End        model.Millis // of the last closed bar
	Phase      model.Phase
	Since      model.Millis // close that made it the phase
	Confidence float64      // 0..1, 0 while the phase is unknown
	Crash      bool         // the crash override brought it

	Stage  string // id, "" when none applies
	Truths []condition.Truth
	Turned []Turn // conditions that say otherwise than at the outlook before

	Sectors []SectorOutlook // sectors, each followed by its sub-sectors
	Coins   []CoinOutlook
	Bench   float64 // level of the benchmark, 0 while unknown

	PhaseEvidence []model.Evidence // only where the phase changed
}

// Turn is a condition that came to hold or ceased to, with the figures that
// made it so.
type Turn struct {
	Rule     int
	Was, Is  condition.Truth
	Evidence []model.Evidence
}

// SectorOutlook is a sector's index, who is in it, and what an edge is worked
// out from.
type SectorOutlook struct {
	Name       string
	Level      float64      // index points, 0 while unknown
	Weight     []CoinWeight // members that have a weight now; they sum to 1
	Seated     []int        // coins that have a seat, those left out of the index for their silence too
	Momentum   model.Num    // volatility-adjusted (analytics §3.6)
	Volatility model.Num    // a year, a fraction
	Together   []float64    // correlation with each sector of the list, NaN where unknown; nil without bars of four hours
}

// CoinWeight is a member's share of its index.
type CoinWeight struct {
	Coin   int
	Weight float64
}

// CoinOutlook is what sizes and costs of a coin's trades are worked out from.
// Figures that are not known are 0.
type CoinOutlook struct {
	Sigma    float64 // standard deviation of a day's return
	ATR      float64 // 14 days, in US dollars
	Turnover float64 // median of 30 days, US dollars a day
	Beta     model.Num
	Short    float64 // how overleveraged and overextended it is (S1-C-SHORT)
}

// Ready tells whether the phase is known: before that nothing decides.
func (r *Recorded) Ready() bool { return r.e.phase() != model.PhaseUnknown }

// Outlook asks the conditions at the last closed bars. It is meant for the ends
// of bars that decide, four hours or a day, and costs some hundred microseconds; before says what the
// last one held, nil for the first.
func (r *Recorded) Outlook(before *Outlook) *Outlook {
	e := r.e
	r.drawLevel()
	r.tellPrices()
	at := e.moment()
	e.refreshSlow(e.addFromBars(e.backdrop.book.Derive(at), at), at)
	e.fillClosed()
	o := &Outlook{End: e.market.now, Phase: e.phase()}
	if e.tracker != nil {
		state := e.tracker.State()
		o.Since, o.Crash = state.Since, state.Crash
		o.Confidence, _ = e.tracker.Confidence()
	}
	if s, known := e.stage(); known {
		o.Stage = s.ID
	}
	r.ask(o, before)
	r.measure(o)
	if before == nil || before.Phase != o.Phase {
		o.PhaseEvidence = e.tracker.View(nil).Evidence
	}
	return o
}

// tellPrices lets the close of each bar that just ended stand as the coin's
// price: what the data gates and turnovers of the conditions read.
func (r *Recorded) tellPrices() {
	if r.at == nil || r.at.end != r.next {
		return
	}
	for k := range r.coins {
		c, price := &r.coins[k], r.at.prices[k]
		if price <= 0 {
			continue
		}
		a := &r.e.assets[c.at]
		ev := model.Event{
			Kind: model.KindQuote, Venue: model.Binance, Symbol: c.symbol, Asset: a.asset,
			EventTime: r.next, Received: r.next, Has: model.FieldMark | model.FieldLast, Mark: price, Last: price,
		}
		if b := r.at.bar(model.Day1, c.at); b.ok && b.bar.HasVolume {
			ev.Has |= model.FieldVolume24hUSD
			ev.Volume24hUSD = b.bar.Volume * b.bar.Close
		}
		if coins := r.at.interest[k]; coins > 0 {
			ev.Has |= model.FieldOpenInterest
			ev.OpenInterest = coins
		}
		a.quotes[0].fold(&ev) // and no more than that: the past of its open interest was told already
		a.reprice(r.next)
		a.reprice(r.next) // a real jump is told twice, or it would wait for its second word
	}
}

// readsCoins tells whether a condition that decides reads the figures of a coin.
func readsCoins(rules []*playbook.Rule) bool {
	for _, rule := range rules {
		if rule.Role == playbook.RolePick {
			continue
		}
		for _, spec := range rule.Condition.Inputs() {
			if strings.HasPrefix(spec.Name, "coin.") {
				return true
			}
		}
	}
	return false
}

// ask asks every condition but lists of coins, and keeps the evidence of those that turned.
func (r *Recorded) ask(o, before *Outlook) {
	f, rules := r.e.inputs.closed, r.e.cfg.Playbook.Conditions()
	o.Truths = make([]condition.Truth, len(rules))
	for i, rule := range rules {
		if rule.Role == playbook.RolePick {
			continue // it is asked of a coin at a time, and lists coins for a reader
		}
		o.Truths[i] = rule.Condition.Eval(f)
		was := condition.Unknown
		if before != nil {
			was = before.Truths[i]
		}
		if o.Truths[i] != was {
			o.Turned = append(o.Turned, Turn{Rule: i, Was: was, Is: o.Truths[i], Evidence: rule.Condition.Evidence(f, nil)})
		}
	}
}

// measure reads the figures of sectors and coins.
func (r *Recorded) measure(o *Outlook) {
	s := &r.e.slow
	o.Bench, _ = s.bench.Level()
	coinAt := make([]int, len(r.e.assets))
	for i := range coinAt {
		coinAt[i] = -1
	}
	o.Coins = make([]CoinOutlook, len(r.coins))
	for k := range r.coins {
		at := r.coins[k].at
		coinAt[at] = k
		c := &s.said[at]
		o.Coins[k] = CoinOutlook{
			Sigma: orZero(c.volatility / sqrtYear), ATR: orZero(c.atr), Turnover: orZero(c.usual),
			Beta: r.beta(at), Short: max(0, orZero(c.short)),
		}
	}
	places := r.correlationPlaces()
	o.Sectors = make([]SectorOutlook, 0, len(s.tracks))
	for _, t := range s.tracks {
		v := SectorOutlook{Name: t.name, Together: r.together(places, t.name)}
		v.Level, _ = t.index.Level()
		v.Momentum, v.Volatility = num(t.momentum.Value())(needsBars), num(t.vol.Value())(needsBars)
		v.Weight = make([]CoinWeight, 0, len(t.pool))
		for k, at := range t.pool {
			m := t.index.Member(k)
			if m.Weight > 0 && coinAt[at] >= 0 {
				v.Weight = append(v.Weight, CoinWeight{coinAt[at], m.Weight})
			}
			if m.Intended > 0 && coinAt[at] >= 0 {
				v.Seated = append(v.Seated, coinAt[at])
			}
		}
		o.Sectors = append(o.Sectors, v)
	}
}

// beta is a coin's beta to the first benchmark coin over bars of four hours, as
// live; over days where the market was recorded by days.
func (r *Recorded) beta(at int) model.Num {
	betas := r.e.fast.betas
	switch {
	case at == r.e.benchmark[0]:
		return model.Known(1)
	case r.step == model.Day1:
		betas = r.e.slow.betas
	}
	return numOr(betas[at], betas[at] == betas[at], needsBars)
}

// orZero is how a figure of a CoinOutlook says that it is not known.
func orZero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// correlationPlaces are the places of the sectors in the matrix of correlations,
// nil where there is none: it stands on bars of four hours.
func (r *Recorded) correlationPlaces() []int {
	if r.step == model.Day1 {
		return nil
	}
	out := make([]int, len(r.e.slow.tracks))
	for i, t := range r.e.slow.tracks {
		out[i] = r.e.fast.corr.place(t.name)
	}
	return out
}

// together is a sector's row of the matrix.
func (r *Recorded) together(places []int, name string) []float64 {
	if places == nil {
		return nil
	}
	c := r.e.fast.corr
	at, out := c.place(name), make([]float64, len(places))
	for i, k := range places {
		if out[i] = math.NaN(); at >= 0 && k >= 0 {
			out[i] = orNaN(c.of(at, k))
		}
	}
	return out
}

// sqrtYear turns an annual volatility into a day's (analytics §0: 365 days).
const sqrtYear = 19.1049731745428 // sqrt(365)
