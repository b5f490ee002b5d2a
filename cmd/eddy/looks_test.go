package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/tui"
)

// A look chosen in the desk changes its key in the configuration and nothing
// else; where it cannot, the desk is told in a few words.
func TestKeepLook(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text string
		look       tui.Look
		want, says string
	}{
		{"a theme", "start = \"demo\" # at home\n[desk]\ntheme = \"auto\"\n", tui.Look{Key: "theme", Value: "light"}, "start = \"demo\" # at home\n[desk]\ntheme = \"light\"\n", ""},
		{"a file, wherever the next start is", "[desk]\n", tui.Look{Key: "theme", Value: "./my.toml"}, "[desk]\ntheme = \"" + filepath.Join(here, "my.toml") + "\"\n", ""},
		{"a broken file", "strat = 1\n", tui.Look{Key: "still", Value: true}, "strat = 1\n", `config.toml: line 1 column 1: unknown key "strat", did you mean "start"?`},
		{"no file", "", tui.Look{Key: "still", Value: true}, "", "there is no configuration yet (eddy config init)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := &globals{config: filepath.Join(t.TempDir(), "config.toml")}
			if tt.text != "" {
				if err := os.WriteFile(g.config, []byte(tt.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			said := ""
			if err := g.keepLook(tt.look); err != nil {
				said = err.Error()
			}
			if said != tt.says {
				t.Errorf("says %q, want %q", said, tt.says)
			}
			if got, _ := os.ReadFile(g.config); string(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// A file in the way of the configuration's folder is told without where it is.
func TestKeepLookWhereNothingCanBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	err := (&globals{config: path}).keepLook(tui.Look{Key: "still", Value: true})
	if err == nil || !strings.HasPrefix(err.Error(), "config.toml: ") || strings.Contains(err.Error(), filepath.Dir(path)) {
		t.Errorf("says %v", err)
	}
}
