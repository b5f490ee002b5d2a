package alertlog_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/cmd/internal/alertlog"
	"eddy/model"
)

func row(id string, change func(*model.AlertRow)) model.AlertRow {
	a := model.AlertRow{
		ID: id, Rule: "liquidation", Severity: model.Warning, Since: 1_700_000_000_000, Subject: "AAVE long bybit",
		Text: "AAVE long bybit: 8.00 % to liquidation", Value: model.Known(8), Threshold: model.Known(10),
		Inputs: []model.Evidence{{ID: "leg.distance_pct", Text: "distance", Value: model.Known(8), Threshold: "below 10", Vote: model.Known(1), Weight: 1, State: model.EvidenceFor, Source: "S2-CONS-2"}},
	}
	if change != nil {
		change(&a)
	}
	return a
}

func open(t *testing.T, path string) *alertlog.Log {
	t.Helper()
	l, err := alertlog.New(path, nil)
	if err == nil {
		err = l.Attach()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() }) // a second close of a test's own is no fault
	return l
}

func keep(t *testing.T, l *alertlog.Log, rows ...model.AlertRow) {
	t.Helper()
	if err := l.Keep(rows); err != nil {
		t.Fatal(err)
	}
}

var nums = cmp.Comparer(func(a, b model.Num) bool { return a == b })

func TestWhatIsKeptComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "alerts.jsonl")
	l := open(t, path)
	a, b := row("liquidation-1", nil), row("liquidation-2", func(a *model.AlertRow) { a.Since++ })
	keep(t, l, b, a)
	keep(t, l, b, a) // nothing changed: not a byte
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	keep(t, l, b, a)
	if size() != before {
		t.Error("what did not change was written")
	}
	a.Acknowledged, a.Cleared = true, a.Since+5000
	keep(t, l, b, a, model.AlertRow{ID: "event-1", Rule: "event", Since: 1})
	got, err := alertlog.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]model.AlertRow{a, b}, got, nums); diff != "" {
		t.Error(diff)
	}
}

// A kill at any byte loses at most the line being written.
func TestAKillAtAnyByte(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "alerts.jsonl")
	l := open(t, path)
	keep(t, l, row("liquidation-1", nil))
	keep(t, l, row("liquidation-2", nil))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := len(whole) / 2
	for cut := range len(whole) + 1 {
		torn := filepath.Join(dir, "torn.jsonl")
		if err := os.WriteFile(torn, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		want, bad := cut/first, min(1, cut%first)
		if n, damaged, err := alertlog.Check(torn); n != want || damaged != bad || err != nil {
			t.Fatalf("cut at %d: %d alerts, %d damaged, %v", cut, n, damaged, err)
		}
		l := open(t, torn)
		keep(t, l, row("liquidation-9", nil))
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := alertlog.Read(torn)
		if err != nil || len(again) != want+1 || again[want].ID != "liquidation-9" {
			t.Fatalf("cut at %d: then %d alerts, %v", cut, len(again), err)
		}
	}
}

func TestNonsenseIsPassedOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	text := "{}\nnot json\n{\"id\":\"x-1\",\"rule\":\"x\",\"since\":\"2026-01-05T00:00:00.000Z\",\"text\":\"evil\\u001b]0;\",\"severity\":\"info\",\"acknowledged\":false}\n[1]\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	rows, err := alertlog.Read(path)
	_, damaged, _ := alertlog.Check(path)
	if err != nil || len(rows) != 1 || rows[0].Text != "evil]0;" || damaged != 3 {
		t.Errorf("%+v, %d damaged, %v", rows, damaged, err)
	}
}
