package feedtest

import (
	"fmt"
	"math"
	"slices"
	"time"

	"eddy/model"
)

// mostComplaints keeps one mistake that repeats from hiding everything else.
const mostComplaints = 20

// complain notes what no adapter may do. The caller holds the lock.
func (r *record) complain(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if len(r.wrong) < mostComplaints && !slices.Contains(r.wrong, text) {
		r.wrong = append(r.wrong, text)
	}
}

// complaints returns what was noted, and whether faults came as a flood.
func (r *record) complaints() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	seconds := int(time.Since(r.began) / time.Second)
	if most := seconds + 3; len(r.errors) > most {
		r.complain("%d faults were told in %d seconds, want about one a second at most", len(r.errors), seconds)
	}
	return r.wrong
}

// judge holds an event to what is promised of all events.
func (r *record) judge(ev *model.Event) {
	if ev.Venue != r.venue {
		r.complain("a %v event of venue %q", ev.Kind, ev.Venue)
	}
	if !ev.Received.Known() {
		r.complain("a %v event that was never received", ev.Kind)
	}
	if ev.Text != model.CleanText(ev.Text) {
		r.complain("a %v event with a text that is not clean: %q", ev.Kind, ev.Text)
	}
	switch ev.Kind {
	case model.KindLink, model.KindError, model.KindBackfill, model.KindInstruments:
		return
	case model.KindQuote, model.KindMark, model.KindFunding, model.KindOpenInterest, model.KindBar, model.KindBook, model.KindTrade, model.KindHistory:
	default:
		r.complain("a %v event let out", ev.Kind)
		return
	}
	if r.coins[ev.Asset] == nil || ev.Symbol == "" {
		r.complain("a %v event of %q, coin %q", ev.Kind, ev.Symbol, ev.Asset)
	}
	r.judgeFigures(ev)
	r.judgeBars(ev)
}

// judgeFigures holds what an event carries to be possible at all.
func (r *record) judgeFigures(ev *model.Event) {
	for _, f := range figures {
		if v := f.of(ev); ev.Has.Has(f.field) && (math.IsNaN(v) || math.IsInf(v, 0) || f.positive && v <= 0) {
			r.complain("%s: %s %v", ev.Symbol, f.name, v)
		}
		if ev.Has.Has(f.field) && ev.None.Has(f.field) {
			r.complain("%s: %s is told and does not apply", ev.Symbol, f.name)
		}
	}
	if ev.Has.Has(model.FieldBid|model.FieldAsk) && ev.Bid > ev.Ask {
		r.complain("%s: bid %v above ask %v", ev.Symbol, ev.Bid, ev.Ask)
	}
}

// judgeBars holds the bars of an event to be consistent, aligned and, where
// they are of the past, closed and in order.
func (r *record) judgeBars(ev *model.Event) {
	if ev.Kind == model.KindBar {
		r.judgeBar(ev, ev.Bar)
		if ev.Bar.Interval != model.Hour1 {
			r.complain("%s: a live bar of %v", ev.Symbol, ev.Bar.Interval)
		}
	}
	past, ok := ev.Detail.(*model.History)
	if !ok {
		return
	}
	for i, b := range past.Bars {
		r.judgeBar(ev, b)
		switch {
		case !b.Closed:
			r.complain("%s: the past holds the open bar %v", ev.Symbol, b.OpenTime)
		case b.Interval != past.Interval:
			r.complain("%s: a bar of %v among those of %v", ev.Symbol, b.Interval, past.Interval)
		case i > 0 && b.OpenTime <= past.Bars[i-1].OpenTime:
			r.complain("%s: the past goes from %v to %v", ev.Symbol, past.Bars[i-1].OpenTime, b.OpenTime)
		}
	}
	if !slices.IsSortedFunc(past.Funding, func(a, b model.FundingPoint) int { return int(a.Time - b.Time) }) {
		r.complain("%s: past settlements are out of order", ev.Symbol)
	}
	if !slices.IsSortedFunc(past.OpenInterest, func(a, b model.OpenInterestPoint) int { return int(a.Time - b.Time) }) {
		r.complain("%s: past open interest is out of order", ev.Symbol)
	}
}

func (r *record) judgeBar(ev *model.Event, b model.Bar) {
	if !b.Consistent() {
		r.complain("%s: a bar that cannot be: %+v", ev.Symbol, b)
	}
	if b.OpenTime.Floor(b.Interval) != b.OpenTime {
		r.complain("%s: a bar of %v opens at %v", ev.Symbol, b.Interval, b.OpenTime)
	}
}
