package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// lateBy is a snapshot so much later, with every venue in a state and every
// price, if old, as it was before; else a thousandth up for each second.
func lateBy(s *model.Snapshot, d time.Duration, state model.LinkState, old bool) *model.Snapshot {
	c := *s
	c.Clock = c.Clock.Add(d)
	c.Venues, c.Assets = slices.Clone(s.Venues), slices.Clone(s.Assets)
	for i := range c.Venues {
		c.Venues[i].State = state
	}
	for i := range c.Assets {
		if v, ok := c.Assets[i].Price.Value(); ok && old {
			c.Assets[i].Price = model.Stale(v, d.String()+" old")
		} else if ok {
			c.Assets[i].Price = model.Known(v * (1 + d.Seconds()/1000))
		}
	}
	return &c
}

// Once the feeds are back after nobody delivered for a while, and prices are of
// now again, the desk tells what changed meanwhile.
func TestChangesSinceTheFeedsWereLost(t *testing.T) {
	full := tuitest.Full()
	type step struct {
		after time.Duration
		state model.LinkState
		old   bool
	}
	for _, tt := range []struct {
		name  string
		steps []step
		told  bool
	}{
		{"back after a minute", []step{{time.Second, model.LinkDown, true}, {time.Minute, model.LinkDown, true}, {61 * time.Second, model.LinkLive, false}}, true},
		{"back, but no price yet", []step{{time.Minute, model.LinkDown, true}, {61 * time.Second, model.LinkLive, true}}, false},
		{"back, then prices", []step{{time.Minute, model.LinkDown, true}, {61 * time.Second, model.LinkLive, true}, {63 * time.Second, model.LinkLive, false}}, true},
		{"still being connected", []step{{time.Minute, model.LinkStale, true}, {61 * time.Second, model.LinkConnecting, true}}, false},
		{"a hiccup", []step{{time.Second, model.LinkStale, true}, {4 * time.Second, model.LinkLive, false}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, lateBy(full, 0, model.LinkLive, false), 120, 36)
			for _, s := range tt.steps {
				app.Update(snapshotMsg{lateBy(full, s.after, s.state, s.old)})
			}
			got := plain(app)
			if told := strings.Contains(got, "While no feed was live"); told != tt.told {
				t.Errorf("told: %t\n%s", told, got)
			}
		})
	}
}

// With every feed lost no figure of the market is bright, although the engine
// has not called each of them old yet.
func TestNothingIsBrightWithoutAFeed(t *testing.T) {
	th, err := theme.New(theme.Choice{Name: "dark", Profile: theme.TrueColour})
	if err != nil {
		t.Fatal(err)
	}
	bright := th.Look().Prefix[theme.Gain]
	for state, want := range map[model.LinkState]bool{model.LinkLive: true, model.LinkConnecting: true, model.LinkStale: false, model.LinkDown: false} {
		app := New(t.Context(), nil, th)
		app.onResize(120, 36)
		app.Update(snapshotMsg{lateBy(tuitest.Full(), 0, state, false)})
		on(app, layout.Sectors)
		press(app, char('z'))
		if got := strings.Contains(app.View(), bright); got != want {
			t.Errorf("with every venue %s, bright: %t", state, got)
		}
	}
}
