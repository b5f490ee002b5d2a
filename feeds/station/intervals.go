package station

import (
	"slices"

	"eddy/model"
)

// WithKnownIntervals returns the contracts with the funding intervals that are
// known of those followed: a list that does not tell them must not lose them.
func (c *Catalogue) WithKnownIntervals(list []model.Instrument) []model.Instrument {
	hours := make(map[string]float64)
	for _, in := range c.List() {
		hours[in.Symbol] = in.FundingIntervalH
	}
	return withIntervals(list, hours)
}

// WithIntervals returns the contracts with the funding intervals that events
// told.
func WithIntervals(list []model.Instrument, events []model.Event) []model.Instrument {
	hours := make(map[string]float64, len(events))
	for i := range events {
		if ev := &events[i]; ev.Has.Has(model.FieldFundingInterval) {
			hours[ev.Symbol] = ev.FundingIntervalH
		}
	}
	return withIntervals(list, hours)
}

// withIntervals returns a copy of the contracts with the intervals of those
// that have one.
func withIntervals(list []model.Instrument, hours map[string]float64) []model.Instrument {
	out := slices.Clone(list)
	for i := range out {
		if h := hours[out[i].Symbol]; h > 0 {
			out[i].FundingIntervalH = h
		}
	}
	return out
}
