// Package backfill loads a venue's past: what is wanted, in which order, what
// to do about failures, and how to notice afterwards that a bar was missed.
package backfill

import "eddy/model"

// Want is a run of bars to load.
type Want struct {
	Interval model.Interval
	Bars     int // the latest so many closed ones
}

// Usual is what the engine asks for at its start: days for phase and sectors,
// hours for everything else.
var Usual = []Want{{model.Day1, 1000}, {model.Hour1, 1500}}
