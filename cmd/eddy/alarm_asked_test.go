package main

import (
	"context"
	"path/filepath"
	"testing"

	"eddy/cmd/internal/alertlog"
	"eddy/model"
)

// acts keeps what the engine would be told.
type acts []model.AlertAct

// Put takes events.
func (a *acts) Put(_ context.Context, events []model.Event) error {
	for i := range events {
		*a = append(*a, *events[i].Detail.(*model.AlertAct))
	}
	return nil
}

// alarmOn is an alarm of a session beside others on one file of alerts.
func alarmOn(t *testing.T, path string, told *acts) *alarm {
	t.Helper()
	log, err := alertlog.New(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := &alarm{log: log, out: told, screen: &screen{}}
	a.attach()
	t.Cleanup(func() { _ = a.close() }) // the folder goes with it
	return a
}

// What is marked as seen or snoozed on a second desk reaches the program that
// keeps the alerts, which calls them by names of its own.
func TestMarksOfASecondDeskReachTheProgramThatKeepsAlerts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	var told, unheard acts
	service, desk := alarmOn(t, path, &told), alarmOn(t, path, &unheard)
	if !service.keeps || desk.keeps {
		t.Fatal("the first keeps alerts, the second does not")
	}
	kept := []model.AlertRow{{ID: "stop-7", Rule: "stop", Subject: "ETH long", Severity: model.Warning, Since: 1, Heard: 1}}
	shown := []model.AlertRow{{ID: "stop-2", Rule: "stop", Subject: "ETH long", Severity: model.Warning, Since: 1, Heard: 2}}
	desk.passOn(nil)
	desk.passOn(shown) // news is no mark
	service.heed(kept)
	if len(told) != 0 {
		t.Fatalf("told %v before anything was marked", told)
	}
	shown[0].Acknowledged = true
	desk.passOn(shown)
	shown[0].Snoozed = 99 // before the other looks
	desk.passOn(shown)
	service.heeded = service.heeded.Add(-askedEvery)
	service.heed(kept)
	if len(told) != 2 || told[0] != (model.AlertAct{ID: "stop-7", Verb: model.Acknowledge}) || told[1] != (model.AlertAct{ID: "stop-7", Verb: model.Snooze, Until: 99}) {
		t.Errorf("told %+v", told)
	}
	shown[0].Severity, shown[0].Acknowledged, shown[0].Snoozed = model.Critical, false, 0
	desk.passOn(shown) // it grew worse there, as it will here
	service.heeded = service.heeded.Add(-askedEvery)
	service.heed(kept)
	if len(told) != 2 || len(unheard) != 0 {
		t.Errorf("told %+v and %+v", told, unheard)
	}
}

// An alert that came and went within one snapshot is told with its end.
func TestAnAlertThatCameAndWent(t *testing.T) {
	f := newAlertFeed(nil)
	var events []string
	for _, c := range f.next([]model.AlertRow{{ID: "b-2", Since: 5, Cleared: 5}, {ID: "a-1", Since: 3, Cleared: 4}}) {
		events = append(events, c.Event+" "+c.Alert.ID)
	}
	if got := len(events); got != 3 || events[0] != "raised a-1" || events[1] != "cleared a-1" || events[2] != "raised b-2" {
		t.Errorf("got %v", events)
	}
	if again := f.next([]model.AlertRow{{ID: "a-1", Since: 3, Cleared: 4}}); len(again) != 0 {
		t.Errorf("told again: %v", again)
	}
}
