package strategy

import (
	"slices"

	"eddy/model"
)

// hourly is all that the models of one and four hours stand on when history is
// built in. Much that comes late is not in it: funding, open interest, days that
// tell no coin's age. Where it is the same as before, these models stay.
type hourly struct {
	end   model.Millis // of the newest hour; 0: they went on since
	coins []hourlyCoin
	seats []seatChange
}

type hourlyCoin struct {
	since   model.Millis // end of its first day, 0 where there is none
	changes int          // of its hours so far
}

// hourlyBase is what they would stand on now.
func (e *Engine) hourlyBase() hourly {
	base := hourly{end: e.hour, coins: make([]hourlyCoin, len(e.assets)), seats: slices.Clone(e.seating.plan)}
	for i := range e.assets {
		a, c := &e.assets[i], &base.coins[i]
		c.changes = a.hours.changes
		if first, ok := a.days.first(); ok {
			c.since = first.End()
		}
	}
	return base
}

func (h *hourly) same(as *hourly) bool {
	return h.end == as.end && slices.Equal(h.coins, as.coins) && slices.Equal(h.seats, as.seats)
}

// refoldHours runs the hours through the models of one and four hours, leaving
// the running four hours of each coin folded. It goes beside the days: it
// writes nothing but these models and bars, which the days do not look at.
func (e *Engine) refoldHours() {
	first := e.hour
	cursors := make([]cursor, len(e.assets))
	for i := range e.assets {
		a := &e.assets[i]
		a.one, a.four = partial{}, partial{}
		cursors[i] = cursor{a.hours.bars}
		if b, ok := a.hours.first(); ok && b.OpenTime < first {
			first = b.OpenTime
		}
	}
	first = first.Floor(model.Hour4)
	step := model.Hour1.Duration()
	for hour := first; hour < e.hour; hour = hour.Add(step) {
		for i := range e.assets {
			if b, ok := cursors[i].at(hour); ok {
				e.assets[i].one.fold(b, model.Hour1)
				e.assets[i].four.fold(b, model.Hour4)
			}
		}
		end := hour.Add(step)
		e.closeSpan(&e.pulse, end, e.ended(end))
		if end == end.Floor(model.Hour4) {
			e.closeSpan(&e.fast, end, e.ended(end))
		}
	}
}
