package feedtest

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"eddy/model"
)

const noon = model.Millis(1_767_614_400_000) // 2026-01-05T12:00:00Z

// quote is an event no one can object to.
func quote() model.Event {
	return model.Event{
		Kind: model.KindQuote, Venue: model.OKX, Symbol: "BTC-USDT-SWAP", Asset: "BTC", Received: noon,
		Has: model.FieldBid | model.FieldAsk, Bid: 99, Ask: 101,
	}
}

func hour(open model.Millis, closed bool) model.Bar {
	return model.Bar{OpenTime: open, Interval: model.Hour1, Open: 2, High: 3, Low: 1, Close: 2, Closed: closed}
}

func TestJudge(t *testing.T) {
	bar := func(b model.Bar) func(*model.Event) {
		return func(ev *model.Event) { ev.Kind, ev.Bar = model.KindBar, b }
	}
	past := func(bars ...model.Bar) func(*model.Event) {
		return func(ev *model.Event) {
			ev.Kind, ev.Detail = model.KindHistory, &model.History{Interval: model.Hour1, Bars: bars}
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*model.Event)
		want   string
	}{
		{"sound", func(*model.Event) {}, ""},
		{"venue", func(ev *model.Event) { ev.Venue = model.MEXC }, `venue "mexc"`},
		{"no receipt", func(ev *model.Event) { ev.Received = 0 }, "never received"},
		{"dirty", func(ev *model.Event) { ev.Text = "a\x1b[2J" }, "not clean"},
		{"kept back", func(ev *model.Event) { ev.Kind = model.KindAck }, "ack event let out"},
		{"stranger", func(ev *model.Event) { ev.Asset = "XYZ" }, `coin "XYZ"`},
		{"not a number", func(ev *model.Event) { ev.Bid = math.NaN() }, "bid NaN"},
		{"no price", func(ev *model.Event) { ev.Ask = 0 }, "ask 0"},
		{"crossed", func(ev *model.Event) { ev.Bid = 102 }, "above ask"},
		{"told and not", func(ev *model.Event) { ev.None = model.FieldBid }, "does not apply"},
		{"bar", bar(hour(noon, true)), ""},
		{"crooked bar", bar(hour(noon+1, true)), "opens at"},
		{"impossible bar", bar(model.Bar{OpenTime: noon, Interval: model.Hour1}), "cannot be"},
		{"past", past(hour(noon, true), hour(noon.Add(time.Hour), true)), ""},
		{"open past", past(hour(noon, false)), "open bar"},
		{"past backwards", past(hour(noon, true), hour(noon, true)), "the past goes from"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newRecord(model.OKX, []model.Asset{"BTC"})
			ev := quote()
			tc.change(&ev)
			if err := r.Put(context.Background(), []model.Event{ev}); err != nil {
				t.Fatal(err)
			}
			switch got := strings.Join(r.complaints(), "; "); {
			case tc.want == "" && got != "":
				t.Errorf("objected: %s", got)
			case !strings.Contains(got, tc.want):
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestFloodIsNoted(t *testing.T) {
	r := newRecord(model.OKX, nil)
	for range 10 {
		ev := model.Event{Kind: model.KindError, Venue: model.OKX, Received: noon, Text: "no"}
		if err := r.Put(context.Background(), []model.Event{ev}); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(r.complaints(), "; "); !strings.Contains(got, "10 faults") {
		t.Errorf("got %q", got)
	}
}

func TestStall(t *testing.T) {
	r := newRecord(model.OKX, []model.Asset{"BTC"})
	release := r.stall()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.Put(ctx, []model.Event{quote()}); err == nil {
		t.Error("a reader that stands still took an event")
	}
	done := make(chan error, 1)
	go func() { done <- r.Put(context.Background(), []model.Event{quote()}) }()
	release()
	release()
	if err := <-done; err != nil || len(r.coins["BTC"].told) != 2 {
		t.Errorf("after it went on: %v, %v", err, r.coins["BTC"].told)
	}
}

func TestHole(t *testing.T) {
	run := func(hours ...int) (list []model.Bar) {
		for _, h := range hours {
			list = append(list, hour(noon.Add(time.Duration(h)*time.Hour), true))
		}
		return list
	}
	for _, tc := range []struct {
		name  string
		hours []model.Bar
		want  string
	}{
		{"none", nil, "no closed hours"},
		{"whole", run(0, 1, 2), ""},
		{"more than asked for", run(0, 1, 2, 3), ""},
		{"one missing", run(0, 2), "no hours from 2026-01-05T13"},
		{"too short", run(0, 1), "end at 2026-01-05T14"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := hole(tc.hours, noon.Add(3*time.Hour+time.Minute))
			if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestHoursOfBothSources(t *testing.T) {
	c := &coin{bars: map[model.Interval][]model.Bar{model.Hour1: {hour(noon, true), hour(noon.Add(time.Hour), true)}}}
	c.stream = []model.Bar{hour(noon.Add(time.Hour), true), hour(noon.Add(2*time.Hour), true)}
	var got []model.Millis
	for _, b := range c.hours() {
		got = append(got, b.OpenTime)
	}
	if want := []model.Millis{noon, noon.Add(time.Hour), noon.Add(2 * time.Hour)}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
