package strategy_test

import (
	"testing"
	"time"

	"eddy/model"
	"eddy/model/portfolio"
)

// Why rules stand as they do is told once a second while nothing happens, and at
// once when an alert came or went.
func TestWhyIsToldWhenItMatters(t *testing.T) {
	e := holding(t, &portfolio.Portfolio{Cash: dec("20000")})
	at := day0.Add(2 * time.Second)
	next := func(pass time.Duration) []model.RuleView {
		at = at.Add(pass)
		e.Apply(tick(at))
		return e.Snapshot().AlertRules
	}
	same := func(a, b []model.RuleView) bool { return len(a) > 0 && &a[0] == &b[0] && len(a) == len(b) }
	next(time.Second)
	first := next(time.Second)
	if again := next(100 * time.Millisecond); !same(first, again) {
		t.Error("it was told again though nothing happened")
	}
	later := next(time.Second)
	if same(first, later) {
		t.Error("it was not told anew after a second")
	}
	if len(later) != len(first) {
		t.Errorf("%d rules told, then %d", len(first), len(later))
	}
	e.Apply(&model.Event{Kind: model.KindAlertAct, Received: at, Detail: &model.AlertAct{Verb: model.Fault, ID: "webhook", Severity: model.Warning, Text: "refused"}})
	if soon := next(100 * time.Millisecond); same(later, soon) {
		t.Error("an alert came and nothing was told anew")
	}
}

// BenchmarkSnapshotIdle is a snapshot of an engine nothing happens to: ten of
// them a second are what a desk costs that is left alone.
func BenchmarkSnapshotIdle(b *testing.B) {
	e := holding(b, &portfolio.Portfolio{Cash: dec("20000")})
	b.ReportMetric(float64(len(e.Snapshot().AlertRules)), "rules")
	b.ReportAllocs()
	for b.Loop() {
		e.Snapshot()
	}
}
