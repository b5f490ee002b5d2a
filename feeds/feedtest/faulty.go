package feedtest

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"eddy/model"
)

// leastFaults is how many faults are served at least: a venue that gives all of
// its contracts in one answer is asked little.
const leastFaults = 8

// faulty is the desk whose questions are answered wrongly in every way: each
// fault is counted, prices come meanwhile, and in the end everything is there.
func (c Case) faulty(t *testing.T) {
	d, w := c.openBehind(t, restFaults(c.Venue), nil)
	d.await(t, "most faults", w.nearlyExhausted)
	d.heard.forget()
	d.await(t, "after the faults", all(d.listed, d.complete, d.heard.alive, d.is(model.LinkLive)))
	if h := d.venue.Health(); h.Errors < leastFaults || h.LastError == "" || h.LastError != model.CleanText(h.LastError) {
		t.Errorf("%d faults were counted, the last %q", h.Errors, h.LastError)
	}
	d.tellsThePast(t)
	d.close(t)
}

// mostKnocks is how many requests may be under way when a ban falls.
const mostKnocks = 12

// banned is the desk that opens to a venue that bans it without a word of how
// long: nobody knocks again soon, prices come all the same where contracts need
// not be known, and who leaves is not held up by the ban.
func (c Case) banned(t *testing.T, status int) {
	d, w := c.openBehind(t, nil, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	d.await(t, "ban", func() string {
		if h := d.venue.Health(); h.Errors == 0 || h.LastError == "" {
			return "it was not counted"
		}
		return ""
	})
	if !c.NeedsList {
		d.await(t, "prices during a ban", d.someAlive)
	}
	before := w.asked()
	d.awaitTime(t, 3*time.Second)
	if n := w.asked(); n > mostKnocks || n > before+1 {
		t.Errorf("%d requests came in spite of %d, %d of them after a while", n, status, n-before)
	}
	d.close(t)
}

// openBehind opens a desk whose questions go through somebody wicked.
func (c Case) openBehind(t *testing.T, faults []http.HandlerFunc, forever http.HandlerFunc) (*desk, *wicked) {
	t.Helper()
	var w *wicked
	behind := c
	behind.between = func(rest string) string {
		w = newWicked(t, rest)
		w.faults, w.forever = faults, forever
		return w.server.URL
	}
	d, _ := behind.open(t, calmSpeed, "")
	return d, w
}

// awaitTime lets time pass in which nothing is to happen.
func (d *desk) awaitTime(t *testing.T, span time.Duration) {
	t.Helper()
	end := time.Now().Add(span)
	d.await(t, "calm", func() string {
		if left := time.Until(end); left > 0 {
			return fmt.Sprintf("%v are left", left)
		}
		return ""
	})
}
