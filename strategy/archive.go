package strategy

import (
	"fmt"
	"slices"
	"time"

	"eddy/model"
)

const (
	// catchUpLimit is how long, once a venue speaks, the model stays where the
	// stored past ends while the hours since then are loaded. Sectors of which
	// half the coins have those hours and half do not would be no sectors.
	catchUpLimit = time.Minute

	// aheadLimit is how long the venues may say that it is earlier than what
	// was stored before the stored bars are taken for those of another time.
	aheadLimit = 5 * time.Second
)

// archive is what the engine knows about the store of the past.
type archive struct {
	told model.Archive

	until model.Millis // where the stored past ended; 0 when newer bars are built in
	since model.Millis // local time a venue spoke first
	ahead model.Millis // local time the stored past was first seen to lie ahead
}

const ruleArchive = "history"

// onArchive takes how the store is. The first word comes when the stored past
// has been given: it is built in at once, and market time stands where it ends
// until a venue speaks.
func (e *Engine) onArchive(a *model.Archive) {
	before := e.archive.told
	e.archive.told = *a
	if before.State != a.State || before.Why != a.Why {
		e.tellArchive(a)
	}
	if before.Restored != 0 || a.Restored == 0 || a.Restoring {
		return
	}
	e.rebuild()
	e.archive.until = e.hour
	e.market.stand(e.hour)
}

// tellArchive puts into words what the user should know of the store.
func (e *Engine) tellArchive(a *model.Archive) {
	switch {
	case a.State == model.ArchiveMemory:
		e.note(model.AlertRow{Rule: ruleArchive, Subject: "store", Severity: model.Warning, Text: a.Why})
	case a.Why != "":
		e.note(model.AlertRow{Rule: ruleArchive, Subject: "store", Severity: model.Info, Text: a.Why})
	}
}

// stand puts market time where the stored past ends. The first word of a venue
// overrules it.
func (c *marketClock) stand(at model.Millis) {
	if c.now == 0 {
		c.now, c.stored = at, true
	}
}

// catchingUp tells whether the hours since the stored past ended are still on
// their way.
func (e *Engine) catchingUp() bool { return e.archive.until != 0 }

// catchUp lets the model go on from the stored past when there is nothing to
// wait for any more: no hour has passed, or all that was asked for is in.
func (e *Engine) catchUp() {
	r := &e.archive
	if r.until == 0 || e.market.stored || e.market.now == 0 {
		return
	}
	if r.since == 0 {
		r.since = e.clock
	}
	late := e.market.now >= r.until.Add(model.Hour1.Duration()+cutGrace)
	if late && !e.backfillDone() && e.clock.Sub(r.since) < catchUpLimit {
		return
	}
	r.until = 0
	e.dirty = e.dirty || late
}

// leaveFuture leaves stored bars out that lie ahead of what the venues say the
// time is: they are of another market, or a clock was wrong. It takes a while
// of hearing so.
func (e *Engine) leaveFuture() {
	r := &e.archive
	limit := e.market.now.Add(2 * model.Hour1.Duration())
	if r.told.Restored == 0 || e.market.stored || e.market.now == 0 || e.hour <= limit {
		r.ahead = 0
		return
	}
	if r.ahead == 0 {
		r.ahead = e.clock
	}
	if e.clock.Sub(r.ahead) < aheadLimit {
		return
	}
	e.note(model.AlertRow{
		Rule: ruleArchive, Subject: "store", Severity: model.Warning,
		Text: fmt.Sprintf("stored bars up to %s lie ahead of the venues' clocks and are left out", e.hour),
	})
	for i := range e.assets {
		a := &e.assets[i]
		a.hours.before(e.market.now.Floor(model.Hour1))
		a.days.before(e.market.now.Floor(model.Day1))
	}
	e.hour, r.until, r.ahead, e.dirty = 0, 0, 0, true
}

// before drops the bars that open at t or later.
func (s *series) before(t model.Millis) {
	s.changes++
	s.bars = slices.DeleteFunc(s.bars, func(b model.Bar) bool { return b.OpenTime >= t })
}

// lastClose returns the newest stored close of a coin no venue has priced yet,
// with its age.
func (e *Engine) lastClose(a *assetState) (price, age model.Num, ok bool) {
	if e.archive.told.Restored == 0 {
		return model.Num{}, model.Num{}, false
	}
	last, ok := a.hours.last()
	if !ok {
		last, ok = a.days.last()
	}
	if !ok {
		return model.Num{}, model.Num{}, false
	}
	old, known := e.archive.told.Age(last.End(), e.clock)
	if !known {
		return model.Stale(last.Close, "the last stored close"), model.Unknown("no clock tells"), true
	}
	return model.Stale(last.Close, "the last stored close, "+old.Round(time.Second).String()+" ago"),
		model.Known(float64(old.Milliseconds())), true
}

// viewArchive shows how the store is and how old the newest closed bar is that
// the figures stand on.
func (e *Engine) viewArchive() model.Archive {
	a := e.archive.told
	if a.IsZero() || e.hour == 0 {
		return a
	}
	a.AsOf, a.AgeMs = e.hour, model.Unknown("no clock tells")
	if e.market.stored {
		if old, known := a.Age(e.hour, e.clock); known {
			a.AgeMs = model.Known(float64(old.Milliseconds()))
		}
	} else if e.market.now != 0 {
		a.AgeMs = ageMs(e.market.now, e.hour)
	}
	return a
}

// agedBy marks a figure as one of the stored past.
func agedBy(n model.Num, asOf model.Millis) model.Num {
	if v, ok := n.Value(); ok {
		return model.Stale(v, "stored, as of "+asOf.String())
	}
	return n
}

// storedSum is the open interest of coins as the stored past ends.
func storedSum(coins []model.Asset, assets map[model.Asset]*model.AssetView) model.Num {
	sum, some := 0.0, false
	for _, a := range coins {
		if view := assets[a]; view != nil {
			usd, known := view.OpenInterestUSD.Value()
			sum, some = sum+usd, some || known
		}
	}
	return numOr(sum, some, noInterestHeard)
}

// storedFunding returns the last settlement of the stored past on an eight-hour
// basis, in percent, for a coin no venue has told of yet.
func (e *Engine) storedFunding(a *assetState) (pct model.Num, ok bool) {
	settled := a.funding().points
	n := len(settled)
	if e.archive.told.Restored == 0 || n == 0 || a.hasQuote() {
		return model.Num{}, false
	}
	last := settled[n-1]
	return model.Stale(last.Rate*100, "settled "+last.Time.String()), true
}

// storedInterest returns the last open interest of the stored past in dollars
// at the last stored close.
func (e *Engine) storedInterest(a *assetState) (usd model.Num, ok bool) {
	price, _, priced := e.lastClose(a)
	if !priced || a.hasQuote() {
		return model.Num{}, false
	}
	coins, newest := 0.0, model.Millis(0)
	for _, t := range a.interest {
		if n := len(t); n > 0 {
			coins, newest = coins+t[n-1].Coins, max(newest, t[n-1].Time)
		}
	}
	if coins == 0 {
		return model.Num{}, false
	}
	return model.Stale(coins*price.Or(0), "as of "+newest.String()), true
}
