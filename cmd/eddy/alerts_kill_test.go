package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"eddy/cmd/internal/alertlog"
	"eddy/cmd/internal/notify"
)

// A program killed between keeping an alert and telling it tells it when it is
// started again, and not once more after that. A second program beside it shows
// alerts and tells none.
func TestAKilledAlarmTellsWhatItOwes(t *testing.T) {
	var answers atomic.Bool
	asked, taken := make(chan struct{}, 100), make(chan notify.Message, 100)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m notify.Message
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			return // its sender was killed
		}
		if !answers.Load() {
			asked <- struct{}{}
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		taken <- m
	}))
	defer hook.Close()
	state := t.TempDir()
	config := write(t, "config.toml", "[alerts]\nbell = false\nterminal = \"off\"\nleast = \"critical\"\nwebhook = "+strconv.Quote(hook.URL)+
		"\nrules = "+strconv.Quote(write(t, "rules.toml", alarmRule)))
	start := func() (stop func()) {
		cmd := program(t, "--config", config, "--state", state, "watch", "--demo", "--alerts", "--json")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return func() {
			_ = cmd.Process.Kill() // SIGKILL, which it cannot see coming
			_ = cmd.Wait()         // says only that it was killed
		}
	}
	kill := start()
	receive(t, asked)
	kill()
	rows, err := alertlog.Read(filepath.Join(state, "alerts.jsonl"))
	if err != nil || len(rows) == 0 {
		t.Fatalf("kept %d alerts, %v", len(rows), err)
	}

	answers.Store(true)
	kill = start()
	if m := receive(t, taken); m.Event != notify.Raised || m.Alert.Rule != "alive" {
		t.Errorf("told %+v", m)
	}
	code, text, _ := eddy(t, "", "--config", config, "--state", state, "watch", "--demo", "--alerts", "--json", "--for", "8s")
	kill()
	if code != exitDone || !strings.Contains(text, `"another eddy keeps and tells alerts`) {
		t.Errorf("beside the first: exit %d, %s", code, text)
	}
	for _, args := range [][]string{{"watch", "--demo", "--alerts", "--json", "--for", "8s"}, {"alerts", "test"}} {
		if code, _, errs := eddy(t, "", append([]string{"--config", config, "--state", state}, args...)...); code != exitDone {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
	if m := receive(t, taken); m.Event != notify.Test {
		t.Errorf("told again: %+v", m)
	}
}

func receive[T any](t *testing.T, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(4 * time.Minute):
		t.Fatal("nothing came in minutes")
	}
	return v
}
