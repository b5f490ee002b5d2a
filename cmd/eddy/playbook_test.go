package main

import (
	"strings"
	"testing"
)

func TestPlaybookListAndShow(t *testing.T) {
	cfg := write(t, "config.toml", "")
	code, out, errs := eddy(t, "", "--config", cfg, "playbook", "list")
	if code != exitDone || errs != "" {
		t.Fatalf("exit %d, %q", code, errs)
	}
	for _, name := range []string{"composite", "s0-matrix", "s1-blueprint", "s2-narrative"} {
		if !strings.Contains(out, name+" ") {
			t.Errorf("%s is not listed:\n%s", name, out)
		}
		code, page, errs := eddy(t, "", "--config", cfg, "playbook", "show", name)
		if code != exitDone || errs != "" || !strings.Contains(page, "CONTRADICTIONS THAT APPLY") || !strings.Contains(page, "C-17") {
			t.Errorf("show %s: exit %d, %q", name, code, errs)
		}
		if code, out, _ := eddy(t, "", "--config", cfg, "playbook", "check", name); code != exitDone || !strings.Contains(out, "fine") {
			t.Errorf("check %s: exit %d, %q", name, code, out)
		}
	}
}

func TestPlaybookCheckSaysFileLineColumnAndNearestName(t *testing.T) {
	cfg := write(t, "config.toml", "")
	file := write(t, "mine.toml", "name = \"mine\"\nextends = \"composite\"\n[[trigger]]\nid = \"t\"\nwhen = \"defi.rsi1d > 80\"\nseverity = \"info\"\nsource = \"mine\"\n")
	code, out, errs := eddy(t, "", "--config", cfg, "playbook", "check", file)
	want := file + `:5:9: "defi.rsi1d" is not known, did you mean "defi.rsi_1d"?`
	if code != exitFoundWrong || errs != "" || strings.TrimSpace(out) != want {
		t.Errorf("exit %d, got %q and %q, want %q", code, out, errs, want)
	}
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no file", []string{"check", "/no/such.toml"}, exitUnreachable, "no such file"},
		{"no name", []string{"show", "compositte"}, exitUsage, "use composite"},
		{"no argument", []string{"check"}, exitUsage, "takes one playbook"},
		{"shown though faulty", []string{"show", file}, exitUsage, "mine.toml:5:9"},
		{"unknown word", []string{"shwo"}, exitUsage, `did you mean "show"`},
	} {
		code, _, errs := eddy(t, "", append([]string{"--config", cfg, "playbook"}, tc.args...)...)
		if code != tc.code || !strings.Contains(errs, tc.want) || strings.Count(strings.TrimSpace(errs), "\n") != 0 {
			t.Errorf("%s: exit %d, %q", tc.name, code, errs)
		}
	}
}

// A playbook that quotes a row the ledger does not have works, and its check says
// so.
func TestPlaybookCheckTellsSourcesThereAreNot(t *testing.T) {
	cfg := write(t, "config.toml", "")
	file := write(t, "mine.toml", "name = \"mine\"\nextends = \"composite\"\n[[note]]\ntext = \"t\"\nsource = \"S1-RISK-1 S7-NO-1\"\n")
	code, out, errs := eddy(t, "", "--config", cfg, "playbook", "check", file)
	if want := file + `:5:10: ledger row "S7-NO-1" is not known`; code != exitFoundWrong || errs != "" || !strings.HasPrefix(out, want) {
		t.Errorf("exit %d, got %q and %q, want %q", code, out, errs, want)
	}
	if code, _, errs := eddy(t, "", "--config", cfg, "playbook", "show", file); code != exitDone || errs != "" {
		t.Errorf("show: exit %d, %q", code, errs)
	}
}

// What is printed to be copied is a playbook a user can load.
func TestPlaybookTextCanBeCopied(t *testing.T) {
	cfg := write(t, "config.toml", "")
	for _, name := range []string{"composite", "s2-narrative"} {
		code, text, errs := eddy(t, "", "--config", cfg, "playbook", "text", name)
		if code != exitDone || errs != "" {
			t.Fatalf("exit %d, %q", code, errs)
		}
		if code, out, _ := eddy(t, "", "--config", cfg, "playbook", "check", write(t, "mine.toml", text)); code != exitDone {
			t.Errorf("%s: a copy does not hold: %s", name, out)
		}
	}
	if code, _, errs := eddy(t, "", "--config", cfg, "playbook", "text", "nosuch"); code != exitUsage || !strings.Contains(errs, "use composite") {
		t.Errorf("exit %d, %q", code, errs)
	}
	code, out, _ := eddy(t, "", "--config", cfg, "playbook", "inputs", "defi.rsi")
	if code != exitDone || !strings.Contains(out, "defi.rsi_1d ") || strings.Contains(out, "ai.rsi") {
		t.Errorf("exit %d: %s", code, out)
	}
}
