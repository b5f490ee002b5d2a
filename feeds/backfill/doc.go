// Package backfill loads a venue's past: what is wanted, in which order, what
// to do about failures, and how to notice afterwards that a bar was missed.
package backfill

import "eddy/model"

// Want is a run of bars to load.
type Want struct {
	Interval model.Interval
	Bars     int          // so many closed ones, the latest
	Before   model.Millis // only those that open before this; 0: up to now
	From     model.Millis // where the stretch begins that is not held; 0: not known
}

// Last returns the last moment a bar of the want may open at, 0 for now.
func (w Want) Last() model.Millis {
	if !w.Before.Known() {
		return 0
	}
	return w.Before - 1
}

// Usual is what the engine asks for at its start: days for phase and sectors,
// hours for everything else.
var Usual = []Want{{Interval: model.Day1, Bars: 1000}, {Interval: model.Hour1, Bars: 1500}}
