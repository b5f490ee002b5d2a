package alertlog

import (
	"os"
	"path/filepath"
	"testing"

	"eddy/model"
)

// After a write that stopped within a line, as on a full disk, the next stands
// on a line of its own and everything that was owed is written.
func TestAWriteThatFailed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	l, err := New(path, nil)
	if err == nil {
		err = l.Attach()
	}
	if err != nil {
		t.Fatal(err)
	}
	rows := []model.AlertRow{{ID: "x-1", Rule: "x", Since: 1, Severity: model.Info}}
	good := l.file
	if l.file, err = os.Open(path); err != nil { // not for writing
		t.Fatal(err)
	}
	if err := l.Keep(rows); err == nil {
		t.Fatal("a write that cannot be is none")
	}
	if err := l.file.Close(); err != nil {
		t.Fatal(err)
	}
	l.file = good
	if _, err := good.WriteString(`{"id":"x-1","rule":"x","si`); err != nil {
		t.Fatal(err)
	}
	if err := l.Keep(rows); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n, damaged, err := Check(path); n != 1 || damaged != 1 || err != nil {
		t.Errorf("%d alerts, %d damaged lines, %v", n, damaged, err)
	}
}
