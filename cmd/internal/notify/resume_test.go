package notify_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"eddy/cmd/internal/notify"
	"eddy/model"
)

// record is what channels told of, as a file keeps it.
type record struct {
	mu   sync.Mutex
	told map[string]model.Severity
	news chan string
}

func newRecord() *record {
	return &record{told: make(map[string]model.Severity), news: make(chan string, 100)}
}

func (r *record) Told(channel, id string) model.Severity {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.told[channel+" "+id]
}

func (r *record) Tell(channel string, a *model.AlertRow) {
	r.mu.Lock()
	r.told[channel+" "+a.ID] = a.Severity
	r.mu.Unlock()
	r.news <- a.ID
}

// What a killed run did not come to tell is told by the next, once; what it told
// is not told again, and what is old or over never is.
func TestWhatWasNotToldIsToldOnce(t *testing.T) {
	at := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	now := model.MillisOf(at)
	heard := func(id string, ago time.Duration) model.AlertRow {
		a := alertRow(id, model.Warning)
		a.Heard = now.Add(-ago)
		return a
	}
	over := heard("over", time.Minute)
	over.Cleared = 5
	rows := []model.AlertRow{heard("owed", time.Minute), heard("told", time.Minute), heard("old", 48*time.Hour), over}
	r := newRecord()
	r.told["wire told"] = model.Warning
	for turn := range 2 {
		w := &wire{got: make(chan notify.Message, 100)}
		d := run(t, notify.Config{Channels: []notify.Channel{w}, Now: func() time.Time { return at }, Known: rows, Told: r.Told, Tell: r.Tell})
		d.Observe(rows)
		d.Resume(rows, 24*time.Hour)
		d.Resume(rows, 24*time.Hour)
		d.Send(notify.TestMessage(1))
		var got []string
		for m := range w.got {
			if m.Event == notify.Test {
				break
			}
			got = append(got, m.Alert.ID)
			<-r.news
		}
		if want := []string{"[owed]", "[]"}[turn]; fmt.Sprint(got) != want {
			t.Errorf("run %d told %v, want %s", turn, got, want)
		}
	}
}

// At a start nothing lives yet, and an alert about what lives goes; when it comes
// again as the same one it is still owed, once.
func TestOwedThoughItWentMeanwhile(t *testing.T) {
	at := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	rows := []model.AlertRow{alertRow("owed", model.Warning)}
	rows[0].Heard = model.MillisOf(at.Add(-time.Minute))
	w, r := &wire{got: make(chan notify.Message, 100)}, newRecord()
	d := run(t, notify.Config{Channels: []notify.Channel{w}, Now: func() time.Time { return at }, Known: rows, Told: r.Told, Tell: r.Tell})
	look := func(cleared model.Millis) {
		now := []model.AlertRow{rows[0]}
		now[0].Cleared = cleared
		d.Observe(now)
		d.Resume(now, 24*time.Hour)
	}
	look(model.MillisOf(at))
	look(0)
	look(0)
	d.Send(notify.TestMessage(1))
	if m := <-w.got; m.Event != notify.Raised || m.Alert.ID != "owed" {
		t.Errorf("told %+v", m)
	}
	if m := <-w.got; m.Event != notify.Test {
		t.Errorf("told again: %+v", m)
	}
}

// What waits for the end of the quiet hours survives a kill as well.
func TestQuietHoursAndAKill(t *testing.T) {
	at := time.Date(2026, 1, 2, 23, 0, 0, 0, time.UTC)
	q, err := notify.ParseQuiet("22:00-07:00")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{got: make(chan notify.Message, 100)}
	r := newRecord()
	rows := []model.AlertRow{alertRow("at night", model.Warning)}
	rows[0].Heard = model.MillisOf(at)
	c := notify.Config{Channels: []notify.Channel{w}, Quiet: q, Now: func() time.Time { return at }, Told: r.Told, Tell: r.Tell}
	run(t, c).Observe(rows)
	c.Known = rows
	d := run(t, c)
	d.Resume(rows, 24*time.Hour)
	d.Observe(rows)
	if len(w.got) > 0 {
		t.Fatalf("told at night: %+v", <-w.got)
	}
	at = at.Add(9 * time.Hour)
	d.Observe(rows)
	if m := <-w.got; m.Alert.ID != "at night" {
		t.Errorf("got %+v", m)
	}
}

// A snooze ends with a reminder when the alert stands, and with nothing when it
// is over or was seen.
func TestASnoozeEnds(t *testing.T) {
	at := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	w := &wire{got: make(chan notify.Message, 100)}
	r := newRecord()
	d := run(t, notify.Config{Channels: []notify.Channel{w}, Now: func() time.Time { return at }, Told: r.Told, Tell: r.Tell})
	rows := []model.AlertRow{alertRow("stands", model.Warning), alertRow("over", model.Warning), alertRow("seen", model.Warning)}
	d.Observe(rows)
	for range rows {
		<-w.got
		<-r.news
	}
	for i := range rows {
		rows[i].Snoozed = model.MillisOf(at.Add(time.Hour))
	}
	d.Observe(rows)
	rows[1].Cleared, rows[2].Acknowledged = 5, true
	at = at.Add(time.Hour)
	d.Observe(rows)
	d.Observe(rows)
	d.Send(notify.TestMessage(1))
	if m := <-w.got; m.Event != notify.Reminded || m.Alert.ID != "stands" {
		t.Errorf("got %+v", m)
	}
	if m := <-w.got; m.Event != notify.Test {
		t.Errorf("got %+v", m)
	}
}

// Beside another program a desk leaves the channels to it; a test goes out.
func TestAMutedChannel(t *testing.T) {
	w := &wire{got: make(chan notify.Message, 100)}
	muted := true
	d := run(t, notify.Config{Channels: []notify.Channel{w}, Now: time.Now, Muted: func(string) bool { return muted }})
	d.Observe([]model.AlertRow{alertRow("a", model.Critical)})
	d.Send(notify.TestMessage(1))
	if m := <-w.got; m.Event != notify.Test {
		t.Errorf("got %+v", m)
	}
	muted = false
	d.Observe([]model.AlertRow{alertRow("b", model.Critical)})
	if m := <-w.got; m.Alert.ID != "b" {
		t.Errorf("got %+v", m)
	}
}

// The hour of a clock change is quiet or not by what the clock on the wall
// shows.
func TestQuietHoursOverAClockChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	q, err := notify.ParseQuiet("22:00-02:30")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		utc  string
		want bool
	}{
		{"2026-03-29T00:59:00Z", true},  // 01:59, then 03:00
		{"2026-03-29T01:00:00Z", false}, // 03:00: the end of the quiet hours was skipped
		{"2026-10-25T00:10:00Z", true},  // 02:10 for the first time
		{"2026-10-25T00:40:00Z", false}, // 02:40
		{"2026-10-25T01:10:00Z", true},  // 02:10 again
		{"2026-10-25T01:40:00Z", false},
	} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.At(at.In(zone)); got != c.want {
			t.Errorf("%s: quiet %v", at.In(zone), got)
		}
	}
}

// What the cap holds back is said, and so is that it no longer does.
func TestTheCapIsSaid(t *testing.T) {
	w := &wire{got: make(chan notify.Message, 100)}
	faults := make(chan string, 10)
	var mu sync.Mutex
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	d := run(t, notify.Config{
		Channels: []notify.Channel{w}, PerHour: 2, Now: func() time.Time { mu.Lock(); defer mu.Unlock(); return at },
		Fault: func(ch, what string) { faults <- ch + ":" + what },
	})
	for i := range 4 {
		d.Send(notify.Message{Event: notify.Raised, Alert: alertRow(fmt.Sprint(i), model.Warning)})
	}
	if got := <-faults; got != "wire:2 alerts in an hour are the cap, more are not sent" {
		t.Error(got)
	}
	mu.Lock()
	at = at.Add(2 * time.Hour)
	mu.Unlock()
	d.Send(notify.Message{Event: notify.Raised, Alert: alertRow("later", model.Warning)})
	if got := <-faults; got != "wire:" {
		t.Error(got)
	}
}
