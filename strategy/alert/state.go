package alert

import (
	"time"

	"eddy/model"
	"eddy/strategy/playbook/condition"
)

// state is how a rule stands with one subject.
type state struct {
	subject string
	name    string // of the subject in the alert: with conditions on the market, ""
	seen    uint64 // the last pass that met it

	held   int          // closes in a row the condition held
	bar    model.Millis // the newest of them
	since  model.Millis // when it began to hold, by the clock of the rule's tempo
	truth  condition.Truth
	looked bool // its condition was known once

	id       string       // of the last alert
	open     bool         // it is
	opened   model.Millis // since when, by the clock of the rule's tempo
	fired    model.Millis // when a new alert was raised last
	told     model.Severity
	shown    float64   // the figure in its text
	level    model.Num // the threshold in it
	hasShown bool
}

// verdict is what a look at a rule comes to.
type verdict uint8

const (
	nothing verdict = iota
	raise           // a new alert
	reopen          // the last alert again: the rule still keeps quiet
	release         // the alert's cause is gone
	stands          // the alert is open and stays so
)

// look takes what the conditions say at a moment.
func (s *state) look(it *item, m *Moment, when, free condition.Truth) verdict {
	s.count(m, when)
	if s.open {
		if when != condition.True && (it.release != nil && free == condition.True || it.release == nil && when == condition.False) {
			return release
		}
		return stands
	}
	if when != condition.True || s.held < it.closes || s.holding(m) < it.hold {
		return nothing
	}
	if it.release != nil && free == condition.True {
		return nothing // a rule that raises and releases at once would never end
	}
	if s.quiet(it, m) > 0 && s.id != "" {
		return reopen
	}
	return raise
}

// count keeps how long the condition has held. A figure that is missing leaves
// it as it is.
func (s *state) count(m *Moment, when condition.Truth) {
	s.truth = when
	switch when {
	case condition.True:
		if s.held == 0 || m.Bar != s.bar {
			s.held++
		}
		if s.since == 0 || s.since > m.Clock { // a clock that was set back
			s.since = m.Clock
		}
		s.bar = m.Bar
	case condition.False:
		s.held, s.since = 0, 0
	}
}

func (s *state) holding(m *Moment) time.Duration {
	if s.since == 0 {
		return 0
	}
	return m.Clock.Sub(s.since)
}

// quiet returns how much longer the rule raises nothing new for the subject. A
// clock that was set back begins the cooldown again, it never ends it early.
func (s *state) quiet(it *item, m *Moment) time.Duration {
	if s.fired == 0 {
		return 0
	}
	if s.fired > m.Clock {
		s.fired = m.Clock
	}
	return it.cooldown - m.Clock.Sub(s.fired)
}
