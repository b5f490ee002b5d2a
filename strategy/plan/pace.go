package plan

import (
	"fmt"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// pace is how fast a live plan may buy, by what the books tell of earlier
// rotations (analytics §6). Sales, hedges and whatever else cuts risk do not
// wait.
type pace struct {
	known   bool // the books were read
	signal  bool // the difference is a change of signal; else drift
	tranche int  // that is due, from 1
	of      int
	due     model.Millis // when the tranche after it may be bought
	bought  []string     // buckets of the tranches before it

	step    float64 // points one rotation may still buy
	week    float64 // points the week's budget leaves
	waits   *model.PlanRefusal
	until   model.Millis // when that is over
	blocked bool         // something was asked for that has to wait

	asked, left float64 // points the rotation would buy, and those the limits keep back
}

// newPace reads the books. A stage that was chosen is shown whole.
func (b *basis) newPace() pace {
	if b.in.WhatIf {
		return pace{signal: true, tranche: 1, of: 1, step: math.Inf(1), week: math.Inf(1)}
	}
	now := b.in.Snapshot.AsOf
	p := pace{
		known: b.in.Snapshot.Planning.Books, tranche: 1, of: max(1, int(b.limits.Tranches.Value)),
		step: orInf(b.limits.StepPoints.Value), week: orInf(b.limits.WeeklyTurnover.Value),
	}
	if !p.known {
		p.signal = b.in.Snapshot.Phase.AgeDays.Or(freshDays) < freshDays
		b.note("books", "no paper books are kept: what was rotated before is not known, so neither the days between rotations nor the week's budget limit this plan, and each plan begins with the first tranche")
	} else {
		b.readRotations(&p, now)
	}
	if p.tranche < p.of && now.Known() {
		p.due = now.Add(hours(b.limits.TrancheHours.Value))
	}
	return p
}

func orInf(limit float64) float64 {
	if limit <= 0 {
		return math.Inf(1)
	}
	return limit
}

func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

// ahead is how far beyond the market's newest event a rotation of the books may
// lie and count as just made: the books are written by a clock, which a quick
// demo or a silent feed lets run ahead. What lies further ahead is of another
// demo's time and none of this past.
const ahead = 24 * time.Hour

// readPast keeps the rotations that lie behind.
func (b *basis) readPast() {
	for _, r := range b.in.Snapshot.Planning.Rotations {
		if !b.in.WhatIf && r.At <= b.in.Snapshot.AsOf.Add(ahead) {
			b.past = append(b.past, r)
		}
	}
}

// readRotations goes through what the books tell.
func (b *basis) readRotations(p *pace, now model.Millis) {
	list := b.past
	var last, lastSignal *model.RotationDone
	for i := range list {
		r := &list[i]
		if r.Points > 0 && r.At > now.Add(-7*24*time.Hour) {
			p.week -= r.Points
		}
		if r.Tranche > 0 || r.Points > 0 {
			last = r
		}
		if r.Points > 0 && r.Signal {
			lastSignal = r
		}
	}
	p.week = max(p.week, 0)
	same := last != nil && b.isOwn(last)
	// A changed stage is a change of signal, and so is what a rotation of this
	// one was not done with.
	p.signal = !same || last.Signal && (last.Tranche < last.Of || last.Left > 0)
	days := hours(24 * b.limits.DaysBetween.Value)
	switch {
	case same && last.Tranche > 0 && last.Tranche < last.Of && now.Sub(last.At) < days:
		b.resume(p, list, last)
	case p.signal && lastSignal != nil && now.Sub(lastSignal.At) < days:
		since := max(now.Sub(lastSignal.At).Hours()/24, 0)
		p.until = lastSignal.At.Add(days)
		p.waits = &model.PlanRefusal{
			What: "the purchases of this rotation", Why: "rotations follow each other too soon",
			Figure: fmt.Sprintf("%.1f days since the last rotation, at least %g days: from %s", since, b.limits.DaysBetween.Value, clockOf(p.until)), Source: b.limits.DaysBetween.Source,
		}
	}
}

// isOwn tells whether a plan that was committed was for this stage.
func (b *basis) isOwn(r *model.RotationDone) bool {
	return r.Playbook == b.in.Playbook.Name && r.Stage == b.stage.ID
}

// resume goes on with a rotation some tranches of which are bought.
func (b *basis) resume(p *pace, list []model.RotationDone, last *model.RotationDone) {
	p.tranche, p.of = last.Tranche+1, last.Of
	for i := len(list) - 1; i >= 0; i-- {
		r := &list[i]
		if !b.isOwn(r) {
			break
		}
		if r.Tranche == 0 {
			continue
		}
		p.step, p.bought = max(p.step-r.Points, 0), append(p.bought, r.Bought...)
		if r.Tranche == 1 {
			break
		}
	}
	apart, now := b.limits.TrancheHours.Value, b.in.Snapshot.AsOf
	p.until = last.At.Add(hours(apart))
	if now < p.until {
		p.waits = &model.PlanRefusal{
			What: fmt.Sprintf("tranche %d of %d", p.tranche, p.of), Why: "the tranches of a rotation lie apart",
			Figure: fmt.Sprintf("at least %g h after tranche %d: from %s, %.1f h after this plan was made", apart, last.Tranche, clockOf(p.until), p.until.Sub(now).Hours()),
			Source: b.limits.TrancheHours.Source,
		}
	}
}

// clockOf is a time to the minute.
func clockOf(t model.Millis) string { return t.Time().UTC().Format("2006-01-02 15:04 UTC") }

// limitPace keeps purchases within the points a rotation and a week may move,
// and holds them back while it is too early; what is sold is not limited, and a
// chosen stage is shown whole (analytics §6).
func (b *basis) limitPace(change []decimal.Decimal) {
	p := &b.pace
	for i := range change {
		if change[i].IsPositive() {
			p.asked += pctOf(change[i], b.equity)
		}
	}
	room := min(p.step, p.week)
	switch {
	case p.asked == 0:
		return
	case b.in.WhatIf:
		b.note(stepNote, fmt.Sprintf("%.0f points are bought; a live rotation moves at most %g at a time, in %g tranches %g h apart", p.asked, b.limits.StepPoints.Value, b.limits.Tranches.Value, b.limits.TrancheHours.Value))
		return
	case p.waits != nil:
		b.hold(*p.waits)
		room = 0
	case p.asked > room:
		b.refusePace(room)
	}
	if p.left = max(p.asked-room, 0); p.left == 0 {
		return
	}
	share := decimal.NewFromFloat(room / p.asked)
	for i := range change {
		if change[i].IsPositive() {
			change[i] = change[i].Mul(share)
		}
	}
}

// hold refuses what has to wait, once.
func (b *basis) hold(r model.PlanRefusal) {
	if !b.pace.blocked {
		b.pace.blocked = true
		b.refused = append(b.refused, r)
	}
}

// refusePace names the limit that keeps a part of the rotation back.
func (b *basis) refusePace(room float64) {
	p := &b.pace
	if p.step <= p.week {
		figure := fmt.Sprintf("%.1f points, at most %g points", p.asked, b.limits.StepPoints.Value)
		if room < b.limits.StepPoints.Value {
			figure += fmt.Sprintf(", %.1f of them left", room)
		}
		b.refuse("the rest of the rotation", "more than one step may move", figure, b.limits.StepPoints.Source)
		return
	}
	b.refuse("the rest of the rotation", "more than the week's budget", fmt.Sprintf("%.1f points, %.1f left of %g points in seven days", p.asked, room, b.limits.WeeklyTurnover.Value), b.limits.WeeklyTurnover.Source)
}

// isDue tells whether what had to wait when the plan was made may be bought now.
func (p *pace) isDue(now model.Millis) bool { return p.blocked && now >= p.until }

// viewPace shows the pace, nil for a stage that was chosen.
func (b *basis) viewPace() *model.PlanPace {
	if b.in.WhatIf || b.why != "" {
		return nil
	}
	p := &b.pace
	v := &model.PlanPace{Signal: p.signal, Tranche: p.tranche, Of: p.of, Next: p.due, Asked: p.asked, Left: p.left}
	v.Room = model.Unknown("no paper books are kept")
	if p.known {
		v.Room = model.Known(min(p.step, p.week))
	}
	if p.waits != nil {
		v.Room = model.Known(0)
	}
	if p.blocked {
		v.Held = p.waits.What + ": " + p.waits.Why + ": " + p.waits.Figure
	}
	return v
}
