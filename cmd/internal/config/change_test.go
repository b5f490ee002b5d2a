package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/cmd/internal/config"
)

func TestChange(t *testing.T) {
	demo := config.Chosen{Start: config.StartDemo, Playbook: "s0-matrix", Profile: "beginner", Venues: []string{"okx", "weex"}}
	const all = "playbook = \"s0-matrix\"\nstart = \"demo\"\nprofile = \"beginner\"\n"
	for _, tt := range []struct {
		name, text string
		c          config.Chosen
		want       string // the file afterwards; "" = as before, with an error
	}{
		{"nothing chosen", "# mine\n", config.Chosen{}, "# mine\n"},
		{"what holds already", "# mine\n", config.Chosen{Start: "live", Venues: []string{"binance", "bybit", "okx", "hyperliquid"}}, "# mine\n"},
		{"where it stands, the comment stays", "start = 'live' # at home\n[desk]\nstill = true\n", config.Chosen{Start: "demo"}, "start = \"demo\" # at home\n[desk]\nstill = true\n"},
		{"before the tables", "[desk]\nstill = true\n", config.Chosen{Start: "demo"}, "start = \"demo\"\n[desk]\nstill = true\n"},
		{"an empty file", "", demo, all + "\n[venues.binance]\nenabled = false\n\n[venues.bybit]\nenabled = false\n\n[venues.hyperliquid]\nenabled = false\n\n[venues.weex]\nenabled = true\n"},
		{"a venue's table without the key", "[venues.weex] # far\nrest = \"https://weex.example\"\n\n[desk]\nstill = true\n",
			config.Chosen{Venues: []string{"binance", "bybit", "okx", "hyperliquid", "weex"}},
			"[venues.weex] # far\nenabled = true\nrest = \"https://weex.example\"\n\n[desk]\nstill = true\n"},
		{"a venue at the end", "[venues.okx]", config.Chosen{Venues: []string{"binance", "bybit", "hyperliquid"}}, "[venues.okx]\nenabled = false\n"},
		{"a table in braces", "venues = { okx = { enabled = true } }\n", config.Chosen{Venues: []string{"binance"}}, ""},
		{"a file with a mistake", "strat = \"live\"\n", config.Chosen{Start: "demo"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "config.toml")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			err := config.Change(path, tt.c)
			want := tt.want
			if want == "" && tt.text != "" {
				want = tt.text
				if err == nil {
					t.Error("no error")
				}
			} else if err != nil {
				t.Error(err)
			}
			if got, _ := os.ReadFile(path); strings.TrimLeft(string(got), "\n") != strings.TrimLeft(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Error("the file's mode changed")
			}
		})
	}
}

func TestChangeTheTemplate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	for _, c := range []config.Chosen{{}, {Start: "demo", Profile: "beginner", Playbook: "s2-narrative", Venues: []string{"mexc"}}, {Start: "live"}} {
		if err := config.Change(path, c); err != nil {
			t.Fatal(err)
		}
	}
	got, err := config.Load(path)
	if err != nil || got.Start != "live" || got.Playbook != "s2-narrative" || len(got.Enabled()) != 1 {
		t.Errorf("%v, %+v", err, got)
	}
	text, _ := os.ReadFile(path)
	if strings.Count(string(text), "\n") != strings.Count(config.Template, "\n") {
		t.Error("lines were added to a file that has every key")
	}
}
