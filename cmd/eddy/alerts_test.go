package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"eddy/cmd/internal/notify"
)

// alarmRule fires as soon as a venue lives.
const alarmRule = `
[[rule]]
id = "alive"
title = "a venue lives"
on = "live"
when = "data.live_venues > 0"
severity = "critical"
source = "test"
`

// From the embedded exchange through the engine, a user's rule raises one alert:
// it is printed, kept on disk, posted to a real receiver and handed to a real
// command, once each; and a second start does not raise it again.
func TestAnAlertFromTheMarketToTheWebhookAndTheCommand(t *testing.T) {
	posted := make(chan notify.Message, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var m notify.Message
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			t.Error(err)
		}
		posted <- m
	}))
	defer hook.Close()
	dir, state := t.TempDir(), t.TempDir()
	got := filepath.Join(dir, "got.jsonl")
	script := filepath.Join(dir, "alarm.sh")
	config := filepath.Join(dir, "config.toml")
	for name, text := range map[string]string{
		config: "[alerts]\nbell = false\nleast = \"critical\"\nwebhook = " + strconv.Quote(hook.URL+"/hook") +
			"\ncommand = [\"/bin/sh\", " + strconv.Quote(script) + ", " + strconv.Quote(got) + "]\n",
		script:                            "cat >> \"$1\"\n",
		filepath.Join(dir, "alerts.toml"): alarmRule,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"--config", config, "--state", state, "watch", "--demo", "--alerts", "--json"}, stdio{in: strings.NewReader(""), out: &out, err: &errs})
	}()
	select {
	case m := <-posted:
		if m.Event != notify.Raised || m.Alert.Rule != "alive" || len(m.Alert.Inputs) != 1 {
			t.Errorf("posted %+v", m)
		}
	case code := <-ended:
		t.Fatalf("exit %d before anything was posted: %s", code, errs.String())
	}
	for ctx.Err() == nil && !holdsLine(got) {
		time.Sleep(10 * time.Millisecond) // the command writes when it writes
	}
	cancel()
	if code := <-ended; code != exitInterrupted {
		t.Errorf("exit %d: %s", code, errs.String())
	}
	printed := changesOf(t, out.String())
	if len(printed) != 1 || printed[0].Event != "raised" || len(printed[0].Alert.Inputs) != 1 || printed[0].Alert.Text != "a venue lives" {
		t.Fatalf("printed %+v", printed)
	}
	b, err := os.ReadFile(got)
	if err != nil || strings.Count(string(b), `"rule":"alive"`) != 1 {
		t.Errorf("the command got %q, %v", b, err)
	}
	out.Reset()
	code := run(t.Context(), []string{"--config", config, "--state", state, "watch", "--demo", "--alerts", "--once", "--json", "--wait", "4m"}, stdio{in: strings.NewReader(""), out: &out, err: &errs})
	if again := changesOf(t, out.String()); code != exitDone || len(again) != 1 || again[0].Alert.ID != printed[0].Alert.ID {
		t.Errorf("after a restart: exit %d, %+v", code, again)
	}
	if len(posted) > 0 {
		t.Errorf("posted again: %+v", <-posted)
	}
	code, text, _ := eddy(t, "", "--config", config, "--state", state, "alerts", "list", "--find", "a venue LIVES", "--json")
	if code != exitDone || strings.Count(text, "\n") != 1 {
		t.Errorf("listed %d: %q", code, text)
	}
	if code, out, _ := eddy(t, "", "--config", config, "--state", state, "alerts", "list", "--csv"); code != exitDone || !strings.HasPrefix(out, "id,since,") {
		t.Errorf("exported %d: %q", code, out)
	}
}

// changesOf reads the lines about the rule that is always there.
func changesOf(t *testing.T, text string) (alive []alertChange) {
	t.Helper()
	for line := range strings.Lines(text) {
		var c alertChange
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if c.Alert.Rule == "alive" {
			alive = append(alive, c)
		}
	}
	return alive
}

func holdsLine(path string) bool {
	b, err := os.ReadFile(path)
	return err == nil && strings.HasSuffix(string(b), "\n")
}

func TestAlertsTestTellsWhatBecameOfEachChannel(t *testing.T) {
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // what it says does not matter
		w.WriteHeader(http.StatusForbidden)
	}))
	defer hook.Close()
	config := write(t, "config.toml", "[alerts]\nbell = false\nterminal = \"off\"\ncommand = [\"/bin/sh\", \"-c\", \"cat > /dev/null\"]\nwebhook = "+strconv.Quote(hook.URL))
	code, out, errs := eddy(t, "", "--config", config, "alerts", "test")
	if code != exitFoundWrong || !strings.Contains(out, "command: ok\n") || !strings.Contains(out, "Forbidden") || !strings.Contains(errs, "a channel failed") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
}

func TestAlertRulesAreChecked(t *testing.T) {
	config := write(t, "config.toml", "")
	bad := write(t, "bad.toml", "[[rule]]\nid = \"x\"\nwhen = \"market.rsi1d > 70\"\n")
	code, out, errs := eddy(t, "", "--config", config, "alerts", "check", bad)
	if code != exitFoundWrong || !strings.Contains(out, `bad.toml:3:9: "market.rsi1d" is not known, did you mean`) || errs != "" {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	other := write(t, "config.toml", "playbook = "+strconv.Quote(write(t, "broken.toml", "nonsense")))
	if code, out, errs := eddy(t, "", "--config", other, "alerts", "check", bad); code != exitUsage || out != "" || strings.Count(errs, "\n") != 1 {
		t.Errorf("a configuration that is wrong: exit %d, %q, %q", code, out, errs)
	}
	good := write(t, "good.toml", alarmRule)
	if code, out, _ := eddy(t, "", "--config", config, "alerts", "check", good); code != exitDone || !strings.Contains(out, "is fine") {
		t.Errorf("exit %d, %q", code, out)
	}
	if code, out, _ := eddy(t, "", "--config", config, "alerts", "rules"); code != exitDone || !strings.Contains(out, "rsi-overbought") || !strings.Contains(out, "liquidation") {
		t.Errorf("exit %d, %q", code, out)
	}
}
