package alertlog_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/cmd/internal/alertlog"
	"eddy/model"
)

// Two programs may be open on one file: one keeps, the other reads, and takes
// over when the first ends.
func TestOneKeeps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	first := open(t, path)
	keep(t, first, row("liquidation-1", nil))
	second, err := alertlog.New(path, nil)
	if err != nil || len(second.Rows()) != 1 {
		t.Fatalf("the second reads %d alerts, %v", len(second.Rows()), err)
	}
	err = second.Attach()
	if !errors.Is(err, alertlog.ErrHeld) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("the second attaches: %v", err)
	}
	keep(t, second, row("liquidation-1", nil), row("liquidation-2", nil))
	keep(t, first, row("stop-passed-2", func(a *model.AlertRow) { a.Rule = "stop-passed" }))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := second.Attach(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = second.Close() }) // nothing follows
	if rows := second.Rows(); len(rows) != 2 || rows[1].ID != "stop-passed-2" {
		t.Errorf("taken over: %+v", rows)
	}
}

// Who takes over finds its own alerts among those the other kept: what stands is
// the same, what came and went was the other's, and no name is given twice.
func TestAdopt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	of := func(id, subject string, since model.Millis) model.AlertRow {
		return row(id, func(a *model.AlertRow) { a.Subject, a.Since = subject, since })
	}
	over := func(a model.AlertRow) model.AlertRow { a.Cleared = a.Since + 9; return a }
	first := open(t, path)
	before := of("liquidation-1", "before", 1000)
	keep(t, first, over(of("liquidation-4", "gone", 2010)), of("liquidation-3", "both", 2005), of("liquidation-2", "else", 2000), before)
	second, err := alertlog.New(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := second.Attach(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = second.Close() }) // nothing follows
	rows := []model.AlertRow{of("liquidation-4", "mine", 2030), over(of("liquidation-3", "gone", 2011)), of("liquidation-2", "both", 2006), before}
	second.Adopt(rows)
	var got []string
	for _, a := range second.Named(rows) {
		got = append(got, fmt.Sprint(a.ID, " ", a.Subject, " ", int64(a.Since)))
	}
	if want := "[liquidation-5 mine 2030 liquidation-3 both 2005 liquidation-1 before 1000]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	keep(t, second, second.Named(rows)...)
	keep(t, second, second.Named(append([]model.AlertRow{of("liquidation-5", "next", 2040)}, rows...))...)
	after, err := alertlog.Read(path)
	if err != nil || len(after) != 6 || after[4].Subject != "mine" || after[5].ID != "liquidation-6" || after[5].Subject != "next" {
		t.Errorf("%+v, %v", after, err)
	}
}

// Which channels told of an alert survives a restart and a compaction.
func TestDeliveries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	l := open(t, path)
	keep(t, l, row("liquidation-1", nil))
	if err := l.Tell("webhook", "liquidation-1", model.Warning); err != nil {
		t.Fatal(err)
	}
	big := row("liquidation-2", func(a *model.AlertRow) { a.Do = strings.Repeat("long ", 5000) })
	for i := range 400 { // beyond what is compacted
		big.Cleared = model.Millis(i + 1)
		keep(t, l, big)
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = open(t, path)
		if l.Told("webhook", "liquidation-1") != model.Warning || l.Told("webhook", "liquidation-2") != "" || l.Told("command", "liquidation-1") != "" {
			t.Error("what was told is forgotten")
		}
		if n := len(l.Rows()); n != 2 {
			t.Errorf("%d alerts", n)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 1<<20 {
		t.Errorf("not compacted: %v", err)
	}
}

// A place that cannot be written to is an error each time until it can.
func TestAPlaceThatComesBack(t *testing.T) {
	place := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(place, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := alertlog.New(filepath.Join(place, "alerts.jsonl"), nil)
	if err == nil {
		err = l.Attach()
	}
	if err == nil || errors.Is(err, alertlog.ErrHeld) {
		t.Fatalf("attached in a file: %v", err)
	}
	if err := l.Tell("webhook", "liquidation-1", model.Warning); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	if err := l.Attach(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() }) // nothing follows
	keep(t, l, row("liquidation-1", nil))
	if l.Told("webhook", "liquidation-1") != model.Warning {
		t.Error("what was told without a file is forgotten")
	}
}

func TestWhatIsNoFile(t *testing.T) {
	if _, err := alertlog.Read(t.TempDir()); err == nil {
		t.Error("a directory is read")
	}
}
