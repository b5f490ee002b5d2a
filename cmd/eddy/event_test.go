package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEventFromAddToRemove(t *testing.T) {
	state, config := t.TempDir(), write(t, "config.toml", "")
	event := func(args ...string) (int, string, string) {
		return eddy(t, "", append([]string{"--config", config, "--state", state, "event"}, args...)...)
	}
	if code, out, _ := event("list"); code != exitDone || !strings.Contains(out, "no events") {
		t.Errorf("empty: exit %d, %q", code, out)
	}
	code, out, errs := event("add", "--kind", "exploit", "--subject", "aave", "--score", "-0.9", "--half-life", "2w", "--source", "rekt", "pool", "drained")
	if code != exitDone || errs != "" || !strings.Contains(out, "AAVE exploit -0.90, half-life 336h0m0s: pool drained (rekt)") {
		t.Fatalf("add: exit %d, %q, %q", code, out, errs)
	}
	file := filepath.Join(state, "events.jsonl")
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"id":"torn`); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	code, out, errs = event("list", "--json")
	var listed []struct {
		ID        string  `json:"id"`
		HalfLifeH float64 `json:"half_life_h"`
		Weight    float64 `json:"weight"`
	}
	if err := json.Unmarshal([]byte(out), &listed); err != nil || code != exitDone || len(listed) != 1 || listed[0].HalfLifeH != 336 || listed[0].Weight > -0.89 {
		t.Fatalf("list: exit %d, %q, %v", code, out, err)
	}
	if !strings.Contains(errs, "cut off by a kill") {
		t.Errorf("the torn line is not mentioned: %q", errs)
	}
	if code, out, _ := event("remove", listed[0].ID); code != exitDone || !strings.Contains(out, "removed "+listed[0].ID) {
		t.Errorf("remove: exit %d, %q", code, out)
	}
	if code, out, errs := event("list", "--json"); code != exitDone || strings.TrimSpace(out) != "[]" || errs != "" {
		t.Errorf("after: exit %d, %q, %q", code, out, errs)
	}
}

func TestEventMistakesAreOneLine(t *testing.T) {
	state, config := t.TempDir(), write(t, "config.toml", "")
	good := map[string]string{"--kind": "social", "--subject": "AI", "--score": "1", "--half-life": "3d", "--source": "x"}
	for _, tc := range []struct{ name, flag, value, want string }{
		{"kind", "--kind", "socail", `did you mean "social"?`},
		{"subject", "--subject", "Infrastructur", `did you mean "Infrastructure"?`},
		{"score", "--score", "7", "from -1"},
		{"half-life", "--half-life", "-3h", "half-life"},
		{"future", "--time", "2999-01-01", "lies in the future"},
		{"source", "--source", "", "no source"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := []string{"--config", config, "--state", state, "event", "add", "hype"}
			for _, flag := range []string{"--kind", "--subject", "--score", "--half-life", "--source"} {
				if flag != tc.flag {
					args = append(args, flag, good[flag])
				}
			}
			code, out, errs := eddy(t, "", append(args, tc.flag, tc.value)...)
			if code != exitUsage || out != "" || !strings.Contains(errs, tc.want) || strings.Count(errs, "\n") != 1 {
				t.Errorf("exit %d, %q, %q", code, out, errs)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(state, "events.jsonl")); !os.IsNotExist(err) {
		t.Errorf("a refused event has left a file: %v", err)
	}
}
