package backtest

import (
	"slices"

	"eddy/strategy/playbook"
)

// Knob is one figure of a playbook, or of the costs, that a sweep turns.
type Knob struct {
	Name   string
	Source string
	Value  float64 // as the playbook has it
	Most   float64 // it cannot be more; 0: no such bound
	Given  bool    // the market sets it: nobody chooses it

	turn func(v *variant, to float64)
}

// variant is a playbook and rules that a knob may turn.
type variant struct {
	p     *playbook.Playbook
	rules Rules
}

// limitKnobs are the limits that bear on what is traded.
var limitKnobs = []struct {
	name string
	at   func(*playbook.Limits) *playbook.Figure
}{
	{"band_points", func(l *playbook.Limits) *playbook.Figure { return &l.BandPoints }},
	{"band_of_target_pct", func(l *playbook.Limits) *playbook.Figure { return &l.BandOfTargetPct }},
	{"rotation_step_points", func(l *playbook.Limits) *playbook.Figure { return &l.StepPoints }},
	{"days_between_rotations", func(l *playbook.Limits) *playbook.Figure { return &l.DaysBetween }},
	{"weekly_turnover_pct", func(l *playbook.Limits) *playbook.Figure { return &l.WeeklyTurnover }},
	{"edge_over_cost", func(l *playbook.Limits) *playbook.Figure { return &l.EdgeOverCost }},
	{"risk_aversion", func(l *playbook.Limits) *playbook.Figure { return &l.RiskAversion }},
	{"leverage_max", func(l *playbook.Limits) *playbook.Figure { return &l.LeverageMax }},
	{"take_profit_gain_pct", func(l *playbook.Limits) *playbook.Figure { return &l.GainPct }},
	{"min_turnover_usd", func(l *playbook.Limits) *playbook.Figure { return &l.MinTurnoverUSD }},
}

// Knobs lists what can be turned without asking the engine anew: limits, costs,
// the stablecoins of every stage, and the sizes of overlays and hedges. The
// thresholds inside conditions are not among them.
func Knobs(p *playbook.Playbook) []Knob {
	out := []Knob{{Name: "costs", Source: "analytics 7", Value: 1, Given: true, turn: func(v *variant, to float64) { v.rules.CostFactor = to }}}
	for _, k := range limitKnobs {
		if f := k.at(&p.Limits); f.Value > 0 {
			out = append(out, Knob{Name: k.name, Source: f.Source, Value: f.Value, turn: func(v *variant, to float64) { k.at(&v.p.Limits).Value = to }})
		}
	}
	for i := range p.Risk {
		if r := &p.Risk[i]; r.VolCap > 0 {
			out = append(out, Knob{Name: r.Sector + ".vol_cap", Source: r.Source, Value: r.VolCap, turn: func(v *variant, to float64) { v.p.Risk[i].VolCap = to }})
		}
		if r := &p.Risk[i]; r.StopATR > 0 {
			out = append(out, Knob{Name: r.Sector + ".stop_atr", Source: r.Source, Value: r.StopATR, turn: func(v *variant, to float64) { v.p.Risk[i].StopATR = to }})
		}
	}
	for i := range p.Stages {
		out = append(out, stageKnobs(&p.Stages[i], i)...)
	}
	for i := range p.Hedges {
		if h := &p.Hedges[i]; h.Ratio > 0 && !h.OptIn {
			out = append(out, Knob{Name: h.ID + ".ratio", Source: h.Source, Value: h.Ratio, turn: func(v *variant, to float64) {
				h := &v.p.Hedges[i]
				h.Band = [2]float64{h.Band[0] * to / h.Ratio, h.Band[1] * to / h.Ratio}
				h.Ratio = to
			}})
		}
	}
	return out
}

func stageKnobs(s *playbook.Stage, at int) (out []Knob) {
	if v := s.TargetOf(playbook.Stables); v > 0 {
		out = append(out, Knob{Name: s.ID + ".stables", Source: s.Source, Value: v, Most: 100 - s.TargetOf(playbook.Core), turn: func(v *variant, to float64) { setStables(&v.p.Stages[at], to) }})
	}
	if s.BetaMax > 0 {
		out = append(out, Knob{Name: s.ID + ".beta_max", Source: s.Source, Value: s.BetaMax, turn: func(v *variant, to float64) { v.p.Stages[at].BetaMax = to }})
	}
	for k := range s.Overlays {
		if o := &s.Overlays[k]; o.Size > 0 && !o.OptIn {
			out = append(out, Knob{Name: o.ID + ".size", Source: o.Source, Value: o.Size, turn: func(v *variant, to float64) { v.p.Stages[at].Overlays[k].Size = to }})
		}
	}
	return out
}

// setStables gives stablecoins another share; the rotated buckets share what is
// left as before, and the core stays.
func setStables(s *playbook.Stage, to float64) {
	core, was := s.TargetOf(playbook.Core), s.TargetOf(playbook.Stables)
	rest := 100 - core - was
	for i := range s.Targets {
		switch t := &s.Targets[i]; {
		case t.Bucket == playbook.Stables:
			t.Pct = to
		case t.Bucket != playbook.Core && rest > 0:
			t.Pct *= (100 - core - to) / rest
		}
	}
}

// turned returns a playbook and rules with some knobs set, sharing nothing that
// a knob changes.
func turned(p *playbook.Playbook, rules Rules, knobs []Knob, to []float64) variant {
	c := *p
	c.Stages, c.Hedges, c.Risk = slices.Clone(p.Stages), slices.Clone(p.Hedges), slices.Clone(p.Risk)
	for i := range c.Stages {
		c.Stages[i].Targets = slices.Clone(c.Stages[i].Targets)
		c.Stages[i].Overlays = slices.Clone(c.Stages[i].Overlays)
	}
	v := variant{p: &c, rules: rules}
	for i := range knobs {
		knobs[i].turn(&v, to[i])
	}
	return v
}
