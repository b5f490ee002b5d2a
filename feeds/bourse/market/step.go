package market

import (
	"time"

	"eddy/model"
)

// Month1 stands for the calendar month, which has no fixed length. Only
// StepStart, StepEnd and View.Bars understand it.
const Month1 = model.Interval(-1)

// weekOffset brings weeks to begin on Monday: the epoch was a Thursday.
const weekOffset = model.Millis(4 * 24 * 3600 * 1000)

// StepStart returns when the bar of this length that holds t opens. Weeks open
// on Monday, months on the first, everything else counts from the epoch.
func StepStart(t model.Millis, step model.Interval) model.Millis {
	switch step {
	case Month1:
		at := t.Time()
		return model.MillisOf(time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC))
	case model.Week1:
		return (t - weekOffset).Floor(step) + weekOffset
	default:
		return t.Floor(step)
	}
}

// StepEnd returns the first moment after the bar that opens at start.
func StepEnd(start model.Millis, step model.Interval) model.Millis {
	if step == Month1 {
		return model.MillisOf(start.Time().AddDate(0, 1, 0))
	}
	return start.Add(step.Duration())
}
