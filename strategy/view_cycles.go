package strategy

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/cycle"
)

const (
	ruleCycle     = "cycle"
	ruleNarrative = "narrative"
)

// pushTides lets the slow states see the day that just closed and tells what
// changed.
func (e *Engine) pushTides() {
	if e.tides == nil {
		return
	}
	before, story := e.tides.cycle.Cycle(), e.tides.cycle.Narrative()
	if err := e.tides.push(e); err != nil {
		e.fault = err.Error()
		return
	}
	if e.quiet {
		return
	}
	e.tellState(ruleCycle, "S1-CYC-1 S1-CYC-2 S1-CYC-3", before, e.tides.cycle.Cycle())
	e.tellState(ruleNarrative, "S2-PH-1 S2-PH-2", story, e.tides.cycle.Narrative())
}

// tellState notes a state that was confirmed; one out of the articles' order is
// said to be (analytics §4.4).
func (e *Engine) tellState(rule, source string, before, now cycle.Standing) {
	if now.State == before.State {
		return
	}
	text := fmt.Sprintf("%s %s confirmed, was %s", rule, now.State, before.State)
	if now.Jumped {
		text += " (out of order)"
	}
	e.alerts.Note(now.Since, model.AlertRow{Rule: rule, Subject: "market", Severity: model.Info, Source: source, Text: text})
}

// viewCycles shows the slow states.
func (e *Engine) viewCycles() []model.CycleView {
	if e.tides == nil {
		return nil
	}
	return e.tides.cycle.Views()
}
