package strategy

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// Names of the signals: rules of their alerts as well.
const (
	ruleCross       = "ma-cross"
	ruleRatio       = "ratio-cross"
	ruleAppetite    = "risk-appetite"
	rulePivot       = "pivot"
	ruleL1Strength  = "l1-strength"
	ruleExcessive   = "funding-excessive"
	ruleExtreme     = "funding-extreme"
	ruleSqueeze     = "funding-squeeze"
	ruleUnusual     = "funding-unusual"
	ruleFlow        = "oi-flow"
	ruleExtended    = "overextended"
	ruleShort       = "short-candidate"
	ruleAccord      = "l1-defi-accord"
	ruleLeader      = "leadership"
	ruleOrder       = "volatility-order"
	ruleCorrelation = "correlation"
	ruleExpiry      = "expiry"
)

const (
	on          = signal.On
	unknownWord = "unknown"
	market      = "market"
)

// signalWriter puts the signals of the last closed bars into rows.
type signalWriter struct {
	e   *Engine
	b   *board
	out []model.SignalView
}

func (w *signalWriter) write() {
	e := w.e
	w.appetite()
	w.accord()
	w.l1Strength()
	for _, p := range w.b.pairs {
		if p.a.name != w.b.f.Roles.L1 || p.b.name != w.b.f.Roles.DeFi {
			w.ratio(p)
		}
	}
	for i, t := range e.slow.tracks {
		w.sector(t, &w.b.tracks[i])
	}
	w.level(market, &e.slow.market, e.slow.step)
	w.funding(market, &w.b.market)
	w.flow(market, &w.b.market, &e.slow.market)
	w.leadership()
	w.order()
	w.correlation()
	w.coins()
	w.expiries()
}

// sector writes what one sector or sub-sector shows by itself.
func (w *signalWriter) sector(t *track, b *trackBoard) {
	from := len(w.out)
	w.cross(t.name, &t.gauge, w.e.slow.step)
	if fast := w.e.fast.track(t.name); fast != nil {
		w.cross(t.name, &fast.gauge, w.e.fast.step)
	}
	w.level(t.name, &t.gauge, w.e.slow.step)
	w.rsi(t)
	w.funding(t.name, b)
	w.flow(t.name, b, &t.gauge)
	w.extended(t.name, &t.gauge)
	if t.parent != "" {
		w.hush(from, t.name == w.b.f.Roles.L1)
	}
}

// hush keeps the signals of a sub-sector from raising alerts: they would only
// say again what their sector says. L1 keeps its trigger, of which the rules
// speak by name.
func (w *signalWriter) hush(from int, keepTrigger bool) {
	for i := from; i < len(w.out); i++ {
		if w.out[i].ID != ruleRSI || !keepTrigger {
			w.out[i].Severity = ""
		}
	}
}

func (w *signalWriter) add(s model.SignalView) {
	if s.Timeframe == 0 {
		s.Timeframe = w.e.slow.step
	}
	if s.Evidence == nil {
		s.Evidence = []model.Evidence{}
	}
	w.out = append(w.out, s)
}

// latched fills in how a latch stands.
func latched(s model.SignalView, r signal.Reading) model.SignalView {
	s.State, s.Active, s.Since, s.Held = r.State.String(), r.State == on, r.Since, r.Held
	return s
}

// cross writes a moving-average cross (S0-SIG-3). A cross calls for attention
// on the bar that confirms it.
func (w *signalWriter) cross(name string, g *gauge, step model.Interval) {
	fast, slow := w.b.f.Cross.SlowFast.N(), w.b.f.Cross.SlowSlow.N()
	if step < model.Day1 {
		fast, slow = w.b.f.Cross.FastFast.N(), w.b.f.Cross.FastSlow.N()
	}
	s := crossView(g, fast, slow)
	s.ID, s.Subject, s.Timeframe, s.Source = ruleCross, name, step, "S0-SIG-3"
	s.Text = fmt.Sprintf("%s: EMA %d %s EMA %d (%s)", name, fast, s.State, slow, step)
	w.add(s)
}

func crossView(g *gauge, fast, slow int) model.SignalView {
	c := g.crossing()
	v, ok := g.trend(g.level, false)
	s := model.SignalView{
		State: sideWord(int(c.Side), "above", "below"), Since: g.crossed, Held: c.Held,
		Value: numOr(v*100, ok, fmt.Sprintf("needs %d bars", slow)), Threshold: model.Known(0),
		Active: c.Side != stream.NoSide && g.crossBars == 0,
	}
	s.Evidence = []model.Evidence{{
		ID: "trend", Text: fmt.Sprintf("EMA %d over EMA %d, percent", fast, slow), Value: s.Value, Threshold: "0",
		State: voteOf(s.Value, s.Value.Or(0) > 0), Source: "analytics 3.8",
	}}
	return s
}

// ratio writes the cross of the averages of two sectors' ratio.
func (w *signalWriter) ratio(p *pair) {
	fast, slow := w.b.f.Cross.SlowFast.N(), w.b.f.Cross.SlowSlow.N()
	s := crossView(&p.level, fast, slow)
	s.ID, s.Subject, s.Source = ruleRatio, p.name(), "S0-SIG-3 C-40"
	s.Text = fmt.Sprintf("%s: its EMA %d %s EMA %d", p.name(), fast, s.State, slow)
	w.add(s)
}

// appetite writes the risk-appetite flip (S0-SIG-4, C-40).
func (w *signalWriter) appetite() {
	r := &w.b.f.Roles
	lean := w.b.appetite.Lean()
	defi, infra := w.b.trackBoard(&w.e.slow, r.DeFi), w.b.trackBoard(&w.e.slow, r.Infrastructure)
	ratio := w.b.pair(r.DeFi, r.Infrastructure)
	s := model.SignalView{
		ID: ruleAppetite, Subject: market, Severity: model.Warning, Source: "S0-SIG-4 C-40",
		State: sideWord(lean.Side, r.DeFi+"-heavy", r.Infrastructure+"-heavy"), Since: lean.Since,
		Held: lean.Held, Active: lean.Flipped, Threshold: model.Known(0),
	}
	if defi == nil || infra == nil || ratio == nil {
		why := fmt.Sprintf("the taxonomy has no %s or no %s", r.DeFi, r.Infrastructure)
		s.Value, s.Text = model.Unknown(why), "risk appetite: "+why
		w.add(s)
		return
	}
	d, ok := defi.bullish.Value()
	i, both := infra.bullish.Value()
	s.Value = numOr(d-i, ok && both, "no member has its slow average yet")
	cross := crossView(&ratio.level, w.b.f.Cross.SlowFast.N(), w.b.f.Cross.SlowSlow.N())
	s.Evidence = []model.Evidence{
		{ID: "crosses", Text: fmt.Sprintf("share of bullish crosses, %s minus %s", r.DeFi, r.Infrastructure), Value: s.Value, Threshold: "0", State: voteOf(s.Value, d > i), Source: "C-40"},
		{ID: "ratio", Text: ratio.name() + " averages, percent", Value: cross.Value, Threshold: "0", State: voteOf(cross.Value, ratio.level.crossing().Side == stream.Above), Source: "C-40"},
	}
	s.Text = "risk appetite: " + s.State
	if lean.Flipped {
		s.Text = "risk appetite turned " + s.State
	}
	if lean.Pending != 0 {
		s.Text += fmt.Sprintf(", %d of %d closes the other way", lean.Held, w.b.f.Appetite.Hold.N())
	}
	w.add(s)
}

// accord writes divergence or confirmation between L1 and DeFi (S1-IND-0).
func (w *signalWriter) accord() {
	r := &w.b.f.Roles
	p := w.b.pair(r.L1, r.DeFi)
	if p == nil {
		return
	}
	s := model.SignalView{ID: ruleAccord, Subject: p.name(), Severity: model.Info, Source: "S1-IND-0", Threshold: model.Known(w.b.f.Pair.Dead.Value)}
	s.State, s.Since, s.Active = p.words(), p.since, p.diverges.Reading().State == on
	za, ok := p.a.z(28, p.a.level, false)
	zb, both := p.b.z(28, p.b.level, false)
	s.Value = numOr(za-zb, ok && both, "needs 30 daily bars")
	s.Text = fmt.Sprintf("%s and %s: %s", r.L1, r.DeFi, s.State)
	s.Evidence = []model.Evidence{
		zEvidence(p.a.name, za, ok, w.b.f.Pair.Dead.Value), zEvidence(p.b.name, zb, both, w.b.f.Pair.Dead.Value),
		w.activity(),
	}
	w.add(s)
}

// activity annotates the accord with what is locked in DeFi, where a source
// tells it: technical signals decide, fundamentals stand beside them (S0-SIG-1).
func (w *signalWriter) activity() model.Evidence {
	in := w.e.inputs
	growth := in.closed.Get(in.catalogue.ID("tvl.growth_30d"))
	if growth.State() == model.NumAbsent {
		growth = model.Unknown("no source tells what is locked")
	}
	return model.Evidence{
		ID: "tvl", Text: "growth of value locked in DeFi over 30 days", Value: growth, Threshold: "> 0",
		State: voteOf(growth, growth.Or(0) > 0), Source: "S1-IND-2",
	}
}

func zEvidence(name string, z float64, ok bool, dead float64) model.Evidence {
	v := numOr(z, ok, "needs 30 daily bars")
	return model.Evidence{
		ID: "z28-" + name, Text: name + ", 28-day move in standard deviations", Value: v,
		Threshold: fmt.Sprintf("beyond %.2f", dead), State: voteOf(v, z > dead), Source: "S1-IND-0",
	}
}

// l1Strength writes the third trigger: L1 shows strength again (S1-TRIG-3).
func (w *signalWriter) l1Strength() {
	r := &w.b.f.Roles
	p, l1 := w.b.pair(r.L1, r.DeFi), w.b.trackBoard(&w.e.slow, r.L1)
	if p == nil || l1 == nil {
		return
	}
	cross := crossView(&p.level, w.b.f.Cross.SlowFast.N(), w.b.f.Cross.SlowSlow.N())
	above := p.level.crossing().Side == stream.Above
	turned := l1.quadrant == model.Improving || l1.quadrant == model.Leading
	s := model.SignalView{
		ID: ruleL1Strength, Subject: r.L1, Severity: model.Warning, Source: "S1-TRIG-3",
		Value: cross.Value, Threshold: model.Known(0), Active: above && turned,
		Since: max(p.level.crossed, l1.since), State: signal.Off.String(),
	}
	switch {
	case !cross.Value.Fresh() || l1.quadrant == model.QuadrantUnknown:
		s.State, s.Active = unknownWord, false
	case s.Active:
		s.State = on.String()
	}
	s.Text = fmt.Sprintf("%s: ratio averages %s, %s is %s", p.name(), cross.State, r.L1, orWord(string(l1.quadrant), unknownWord))
	quadrant := model.Evidence{
		ID: "quadrant", Text: r.L1 + " is " + orWord(string(l1.quadrant), unknownWord), Threshold: "improving or leading",
		Shown: string(l1.quadrant), State: model.EvidenceUnknown, Source: "S1-TRIG-3",
	}
	if l1.quadrant != model.QuadrantUnknown {
		quadrant.State = vote(turned)
	}
	s.Evidence = append(cross.Evidence, quadrant)
	w.add(s)
}

// level writes the pivot of a level (S0-STR1-3).
func (w *signalWriter) level(name string, g *gauge, step model.Interval) {
	b, ok := g.breakout.Value()
	f := &w.b.f.Pivot
	why := fmt.Sprintf("needs %d daily closes", f.Window.N()+1)
	s := latched(model.SignalView{
		ID: rulePivot, Subject: name, Timeframe: step, Severity: model.Info, Source: "S0-STR1-3",
		Value: numOr(g.level, ok, why), Threshold: numOr(b.Level, ok, why),
	}, g.pivot)
	s.Held = b.Held
	aligned := numOr(0, false, "needs the slow average")
	if v, known := g.trend(g.level, false); known {
		aligned = model.Known(v * 100)
	}
	s.Evidence = []model.Evidence{
		{ID: "breakout", Text: fmt.Sprintf("close above the high of %d closes, held for %d, needs %d", f.Window.N(), b.Held, f.Hold.N()), Value: s.Value, Threshold: numText(s.Threshold), State: voteOf(s.Value, b.State == stream.BreakoutHeld), Source: "S0-STR1-3"},
		{ID: "aligned", Text: "fast average above the slow one, percent", Value: aligned, Threshold: "0", State: voteOf(aligned, g.aligned()), Source: "S0-STR1-3"},
	}
	s.Text = fmt.Sprintf("%s pivot %s: %s above the high, needs %d", name, s.State, plural(b.Held, "close"), f.Hold.N())
	w.add(s)
}

// rsi writes the overbought trigger (S1-TRIG-1, C-27).
func (w *signalWriter) rsi(t *track) {
	f := &w.b.f.RSI
	v, ok := t.rsi.Value()
	s := latched(model.SignalView{
		ID: ruleRSI, Subject: t.name, Severity: model.Warning, Source: "S1-TRIG-1 C-27",
		Value: numOr(v, ok, fmt.Sprintf("needs %d daily closes", f.Bars.N()+1)), Threshold: model.Known(f.Extreme.Value),
	}, t.overheat.Reading())
	s.Held = t.hotCloses
	s.Text = fmt.Sprintf("%s RSI %s, above %.0f for %s, needs %d", t.name, numText(s.Value), f.Extreme.Value, plural(t.hotCloses, "close"), f.Closes.N())
	s.Evidence = []model.Evidence{{
		ID: "rsi", Text: "Wilder RSI of the daily index", Value: s.Value, Threshold: fmt.Sprintf("> %.0f on %d closes, released below %.0f", f.Extreme.Value, f.Closes.N(), f.Release.Value),
		State: voteOf(s.Value, v > f.Extreme.Value), Source: "C-27",
	}}
	w.add(s)
}
