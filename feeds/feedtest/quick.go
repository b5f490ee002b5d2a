package feedtest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"eddy/model"
)

// quickSpeed makes an hour of the market last half a second.
const quickSpeed = 7200

// quick is the desk on which hours fly: not one of them may be missing.
func (c Case) quick(t *testing.T) {
	d, _ := c.open(t, quickSpeed, "")
	if !t.Run("hours close", d.hoursClose) {
		return
	}
	t.Run("cut", d.cut)
	t.Run("outage", d.outage)
	t.Run("slow reader", d.slowReader)
	t.Run("hours agree", d.hoursAgree)
	t.Run("cancel", d.cancel)
	t.Run("again", d.again)
	d.close(t)
}

// hoursClose waits until hours of every coin have closed before our eyes.
func (d *desk) hoursClose(t *testing.T) {
	const enough = 4
	d.await(t, "hours", all(d.complete, func() string {
		r := d.heard
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, a := range d.c.Coins {
			if n := len(r.coins[a].stream); n < enough {
				return fmt.Sprintf("%d hours of %s have closed", n, a)
			}
		}
		return ""
	}, d.unbroken(d.market.MarketTime())))
}

// cut breaks every line once: the adapter comes back and asks for everything
// again.
func (d *desk) cut(t *testing.T) {
	before := d.venue.Health().Reconnects
	_, links := d.heard.linksSince(0)
	d.order(t, "cut")
	d.await(t, "cut", all(d.toldOfTrouble(links, model.LinkStale), func() string {
		if d.venue.Health().Reconnects == before {
			return "no reconnect was counted"
		}
		return ""
	}))
	d.goesOn(t, "after the cut")
}

// outage is long enough for hours to close that no line tells of.
func (d *desk) outage(t *testing.T) {
	began := d.market.MarketTime()
	lift := d.order(t, "down")
	d.await(t, "outage", all(d.isNot(model.LinkLive), d.passed(began, 4)))
	lift()
	d.goesOn(t, "after the outage")
}

// slowReader is a reader that stands still for hours: nothing is lost by it and
// the line survives, or comes back.
func (d *desk) slowReader(t *testing.T) {
	began := d.market.MarketTime()
	release := d.heard.stall()
	defer release()
	d.await(t, "slow reader", d.passed(began, 4))
	release()
	d.goesOn(t, "after the reader stood still")
}

// goesOn waits until the feed is whole again and no hour is missing up to one
// that has yet to close.
func (d *desk) goesOn(t *testing.T, after string) {
	t.Helper()
	d.heard.forget()
	next := d.market.MarketTime().Floor(model.Hour1).Add(2 * model.Hour1.Duration())
	d.await(t, after, all(d.heard.alive, d.is(model.LinkLive), d.unbroken(next)))
}

// passed waits for hours of the market to pass.
func (d *desk) passed(since model.Millis, hours float64) func() string {
	return func() string {
		if gone := d.market.MarketTime().Sub(since).Hours(); gone < hours {
			return fmt.Sprintf("%.1f hours have passed", gone)
		}
		return ""
	}
}

// unbroken finds out whether the closed hours of every coin, loaded and heard
// together, reach a moment without a hole.
func (d *desk) unbroken(until model.Millis) func() string {
	return func() string {
		r := d.heard
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, a := range d.c.Coins {
			if text := hole(r.coins[a].hours(), until); text != "" {
				return fmt.Sprintf("%s: %s", a, text)
			}
		}
		return ""
	}
}

// hours returns every closed hour known, each once, in order.
func (c *coin) hours() []model.Bar {
	list := slices.Concat(c.bars[model.Hour1], c.stream)
	slices.SortStableFunc(list, func(a, b model.Bar) int { return cmp.Compare(a.OpenTime, b.OpenTime) })
	return slices.CompactFunc(list, func(a, b model.Bar) bool { return a.OpenTime == b.OpenTime })
}

// hole says where hours are missing, "" where none are.
func hole(hours []model.Bar, until model.Millis) string {
	if len(hours) == 0 {
		return "no closed hours"
	}
	for i := 1; i < len(hours); i++ {
		if hours[i].OpenTime != hours[i-1].End() {
			return fmt.Sprintf("no hours from %v to %v", hours[i-1].End(), hours[i].OpenTime)
		}
	}
	if end := hours[len(hours)-1].End(); end < until.Floor(model.Hour1) {
		return fmt.Sprintf("the hours end at %v, not %v", end, until.Floor(model.Hour1))
	}
	return ""
}

// hoursAgree compares every closed hour, loaded or heard, with the market's.
func (d *desk) hoursAgree(t *testing.T) {
	r := d.heard
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range d.c.Coins {
		d.barsAgree(t, a, slices.Concat(r.coins[a].bars[model.Hour1], r.coins[a].stream))
	}
}

// cancel calls the adapter off while its reader stands still: it has to go all
// the same.
func (d *desk) cancel(t *testing.T) {
	defer d.heard.stall()()
	began := d.market.MarketTime()
	d.await(t, "cancel", d.passed(began, 1))
	d.close(t)
}

// again runs the same adapter once more, as a supervisor does after a fall. The
// list of contracts is told again only where it has changed.
func (d *desk) again(t *testing.T) {
	d.start()
	d.await(t, "again", all(d.heard.alive, d.is(model.LinkLive)))
}
