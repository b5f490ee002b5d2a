package alert_test

import (
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/alert"
)

const (
	minute = 60 * 1000
	hour   = 60 * minute
	dayMs  = 24 * hour
)

const liveRule = `
[[rule]]
id = "mine"
title = "{subject} at {value}, above {threshold}"
end = "{subject} fell back after {lasted}"
on = "live"
when = "market.rsi_1d > 70"
release = "market.rsi_1d < 65"
hold = "1m"
cooldown = "1h"
severity = "warning"
[[rule.escalate]]
when = "market.rsi_1d > 90"
severity = "critical"
`

func (d *desk) live(rsi float64) {
	d.set("market.rsi_1d", rsi)
	d.OnOpen(&d.at)
}

func TestAnAlertsLife(t *testing.T) {
	d := newDesk(t, liveRule)
	d.live(75)
	if len(d.of("mine")) != 0 {
		t.Fatal("it fired before it held for a minute")
	}
	d.pass(minute)
	d.live(76)
	rows := d.of("mine")
	if len(rows) != 1 || rows[0].Text != "market at 76.0, above 70.0" || rows[0].Value != model.Known(76) || rows[0].Severity != model.Warning {
		t.Fatalf("got %+v", rows)
	}
	d.pass(minute)
	d.live(68) // between the levels
	if rows = d.of("mine"); !rows[0].IsOpen() || rows[0].Inputs[0].Value != model.Known(76) {
		t.Errorf("what fired it is not kept: %+v", rows[0])
	}
	d.live(95)
	d.live(80)
	if rows = d.of("mine"); rows[0].Severity != model.Critical || rows[0].Worse[0].Value != model.Known(95) {
		t.Errorf("not escalated: %+v", rows[0])
	}
	d.pass(minute)
	d.live(60)
	if rows = d.of("mine"); rows[0].IsOpen() || rows[0].Text != "market fell back after 2m0s" {
		t.Errorf("not cleared: %+v", rows[0])
	}
}

func TestWithinTheCooldownTheSameAlertOpensAgain(t *testing.T) {
	d := newDesk(t, liveRule)
	d.live(75)
	d.pass(minute)
	d.live(75)
	for range 5 {
		d.pass(minute)
		d.live(60)
		d.live(75)
		d.pass(minute)
		d.live(75)
	}
	if rows := d.of("mine"); len(rows) != 1 || rows[0].Times != 5 || !rows[0].IsOpen() {
		t.Errorf("%d alerts, %+v", len(rows), rows[0])
	}
	d.live(60)
	d.pass(hour)
	d.live(75)
	d.pass(minute)
	d.live(75)
	if rows := d.of("mine"); len(rows) != 2 {
		t.Errorf("%d alerts after the cooldown", len(rows))
	}
}

// A figure that is missing or too old decides nothing.
func TestMissingFiguresDecideNothing(t *testing.T) {
	d := newDesk(t, liveRule)
	id := d.frame.Catalogue().ID("market.rsi_1d")
	for _, v := range []model.Num{{}, model.Unknown("no bars"), model.Stale(99, "old"), model.NotApplicable("")} {
		d.frame.Set(id, v)
		d.OnOpen(&d.at)
		d.pass(10 * minute)
	}
	if len(d.of("mine")) != 0 {
		t.Fatal("a missing figure raised an alert")
	}
	d.live(75)
	d.pass(minute)
	d.live(75)
	d.frame.Set(id, model.Stale(10, "old"))
	d.OnOpen(&d.at)
	if !d.of("mine")[0].IsOpen() {
		t.Error("a stale figure cleared an alert")
	}
}

func TestClosesAreDays(t *testing.T) {
	d := newDesk(t, `
[[rule]]
id = "mine"
when = "market.breadth > 0.6"
closes = 3
`)
	d.set("market.breadth", 0.7)
	for range 10 { // a close may be asked more than once
		d.OnClose(&d.at)
	}
	for day := range 3 {
		if got, want := len(d.of("mine")), 0; got != want {
			t.Fatalf("fired after %d closes", day+1)
		}
		d.pass(dayMs)
		d.OnClose(&d.at)
		if day == 1 {
			break
		}
	}
	if len(d.of("mine")) != 1 {
		t.Errorf("%d alerts after three closes", len(d.of("mine")))
	}
}

// However a figure walks about the threshold, and whatever the clock does, a
// rule raises at most one alert in a cooldown.
func TestNoStormAtAThreshold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newDesk(t, `
[[rule]]
id = "mine"
on = "live"
when = "market.rsi_1d > 70"
cooldown = "1h"
[[rule.escalate]]
when = "market.rsi_1d > 71"
severity = "critical"
`)
		level, begin := 70.0, d.at.Clock
		for range rapid.IntRange(50, 400).Draw(r, "steps") {
			level += rapid.Float64Range(-1, 1).Draw(r, "step")
			d.live(level)
			d.pass(rapid.Int64Range(0, 10*minute).Draw(r, "ms"))
		}
		cooldowns := int(d.at.Clock.Sub(begin)/(3600*1e9)) + 1
		rows := d.of("mine")
		if len(rows) > cooldowns {
			r.Fatalf("%d alerts in %d cooldowns", len(rows), cooldowns)
		}
		for i := 1; i < len(rows); i++ {
			if gap := rows[i-1].Since.Sub(rows[i].Since); gap < 3600*1e9 {
				r.Fatalf("two alerts %s apart", gap)
			}
		}
	})
}

// A clock that jumps makes no storm and no rule that never speaks again.
func TestAClockThatJumps(t *testing.T) {
	d := newDesk(t, liveRule)
	fire := func() {
		d.live(75)
		d.pass(minute)
		d.live(75)
		d.live(60)
	}
	fire()
	d.at.Clock -= 30 * dayMs
	fire()
	if n := len(d.of("mine")); n != 1 {
		t.Errorf("%d alerts after the clock was set back", n)
	}
	d.pass(2 * hour)
	fire()
	if n := len(d.of("mine")); n != 2 {
		t.Errorf("%d alerts a cooldown after the clock was set back", n)
	}
	d.at.Clock += 365 * dayMs
	fire()
	if n := len(d.of("mine")); n != 3 {
		t.Errorf("%d alerts after the clock leapt ahead", n)
	}
}

func TestSubjectsComeAndGo(t *testing.T) {
	d := newDesk(t, "")
	look := func(legs ...string) {
		d.Round()
		for _, l := range legs {
			d.set("leg.distance_pct", 8)
			d.OnSubject(alert.Legs, l, &d.at)
		}
		d.Gone(alert.Legs, &d.at)
	}
	look("AAVE long bybit", "ETH short binance")
	if rows := d.of("liquidation"); len(rows) != 2 || rows[1].Text != "AAVE long bybit: 8.00 % to liquidation" {
		t.Fatalf("got %+v", rows)
	}
	d.pass(minute)
	look("ETH short binance")
	rows := d.of("liquidation")
	if !rows[0].IsOpen() || rows[1].IsOpen() {
		t.Errorf("the leg that is gone: %+v", rows)
	}
}

// What an earlier run left is taken up: the same alert goes on, and nothing
// fires twice for a restart.
func TestRestart(t *testing.T) {
	d := newDesk(t, liveRule)
	d.live(75)
	d.pass(minute)
	d.live(75)
	before := d.Book().Rows()
	u, p := parts(t)
	r, err := alert.Parse([]byte(liveRule), "alerts.toml", u, p)
	if err != nil {
		t.Fatal(err)
	}
	d.Watch = alert.NewWatch(r, before, "")
	d.pass(minute)
	d.live(75)
	if rows := d.of("mine"); len(rows) != 1 || rows[0].ID != before[0].ID {
		t.Errorf("after a restart: %+v", rows)
	}
	d.live(60)
	d.pass(2 * hour)
	d.live(75)
	d.pass(minute)
	d.live(75)
	if rows := d.of("mine"); len(rows) != 2 || rows[0].ID == rows[1].ID {
		t.Errorf("ids meet: %+v", rows)
	}
}

func TestAcknowledgeAndSnooze(t *testing.T) {
	d := newDesk(t, liveRule)
	d.live(75)
	d.pass(minute)
	d.live(75)
	id := d.of("mine")[0].ID
	d.Book().Act(&model.AlertAct{ID: id, Verb: model.Acknowledge})
	d.Book().Act(&model.AlertAct{ID: id, Verb: model.Snooze, Until: d.at.Clock + hour})
	d.Book().Act(&model.AlertAct{ID: "no such", Verb: model.Acknowledge})
	if a := d.of("mine")[0]; !a.Acknowledged || !a.IsSnoozed(d.at.Clock) || a.IsSnoozed(d.at.Clock+hour) {
		t.Errorf("got %+v", a)
	}
	d.live(95) // worse than what was seen
	if a := d.of("mine")[0]; a.Acknowledged || a.IsSnoozed(d.at.Clock) {
		t.Errorf("it grew worse and stayed silent: %+v", a)
	}
}

// What stands when eddy looks for the first time ever is listed and no news;
// after an earlier run it is.
func TestWhatStoodAtTheFirstLook(t *testing.T) {
	const rule = "[[rule]]\nid = \"mine\"\nwhen = \"market.breadth > 0.6\"\ncooldown = \"1d\"\n"
	d := newDesk(t, rule)
	d.set("market.breadth", 0.7)
	d.OnClose(&d.at)
	if rows := d.of("mine"); len(rows) != 1 || !rows[0].Standing {
		t.Fatalf("got %+v", rows)
	}
	for _, breadth := range []float64{0.5, 0.7} {
		d.pass(2 * dayMs)
		d.set("market.breadth", breadth)
		d.OnClose(&d.at)
	}
	if rows := d.of("mine"); len(rows) != 2 || rows[0].Standing {
		t.Errorf("got %+v", rows)
	}
	u, p := parts(t)
	r, err := alert.Parse([]byte(rule), "alerts.toml", u, p)
	if err != nil {
		t.Fatal(err)
	}
	d.Watch = alert.NewWatch(r, []model.AlertRow{{ID: "other-1", Rule: "other", Since: 1, Cleared: 2}}, "")
	d.OnClose(&d.at)
	if rows := d.of("mine"); len(rows) != 1 || rows[0].Standing {
		t.Errorf("got %+v", rows)
	}
}
