package bingx

import (
	"time"

	"eddy/feeds/figure"
	"eddy/model"
)

// mostMarkAge is how far apart the stamps of a mark price and of an open
// interest may lie for the one to turn the other into coins.
const mostMarkAge = 10 * time.Minute

// noteMark remembers the mark price of an event.
func (c *contract) noteMark(ev *model.Event) {
	if ev.Has.Has(model.FieldMark) {
		c.mark, c.markAt, c.markHeard = ev.Mark, ev.EventTime, ev.Received
	}
}

// markNear returns the mark price of about the moment of an event, by the
// venue's clock and by the local one as far as both tell.
func (c *contract) markNear(ev *model.Event) (float64, bool) {
	return c.mark, c.mark > 0 && near(ev.EventTime, c.markAt) && near(ev.Received, c.markHeard)
}

func near(a, b model.Millis) bool {
	return !a.Known() || !b.Known() || a.Sub(b).Abs() <= mostMarkAge
}

// firstMoment is in 2001: a smaller number under nextFundingTime is the time
// that remains, as the venue's text calls it, and cannot be dated without a
// stamp of the frame.
const firstMoment = model.Millis(1_000_000_000_000)

// funding puts rate, interval and next settlement into the event. The rate is
// the one that the coming settlement will charge, though the venue calls it the
// last.
func (c *contract) funding(ev *model.Event, b *row) {
	if h := b.intervalH.V; b.intervalH.OK && plausibleHours(h) {
		c.intervalH = h
	}
	if b.next >= firstMoment {
		ev.NextFunding = b.next
		ev.Has |= model.FieldNextFunding
	}
	if b.runningRate.OK {
		ev.FundingRate = b.runningRate.V
		ev.Has |= model.FieldFundingRate
	}
	if c.intervalH > 0 && ev.Has&(model.FieldNextFunding|model.FieldFundingRate) != 0 {
		ev.FundingIntervalH = c.intervalH
		ev.Has |= model.FieldFundingInterval
	}
}

// plausibleHours tells whether a funding interval can be one; the venue uses 1,
// 2, 4 and 8 hours.
func plausibleHours(h float64) bool { return h >= 1 && h <= 24 && h == float64(int(h)) }

// dateSettlements works out the interval of each settlement in a list from the
// one before it, for the first settlement from the one after it. The venue lists
// the newest first. Where these do not tell, what the contract knows stays.
func dateSettlements(rows []model.Event) {
	for i := range rows {
		if !isSettlement(&rows[i]) {
			continue
		}
		before, after := neighbours(rows, i)
		h, ok := figure.WholeHours(before, longestFunding)
		if !ok {
			h, ok = figure.WholeHours(after, longestFunding)
		}
		if ok {
			rows[i].FundingIntervalH = h
			rows[i].Has |= model.FieldFundingInterval
		}
	}
}

// neighbours returns the time that passed since the settlement before row i and
// until the one after it, 0 where the list has none beside it.
func neighbours(rows []model.Event, i int) (before, after time.Duration) {
	for _, j := range [...]int{i - 1, i + 1} {
		if j < 0 || j >= len(rows) || !isSettlement(&rows[j]) || rows[j].Symbol != rows[i].Symbol {
			continue
		}
		if gap := rows[i].EventTime.Sub(rows[j].EventTime); gap > 0 {
			before = gap
		} else {
			after = -gap
		}
	}
	return before, after
}

// longestFunding is the longest of the venue's funding intervals; longer is no
// interval but a gap.
const longestFunding = 8 * time.Hour

func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate) && ev.EventTime.Known()
}
