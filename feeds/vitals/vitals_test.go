package vitals_test

import (
	"testing"
	"time"

	"eddy/feeds/rest"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

func TestClock(t *testing.T) {
	const t0 = model.Millis(1790000000000)
	var c vitals.Clock
	if got := c.Skew().State(); got != model.NumUnknown {
		t.Errorf("before anything: got state %v", got)
	}
	c.Observe(0, t0) // no stamp: tells nothing
	if c.Now().Known() {
		t.Errorf("got %v from a frame without a stamp", c.Now())
	}
	for i := range model.Millis(2000) {
		c.Observe(t0+i*100-40, t0+i*100)
	}
	if got, ok := c.Skew().Value(); !ok || got != -40 {
		t.Errorf("got skew %v, %v; want -40 ms", got, ok)
	}
	c.Observe(t0, t0) // older than what was heard
	if got, want := c.Now(), t0+1999*100-40; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	c.Observe(t0.Add(400*24*time.Hour), t0)
	if got, want := c.Now(), t0+1999*100-40; got != want {
		t.Errorf("a broken stamp moved the clock to %v", got)
	}
}

// Frames that waited to be read say little of a clock; one that drifts behind is
// followed all the same.
func TestSkewGoesByTheSwiftest(t *testing.T) {
	const t0 = model.Millis(1790000000000)
	var c vitals.Clock
	at := t0
	hear := func(frames int, skew model.Millis) float64 {
		for i := range frames {
			wait := model.Millis(i * 7 % 500)
			c.Observe(at+skew, at+wait)
			at += 10
		}
		ms, _ := c.Skew().Value()
		return ms
	}
	if ms := hear(5_000, 120); ms > 120 || ms < 60 {
		t.Errorf("skew %v, want 120 ms at most and no more than 60 less", ms)
	}
	if ms := hear(20_000, -300); ms > -300 || ms < -360 {
		t.Errorf("skew %v after the clock was set back, want -300 ms at most and no more than 60 less", ms)
	}
}

func TestClockOfAnotherTime(t *testing.T) {
	var c vitals.Clock
	c.Observe(1609459200000, 1790000000000)
	if got := c.Skew().State(); got != model.NumNotApplicable {
		t.Errorf("got state %v, want not applicable", got)
	}
}

// One stamp that is years off tells nothing of a clock, wherever it stands; a
// clock that was set is believed once every stamp says so.
func TestClockMindsNoBrokenStamp(t *testing.T) {
	const (
		t0   = model.Millis(1790000000000)
		year = 365 * 24 * time.Hour
	)
	for _, tc := range []struct {
		name string
		off  func(i int) time.Duration // of the stamp, from the local clock
		skew float64
		now  model.Millis
	}{
		{"a year ahead among good ones", func(i int) time.Duration {
			if i == 50 {
				return year
			}
			return -40 * time.Millisecond
		}, -40, t0 + 9_900 - 40},
		{"a year behind every tenth", func(i int) time.Duration {
			if i%10 == 5 {
				return -year
			}
			return -40 * time.Millisecond
		}, -40, t0 + 9_900 - 40},
		{"the first a year ahead", func(i int) time.Duration {
			if i == 0 {
				return year
			}
			return -40 * time.Millisecond
		}, -40, t0 + 9_900 - 40},
		{"the clock was set two hours back", func(i int) time.Duration {
			if i < 50 {
				return 2*time.Hour - 40*time.Millisecond
			}
			return -40 * time.Millisecond
		}, -40, t0.Add(2*time.Hour) + 4_900 - 40},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var c vitals.Clock
			for i := range 100 {
				here := t0 + model.Millis(i)*100
				c.Observe(here.Add(tc.off(i)), here)
			}
			if got, ok := c.Skew().Value(); !ok || got != tc.skew {
				t.Errorf("skew %v, %v; want %v ms", got, ok, tc.skew)
			}
			if got := c.Now(); got != tc.now {
				t.Errorf("the venue is at %v, want %v", got, tc.now)
			}
		})
	}
}

func TestState(t *testing.T) {
	session := func(name string, state model.LinkState, reason string) wire.Stats {
		return wire.Stats{Name: name, State: state, Reason: reason}
	}
	for _, tc := range []struct {
		name       string
		sessions   []wire.Stats
		want       model.LinkState
		wantReason string
	}{
		{"not begun", []wire.Stats{session("a", model.LinkUnset, "")}, model.LinkConnecting, "a"},
		{"all live", []wire.Stats{session("a", model.LinkLive, ""), session("b", model.LinkLive, "")}, model.LinkLive, ""},
		{"one connecting", []wire.Stats{session("a", model.LinkLive, ""), session("b", model.LinkConnecting, "dialling")}, model.LinkConnecting, "b: dialling"},
		{"one stale", []wire.Stats{session("a", model.LinkStale, "stream x silent 12 s"), session("b", model.LinkLive, "")}, model.LinkStale, "a: stream x silent 12 s"},
		{"one down of two", []wire.Stats{session("a", model.LinkLive, ""), session("b", model.LinkDown, "refused")}, model.LinkStale, "b: refused"},
		{"all down", []wire.Stats{session("a", model.LinkDown, "refused"), session("b", model.LinkDown, "refused")}, model.LinkDown, "a: refused"},
		{"down and connecting", []wire.Stats{session("a", model.LinkDown, "refused"), session("b", model.LinkConnecting, "")}, model.LinkDown, "a: refused"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, reason := vitals.State(tc.sessions)
			if got != tc.want || reason != tc.wantReason {
				t.Errorf("got %v, %q; want %v, %q", got, reason, tc.want, tc.wantReason)
			}
		})
	}
}

func TestHealth(t *testing.T) {
	p := vitals.Parts{
		Venue: model.Binance, Clock: &vitals.Clock{}, Symbols: 7,
		Sessions: []wire.Stats{
			{Name: "a", State: model.LinkLive, Frames: 10, Bytes: 100, Errors: 1, Dropped: 2, Reconnects: 3, Failures: 4, LastFrame: 50, Since: 5, LastError: "odd frame", Groups: []model.StreamHealth{{Name: "mark"}}},
			{Name: "b", State: model.LinkLive, Frames: 1, Bytes: 1, LastFrame: 60, Since: 6, Groups: []model.StreamHealth{{Name: "book"}}},
		},
		Rest: rest.Stats{Failures: 5, LastError: "no answer"},
	}
	h := p.Health()
	if h.Frames != 11 || h.Bytes != 101 || h.Errors != 10 || h.Dropped != 2 || h.Reconnects != 3 || h.LastFrame != 60 || h.Since != 6 || h.Symbols != 7 || len(h.Streams) != 2 {
		t.Errorf("got %+v", h)
	}
	if h.State != model.LinkLive || h.LastError != "a: odd frame" {
		t.Errorf("got %v, %q", h.State, h.LastError)
	}
	p.Sessions[1].State, p.Sessions[1].Reason = model.LinkDown, "refused"
	if got := p.Health().LastError; got != "b: refused" {
		t.Errorf("a socket that is down comes first: got %q", got)
	}
	p.Sessions = nil
	if got := p.Health().LastError; got != "no answer" {
		t.Errorf("got %q, want the word of the REST client", got)
	}
}

// TestSocketsOfOneKindShareARow adds up what several sockets hear of one kind.
func TestSocketsOfOneKindShareARow(t *testing.T) {
	row := func(state model.LinkState, topics, silent int, frames uint64, last model.Millis) []model.StreamHealth {
		return []model.StreamHealth{{Name: "book", State: state, Topics: topics, Silent: silent, Frames: frames, LastFrame: last}}
	}
	h := vitals.Parts{Clock: &vitals.Clock{}, Sessions: []wire.Stats{
		{Groups: row(model.LinkLive, 30, 0, 100, 7)}, {Groups: row(model.LinkStale, 12, 1, 50, 9)},
	}}.Health()
	want := row(model.LinkStale, 42, 1, 150, 9)
	if len(h.Streams) != 1 || h.Streams[0] != want[0] {
		t.Errorf("got %+v, want %+v", h.Streams, want)
	}
}
