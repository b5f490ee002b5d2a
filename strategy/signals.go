package strategy

import "eddy/model"

// ruleRSI is the name of the overbought trigger among the signals.
const ruleRSI = "rsi-extreme"

// onSpanClosed tells the signals of the bar that just closed.
func (e *Engine) onSpanClosed(s *span) {
	e.told.stale = true
	if s.step == model.Day1 || s.end != s.end.Floor(model.Day1) { // at midnight the day follows at once
		e.tellSignals()
	}
}
