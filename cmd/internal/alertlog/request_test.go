package alertlog_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/cmd/internal/alertlog"
	"eddy/model"
)

func TestRequestsReachTheOtherProgramOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	asks, err := alertlog.New(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	keeps, err := alertlog.New(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := keeps.Asked(); len(got) != 0 {
		t.Errorf("before anyone asked: %v", got)
	}
	row := model.AlertRow{ID: "stop-1", Rule: "stop", Subject: "ETH long", Since: 5, Heard: 7, Acknowledged: true, Snoozed: 99}
	want := []alertlog.Request{alertlog.RequestOf(&row)}
	if err := asks.Ask(want[0]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, keeps.Asked()); diff != "" {
		t.Error(diff)
	}
	if got := keeps.Asked(); len(got) != 0 {
		t.Errorf("taken twice: %v", got)
	}
}

// What somebody else left in the folder is thrown away, and nothing is followed.
func TestWhatIsNoRequest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	dir := path + ".asked"
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.json": "nonsense", "b.json": strings.Repeat(" ", 1<<20), "c.json": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(path, filepath.Join(dir, "d.json")); err != nil {
		t.Fatal(err)
	}
	l, err := alertlog.New(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Asked(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestARequestFindsItsAlert(t *testing.T) {
	row := func(id string, heard, cleared model.Millis) model.AlertRow {
		return model.AlertRow{ID: id, Rule: "stop", Subject: "ETH long", Since: 1, Heard: heard, Cleared: cleared}
	}
	of := func(a model.AlertRow) *alertlog.Request { r := alertlog.RequestOf(&a); return &r }
	rows := []model.AlertRow{row("stop-3", 30, 0), row("stop-2", 20, 25), {ID: "stop-4", Rule: "stop", Subject: "BTC long", Since: 1, Heard: 31}}
	for _, tc := range []struct {
		name string
		of   *alertlog.Request
		want string
	}{
		{"the very one", of(row("x", 20, 25)), "stop-2"},
		{"heard a moment apart", of(row("x", 31, 0)), "stop-3"},
		{"of another world", of(model.AlertRow{Rule: "stop", Subject: "ETH long", Heard: 30, World: "demo"}), ""},
		{"of nothing", of(model.AlertRow{Rule: "stop", Subject: "SOL long", Heard: 30}), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if a := tc.of.Find(rows); a != nil {
				got = a.ID
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
