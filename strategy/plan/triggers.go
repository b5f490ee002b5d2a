package plan

import (
	"fmt"
	"slices"
	"strings"

	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
)

// standingTrigger is a trigger of the playbook that stands now.
type standingTrigger struct {
	rule   *playbook.Rule
	figure string // what fired it, in words
}

// readTriggers lists the triggers of weight that stand at the last closed bars. A
// chosen stage asks for none of them.
func (b *basis) readTriggers() []standingTrigger {
	var out []standingTrigger
	if b.in.WhatIf || b.in.Snapshot.Playbook != b.in.Playbook.Name {
		return nil
	}
	for i := range b.in.Snapshot.Conditions {
		c := &b.in.Snapshot.Conditions[i]
		if c.Role != string(playbook.RoleTrigger) || c.State != model.EvidenceFor {
			continue
		}
		r := b.in.Playbook.Condition(c.ID)
		if r != nil && (r.Severity == model.Warning || r.Severity == model.Critical) {
			out = append(out, standingTrigger{rule: r, figure: firstOf(holdsWords(c.Evidence), c.When)})
		}
	}
	return out
}

// about tells whether a trigger stands for a bucket.
func (t *standingTrigger) about(bucket string) bool {
	return t.rule.Subject != "" && t.rule.Subject == input.Slug(bucket)
}

// climbs tells whether it takes a rung of the ladder for the whole portfolio.
func (t *standingTrigger) climbs() bool { return strings.Contains(t.rule.Do, "ladder") }

// stepDown takes the rungs of the ladder that triggers ask for (C-38): one for
// each that speaks of the ladder, and one for a sector a critical trigger stands
// for.
func (b *basis) stepDown() {
	rung := 0
	for i := range b.triggers {
		t := &b.triggers[i]
		switch {
		case t.climbs() && rung < len(b.in.Playbook.Ladder):
			b.descend(&b.in.Playbook.Ladder[rung], t, "")
			rung++
		case t.rule.Severity == model.Critical:
			b.descendFor(t)
		}
	}
}

func (b *basis) descendFor(t *standingTrigger) {
	for i := range b.targets {
		if !t.about(b.targets[i].bucket) {
			continue
		}
		for k := range b.in.Playbook.Ladder {
			r := &b.in.Playbook.Ladder[k]
			for _, from := range r.From {
				if from == b.targets[i].bucket {
					b.descend(r, t, from)
					return
				}
			}
		}
	}
}

// descend moves what a rung names to where it leads; only "" means all of it.
func (b *basis) descend(r *playbook.Rung, t *standingTrigger, only string) {
	for _, from := range r.From {
		i := b.place(from)
		if i < 0 || b.targets[i].pct <= 0 || only != "" && from != only {
			continue
		}
		b.note(t.rule.Owner, t.rule.Title+" ("+t.figure+"): "+b.targets[i].bucket+" goes one rung down, to "+r.To)
		to := r.To
		if k := b.place(to); k >= 0 {
			to = b.targets[k].bucket
		}
		b.pass(i, to, b.targets[i].pct)
		b.targets[i].exact = true
	}
}

// place finds the target of a bucket, or that of the sub-sector which stands for
// it in this playbook.
func (b *basis) place(name string) int {
	if i := b.targetAt(name); i >= 0 {
		return i
	}
	for i := range b.targets {
		if v := b.sector(b.targets[i].bucket); v != nil && v.Parent == name {
			return i
		}
	}
	return -1
}

// buysNot says why nothing of a bucket is bought now, though its target asks for
// it: a trigger stands that calls for caution, the stage is over by one of its
// exits, or the sector swings more than its cap allows.
func (b *basis) buysNot(bucket string) (why, figure, source string) {
	if b.in.WhatIf {
		return "", "", ""
	}
	for i := range b.triggers {
		if t := &b.triggers[i]; t.about(bucket) {
			return t.rule.Title + ": " + t.rule.Do, t.figure, t.rule.Source
		}
	}
	for i := range b.stage.Exits {
		x := &b.stage.Exits[i]
		if state, evidence, when := b.condition(x.ID, playbook.RoleExit); state == model.EvidenceFor {
			return "the stage is over: " + x.Do, firstOf(holdsWords(evidence), when), x.Source
		}
	}
	if text, passed := b.volatility(bucket); !passed {
		return "it swings more than its sector's cap", text, b.risk(bucket).Source
	}
	return "", "", ""
}

// holdsWords are the figures that made a condition hold.
func holdsWords(evidence []model.Evidence) string {
	for _, e := range evidence {
		if v, ok := e.Value.Value(); ok && e.State == model.EvidenceFor {
			if e.Shown != "" {
				return e.Text + ": " + e.Shown
			}
			return strings.TrimSpace(e.Text + " is " + short(v) + ", " + e.Threshold)
		}
	}
	return ""
}

// noteEnds says which contracts that are held end soon (S2-DER-1): what the
// desk's signals tell of their days, against the playbook's warnings.
func (b *basis) noteEnds() {
	warn := b.limits.RollDays.Values
	for i := range b.in.Snapshot.Signals {
		s := &b.in.Snapshot.Signals[i]
		days, ok := s.Value.Value()
		if s.ID != "expiry" || !ok || len(warn) == 0 || days > slices.Max(warn) {
			continue
		}
		text := s.Text
		if days <= slices.Min(warn) {
			text += "; urgent"
		}
		b.note("S2-DER-1", text)
	}
}

// volatility holds what a sector swings in a year against its cap; what is not
// known passes, and says so.
func (b *basis) volatility(bucket string) (text string, passed bool) {
	v, most := b.sector(bucket), b.risk(bucket).VolCap
	if v == nil || most <= 0 {
		return "", true
	}
	year, ok := v.Volatility.Value()
	if !ok {
		return "volatility of " + bucket + " not known", true
	}
	return fmt.Sprintf("%s swings %.0f %% a year, at most %.0f %%", bucket, year*100, most*100), year <= most
}

// short is a figure in at most four digits.
func short(v float64) string { return fmt.Sprintf("%.4g", v) }
