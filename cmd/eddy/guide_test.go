package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/cmd/internal/config"
)

// Settings that cannot be written hold for this run, and the desk says so; the
// next that can be written hold from the file again.
func TestSettingsThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	inTheWay := filepath.Join(dir, "file")
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(inTheWay, "eddy", "config.toml")
	g := &globals{config: path}
	g.hold(path, config.Chosen{Start: config.StartDemo, Profile: "beginner", Playbook: "s0-matrix"})
	c, err := g.load()
	if err != nil || c.Start != config.StartDemo || c.Profile != "beginner" || c.Playbook != "s0-matrix" {
		t.Errorf("holds %+v, %v", c, err)
	}
	if g.told != "settings not kept: config.toml: not a directory" {
		t.Errorf("says %q", g.told)
	}
	path = filepath.Join(dir, "config.toml")
	g.config = path
	g.hold(path, config.Chosen{Start: config.StartLive, Profile: "standard"})
	if c, err = g.load(); err != nil || c.Start != config.StartLive || g.held != nil || g.told != "" {
		t.Errorf("holds %+v, %v, says %q", c.Start, err, g.told)
	}
}

// A configuration that is broken while the desk is open is left as it is, and
// what was read last goes on holding.
func TestSettingsOfABrokenFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g := &globals{config: path}
	write("start = \"demo\"\n")
	if _, err := g.load(); err != nil {
		t.Fatal(err)
	}
	write("strat = \"demo\"\n")
	if changed, err := g.changeSettings(t.Context(), &deskOptions{}); changed || err != nil {
		t.Fatal(changed, err)
	}
	if c, err := g.load(); err != nil || c.Start != config.StartDemo || !strings.Contains(g.told, `unknown key "strat"`) {
		t.Errorf("holds %+v, %v, says %q", c.Start, err, g.told)
	}
	g.hold(path, config.Chosen{Profile: "beginner"})
	if c, err := g.load(); err != nil || c.Start != config.StartDemo || !strings.Contains(g.told, "not kept") {
		t.Errorf("holds %+v, %v, says %q", c.Start, err, g.told)
	}
	if text, _ := os.ReadFile(path); string(text) != "strat = \"demo\"\n" {
		t.Errorf("the file was changed to %q", text)
	}
}
