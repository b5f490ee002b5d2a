package strategy

import (
	"eddy/model"
	"eddy/strategy/alert"
	"eddy/strategy/input"
)

// legReading is where the figures of one futures leg are read.
type legReading struct {
	row *model.PositionRow
	end model.Num // days until its contract ends
}

var legInputs = []figureOf[legReading]{
	{"distance_pct", func(r *legReading) model.Num { return r.row.DistancePct }},
	{"distance_atr", func(r *legReading) model.Num { return r.row.DistanceATR }},
	{"stop_passed", func(r *legReading) model.Num {
		return flag(r.row.StopPassed, r.row.Mark.Fresh(), "its mark is not fresh")
	}},
	{"margin_ratio", func(r *legReading) model.Num { return r.row.MarginRatio }},
	{"funding_per_day_usd", func(r *legReading) model.Num { return r.row.FundingPerDay }},
	{"upnl_usd", func(r *legReading) model.Num { return r.row.UPnL }},
	{"leverage", func(r *legReading) model.Num { return r.row.Leverage }},
	{"days_to_end", func(r *legReading) model.Num { return r.end }},
}

var marginInputs = []figureOf[model.MarginView]{
	{"ratio", func(r *model.MarginView) model.Num { return r.MarginRatio }},
	{"joint_move_pct", func(r *model.MarginView) model.Num { return r.JointMovePct }},
}

var hedgeInputs = []figureOf[model.HedgeRow]{
	{"ratio", func(r *model.HedgeRow) model.Num { return r.CurrentRatio }},
	{"rule_ratio", func(r *model.HedgeRow) model.Num { return r.RuleRatio }},
	{"out_of_band", func(r *model.HedgeRow) model.Num {
		return flag(!r.InBand, r.CurrentRatio.Fresh() || r.InBand, "what stands of it is not known")
	}},
}

var bucketInputs = []figureOf[model.AllocationRow]{
	{"current_pct", func(r *model.AllocationRow) model.Num { return r.CurrentPct }},
	{"target_pct", func(r *model.AllocationRow) model.Num { return r.TargetPct }},
	{"drift_pct", func(r *model.AllocationRow) model.Num { return r.DriftPct }},
}

// venueReading is where the figures of one venue are read.
type venueReading struct {
	e *Engine
	v *venueState
}

var venueInputs = []figureOf[venueReading]{
	{"lost", func(r *venueReading) model.Num {
		answered := r.v.lost != 0 || r.v.health.State != model.LinkConnecting
		return flag(r.v.lost != 0, answered, "it has not answered yet")
	}},
	{"lost_s", func(r *venueReading) model.Num {
		if r.v.lost == 0 {
			return model.NotApplicable("it is not lost")
		}
		return model.Known(r.e.clock.Sub(r.v.lost).Seconds())
	}},
	{"errors", func(r *venueReading) model.Num { return model.Known(float64(r.v.health.Errors)) }},
	{"reconnects", func(r *venueReading) model.Num { return model.Known(float64(r.v.health.Reconnects)) }},
}

// askAbout asks the rules of a kind about one subject, whose figures are read
// into the moment's frame, and tells how they stand.
func askAbout[R any](e *Engine, m *alert.Moment, kind alert.Subjects, name string, ids []input.ID, table []figureOf[R], from *R) {
	fill(m.Frame, ids, table, from)
	e.alarm.watch.OnSubject(kind, name, m)
	e.tellWhy(kind, name, m)
}

// askMoney asks about legs, accounts, hedges and buckets.
func (e *Engine) askMoney(s *model.Snapshot, m *alert.Moment) {
	a := &e.alarm
	for i := range s.Positions {
		p := &s.Positions[i]
		a.leg = legReading{p, e.daysToEnd(p)}
		askAbout(e, m, alert.Legs, legName(s.Positions, i), a.legs, legInputs, &a.leg)
	}
	for i := range s.Margin {
		askAbout(e, m, alert.Margins, string(s.Margin[i].Venue), a.margins, marginInputs, &s.Margin[i])
	}
	for i := range s.Hedges {
		askAbout(e, m, alert.Hedges, s.Hedges[i].ID, a.hedges, hedgeInputs, &s.Hedges[i])
	}
	for i := range s.Allocation {
		askAbout(e, m, alert.Buckets, s.Allocation[i].Bucket, a.buckets, bucketInputs, &s.Allocation[i])
	}
	e.gone(s, m)
	e.hold(s.Positions)
	e.holdAccounts(s.Margin)
}

// planSubject is what alerts call the standing plan.
const planSubject = "plan"

// askPlan asks about the standing plan. One whose legs have been made promises
// nothing any more, and its alerts are over.
func (e *Engine) askPlan(s *model.Snapshot, m *alert.Moment) {
	a := &e.alarm
	m.Note = s.Plan.Stage
	fill(m.Frame, e.inputs.plan, planInputs, &e.standing)
	if s.Plan.EdgeOverCost.State() != model.NumNotApplicable {
		a.watch.OnSubject(alert.Plans, planSubject, m)
	}
	a.watch.Gone(alert.Plans, m)
	e.tellWhy(alert.Plans, planSubject, m)
	m.Note = ""
}

// daysToEnd is how many days a leg's contract has left.
func (e *Engine) daysToEnd(p *model.PositionRow) model.Num {
	end, ends := e.ends[contractKey{p.Venue, p.Symbol}]
	if !ends {
		return model.NotApplicable("no end is announced")
	}
	return model.Known(end.at.Sub(e.stamp()).Hours() / 24)
}

// askVenues asks about the venues.
func (e *Engine) askVenues(s *model.Snapshot, m *alert.Moment) {
	a := &e.alarm
	for i := range e.venues {
		v := &e.venues[i]
		a.venue, m.Note = venueReading{e, v}, v.health.State.String()
		if v.said != "" {
			m.Note += ": " + v.said
		}
		askAbout(e, m, alert.Venues, string(v.health.Venue), a.venues, venueInputs, &a.venue)
	}
	m.Note = ""
}
