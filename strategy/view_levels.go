package strategy

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/signal"
)

// funding writes the bands of the three-day mean and the relative test beside
// them (S1-RISK-5, S1-TRIG-2, C-26, analytics §8.3).
func (w *signalWriter) funding(name string, b *trackBoard) {
	f := &w.b.f.Funding
	v, ok := b.mean3d.Value()
	band := signal.BandUnknown
	if ok {
		band = f.Band(v)
	}
	for _, part := range []struct {
		rule     string
		reading  signal.Reading
		level    float64
		severity model.Severity
		source   string
		advice   string
	}{
		{ruleExcessive, b.funding.Excessive.Reading(), f.Excessive.Value, model.Warning, "S1-RISK-5 S1-TRIG-2 C-26", "reduce or hedge longs"},
		{ruleExtreme, b.funding.Extreme.Reading(), f.Extreme.Value, model.Critical, "analytics 8.3", "close long overlays"},
		{ruleSqueeze, b.funding.Squeeze.Reading(), f.DeeplyNegative.Value, model.Info, "analytics 8.3 C-42", "shorts pay: squeeze risk"},
	} {
		s := latched(model.SignalView{
			ID: part.rule, Subject: name, Severity: part.severity, Source: part.source,
			Value: b.mean3d, Threshold: model.Known(part.level),
		}, part.reading)
		s.Text = fmt.Sprintf("%s funding %s bp per 8 h over three days, %s", name, numText(b.mean3d), band)
		if !ok {
			s.Text = name + " funding of three days is not known"
		}
		if s.Active {
			s.Text += ": " + part.advice
		}
		s.Evidence = []model.Evidence{
			{ID: "mean", Text: "three-day mean weighted by open interest, bp per 8 h", Value: b.mean3d, Threshold: fmt.Sprintf("%g, released at %g", part.level, part.level*f.Release.Value), State: voteOf(b.mean3d, s.Active), Source: "C-26"},
			{ID: "median", Text: "median of the members, bp per 8 h", Value: b.median3d, Threshold: fmt.Sprintf("%g", part.level), State: voteOf(b.median3d, beyond(b.median3d.Or(0), part.level)), Source: "analytics 8.3"},
		}
		w.add(s)
	}
	w.unusual(name, b)
}

// beyond tells whether a rate lies at a level or further from zero.
func beyond(v, level float64) bool {
	if level < 0 {
		return v <= level
	}
	return v >= level
}

func (w *signalWriter) unusual(name string, b *trackBoard) {
	f := &w.b.f.Funding
	s := latched(model.SignalView{
		ID: ruleUnusual, Subject: name, Severity: model.Info, Source: "analytics 8.3",
		Value: b.unusual, Threshold: model.Known(f.Z.Value),
	}, b.funding.Relative.Reading())
	s.Text = fmt.Sprintf("%s funding stands %s standard deviations above its last %d settlements", name, numText(b.unusual), f.ZSettlements.N())
	if !b.unusual.Fresh() {
		s.Text = name + " funding has no past to be held against"
	}
	s.Evidence = []model.Evidence{{
		ID: "z", Text: "median of the members' z-scores", Value: b.unusual, Threshold: fmt.Sprintf("> %g, or above the %.0fth percentile of %d days", f.Z.Value, f.Percentile.Value*100, f.PercentileDays.N()),
		State: voteOf(b.unusual, s.Active), Source: "analytics 8.3",
	}}
	w.add(s)
}

// flow writes the open-interest quadrant of the last day (S2-OI-1, C-41).
func (w *signalWriter) flow(name string, b *trackBoard, g *gauge) {
	f := &w.b.f.Interest
	move := moveOf(g)
	moved := numOr(move, move == move, "needs 31 daily bars")
	change := percent(b.interest[0])
	s := model.SignalView{
		ID: ruleFlow, Subject: name, State: b.flow.String(), Active: b.inflow, Since: b.end, Source: "S2-OI-1 C-41",
		Value: change, Threshold: model.Known(f.Dead1d.Value * 100),
	}
	s.Text = fmt.Sprintf("%s: open interest %s %% in a day, %s", name, numText(change), b.flow)
	if !change.Fresh() {
		s.Text = name + ": open interest of the day is not known"
	}
	if b.inflow {
		s.Text += ": long inflow, risk-on"
	}
	s.Evidence = []model.Evidence{
		{ID: "price", Text: "move of the day in standard deviations", Value: moved, Threshold: fmt.Sprintf("beyond %g", f.DeadSigma.Value), State: voteOf(moved, move >= f.DeadSigma.Value), Source: "analytics 8.4"},
		{ID: "interest", Text: "open interest in a day, percent", Value: change, Threshold: fmt.Sprintf("beyond %g", f.Dead1d.Value*100), State: voteOf(change, b.interest[0].Or(0) >= f.Dead1d.Value), Source: "analytics 8.4"},
		{ID: "funding", Text: "three-day funding, bp per 8 h", Value: b.mean3d, Threshold: ">= 0", State: voteOf(b.mean3d, b.mean3d.Or(-1) >= 0), Source: "C-41"},
		{ID: "week", Text: "open interest in seven days, percent", Value: percent(b.interest[2]), Threshold: fmt.Sprintf("flat within %g", f.Stable.Value*100), State: voteOf(b.interest[2], stable(b.interest[2], f.Stable.Value)), Source: "S2-OI-2"},
	}
	w.add(s)
}

// stable tells whether a change is flat.
func stable(change model.Num, within float64) bool {
	v, ok := change.Value()
	return ok && v < within && v > -within
}

// extended writes how far a level ran (S1-FUT-3, S0-MECH-1).
func (w *signalWriter) extended(name string, g *gauge) {
	if s, ok := extendedView(name, g, w.b.f); ok {
		w.add(s)
	}
}

func extendedView(name string, g *gauge, all *signal.Figures) (model.SignalView, bool) {
	f := &all.Extension
	run := g.run(g.level, false)
	score, ok := f.Extension(run)
	s := latched(model.SignalView{
		ID: ruleExtended, Subject: name, Severity: model.Info, Source: "S1-FUT-3 S0-MECH-1",
		Value: numOr(score, ok, "needs 31 daily closes"), Threshold: model.Known(f.Enter.Value),
	}, g.extended.Reading())
	s.Text = fmt.Sprintf("%s overextension %s of 1", name, numText(s.Value))
	part := func(id, text string, v, low, high float64) model.Evidence {
		n := numOr(v, v == v, "needs more daily closes")
		return model.Evidence{
			ID: id, Text: text, Value: n, Vote: numOr(signal.Ramp(v, low, high), v == v, n.Why()), Weight: 1. / 3,
			Threshold: fmt.Sprintf("%g to %g", low, high), State: voteOf(n, v > (low+high)/2), Source: "S1-FUT-3",
		}
	}
	s.Evidence = []model.Evidence{
		part("rsi", "RSI", run.RSI, f.RSILow.Value, f.RSIHigh.Value),
		part("z28", "28-day move in standard deviations", run.Z28, f.ZLow.Value, f.ZHigh.Value),
		part("stretch", "distance above the fast average in ATR", run.Stretch, f.StretchLow.Value, f.StretchTop.Value),
	}
	return s, ok
}

// leadership writes who is first by momentum, since when, and how far it ran:
// no sector outperforms indefinitely (S0-MECH-1).
func (w *signalWriter) leadership() {
	at, since, ok := w.b.leader.First()
	if !ok {
		return
	}
	t := w.e.slow.tracks[w.b.led[at]]
	days := w.e.slow.end.Sub(since).Hours() / 24
	score, known := t.momentum.Value()
	run, both := w.b.f.Extension.Extension(t.run(t.level, false))
	s := model.SignalView{
		ID: ruleLeader, Subject: t.name, State: "leads", Since: since, Source: "S0-MECH-1 S0-SIG-2",
		Value: model.Known(days), Threshold: model.NotApplicable("no age is too old by itself"),
		Text: fmt.Sprintf("%s has led by momentum for %s", t.name, plural(int(days), "day")),
	}
	momentum, extended := numOr(score, known, "needs 91 daily bars"), numOr(run, both, "needs 31 daily bars")
	s.Evidence = []model.Evidence{
		{ID: "momentum", Text: "mean of z7, z28 and z90", Value: momentum, Threshold: "highest of the sectors", State: voteOf(momentum, true), Source: "S0-SIG-2"},
		{ID: "overextension", Text: "how far it ran, 0 to 1", Value: extended, Threshold: fmt.Sprintf("%g", w.b.f.Extension.Enter.Value), State: voteOf(extended, run >= w.b.f.Extension.Enter.Value), Source: "S0-MECH-1"},
	}
	w.add(s)
}

// order writes whether Infrastructure is the calmest sector (S0-SEC-2).
func (w *signalWriter) order() {
	infra := w.e.slow.track(w.b.f.Roles.Infrastructure)
	if infra == nil {
		return
	}
	s := latched(model.SignalView{ID: ruleOrder, Subject: infra.name, Severity: model.Info, Source: "S0-SEC-2"}, w.b.disorder.Reading())
	v, ok := infra.vol.Value()
	s.Value = numOr(v, ok, "needs 31 daily bars")
	s.Threshold = model.Unknown("no other sector's volatility is known")
	for _, i := range w.b.led {
		t := w.e.slow.tracks[i]
		x, known := t.vol.Value()
		n := numOr(x, known, "needs 31 daily bars")
		s.Evidence = append(s.Evidence, model.Evidence{
			ID: "volatility-" + t.name, Text: t.name + ", annual volatility of 30 days", Value: n,
			Threshold: "Infrastructure lowest", State: voteOf(n, x >= v), Source: "S0-SEC-2",
		})
		if least, there := s.Threshold.Value(); t != infra && known && (!there || x < least) {
			s.Threshold = n
		}
	}
	s.Text = infra.name + " is the calmest sector"
	if s.Active {
		s.Text = fmt.Sprintf("%s is not the calmest sector: %s is", infra.name, w.b.calmest)
	}
	w.add(s)
}

// correlation writes whether the sectors move as one (S0-ADV-1).
func (w *signalWriter) correlation() {
	c := w.e.fast.corr
	if c == nil {
		return
	}
	f := &w.b.f.Correlation
	mean, ok := c.mean()
	s := latched(model.SignalView{
		ID: ruleCorrelation, Subject: market, Timeframe: w.e.fast.step, Severity: model.Info, Source: "S0-ADV-1",
		Value: numOr(mean, ok, "needs 30 days of four-hour bars"), Threshold: model.Known(f.High.Value),
	}, c.together.Reading())
	s.Text = fmt.Sprintf("mean correlation of the sectors %s", numText(s.Value))
	if s.Active {
		s.Text += ": they move as one, a rotation earns little"
	}
	w.add(s)
}

// coins writes the coins that call for attention: overextended ones and short
// candidates.
func (w *signalWriter) coins() {
	for i := range w.e.assets {
		a, c, g := &w.e.assets[i], &w.b.coins[i], w.e.slow.coins[i].gauge
		if g.extended.Reading().State == on {
			if s, ok := extendedView(string(a.asset), g, w.b.f); ok {
				s.Severity = "" // of sectors only; there are many coins
				w.add(s)
			}
		}
		if c.short.Reading().State == on && a.sector != "" {
			w.short(a, c)
		}
	}
}

// short writes a candidate for a short (S1-C-SHORT). Only those of DeFi, which
// the articles speak of, raise an alert.
func (w *signalWriter) short(a *assetState, c *coinBoard) {
	f := &w.b.f.Short
	s := latched(model.SignalView{
		ID: ruleShort, Subject: string(a.asset), Source: "S1-C-SHORT S1-FUT-3",
		Value: c.score, Threshold: model.Known(f.Enter.Value),
	}, c.short.Reading())
	if a.sector == w.b.f.Roles.DeFi {
		s.Severity = model.Info
	}
	s.Text = fmt.Sprintf("%s: overleveraged, score %s of 1", a.asset, numText(c.score))
	part := func(id, text string, v, weight, low, high float64) model.Evidence {
		n := numOr(v, v == v, "not known")
		return model.Evidence{
			ID: id, Text: text, Value: n, Vote: numOr(signal.Ramp(v, low, high), v == v, "not known"), Weight: weight,
			Threshold: fmt.Sprintf("%g to %g", low, high), State: voteOf(n, v > low), Source: "S1-C-SHORT",
		}
	}
	s.Evidence = []model.Evidence{
		part("funding", "three-day funding, bp per 8 h", c.load.FundingBps, f.FundingWeight.Value, f.FundingLow.Value, f.FundingHigh.Value),
		part("growth", "open interest in seven days, fraction", c.load.Growth, f.GrowthWeight.Value, f.GrowthLow.Value, f.GrowthHigh.Value),
		part("divergence", "bearish divergence of price and RSI", c.load.Divergence, f.DivergenceWeight.Value, 0, 1),
		part("extension", "overextension", c.load.Extension, f.ExtensionWeight.Value, 0, 1),
	}
	w.add(s)
}
