package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/cmd/internal/config"
)

func TestSetLook(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		key        string
		value      any
		want       string // the file afterwards; "" = as before, with an error
	}{
		{"where it stands, the comment stays", "[desk]\ntheme = 'dark' # at night\nmouse = true\n", "theme", "light", "[desk]\ntheme = \"light\" # at night\nmouse = true\n"},
		{"a switch", "[desk]\nstill   = false # calm\n", "still", true, "[desk]\nstill   = true # calm\n"},
		{"a table without the key", "[desk] # mine\nmouse = false\n\n[desk.keys]\nzoom = \"f5\"\n", "ascii", true, "[desk] # mine\nascii = true\nmouse = false\n\n[desk.keys]\nzoom = \"f5\"\n"},
		{"no table", "start = \"demo\" # at home\n", "theme", "contrast", "start = \"demo\" # at home\n\n[desk]\ntheme = \"contrast\"\n"},
		{"only the keys' table", "[desk.keys]\nzoom = \"f5\"\n", "blocks", true, "[desk.keys]\nzoom = \"f5\"\n\n[desk]\nblocks = true\n"},
		{"what holds already", "# mine\n", "theme", "auto", "# mine\n"},
		{"the same word in another table", "[alerts]\nterminal = \"off\"\n[desk]\n# theme = \"light\"\n", "theme", "dark", "[alerts]\nterminal = \"off\"\n[desk]\ntheme = \"dark\"\n# theme = \"light\"\n"},
		{"a path", "[desk]\n", "theme", `/home/a "b"/x.toml`, "[desk]\ntheme = \"/home/a \\\"b\\\"/x.toml\"\n"},
		{"a table in braces", "desk = { theme = \"dark\" }\n", "theme", "light", ""},
		{"a dotted key", "desk.theme = \"dark\"\n", "theme", "light", ""},
		{"a file with a mistake", "strat = \"live\"\n", "theme", "light", ""},
		{"no look", "[desk]\n", "mouse", false, ""},
		{"a switch for a text", "[desk]\n", "theme", true, ""},
		{"a text for a switch", "[desk]\n", "still", "yes", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "config.toml")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			want := tt.want
			err := config.SetLook(path, tt.key, tt.value)
			if (err != nil) != (want == "") {
				t.Errorf("error %v", err)
			}
			if want == "" {
				want = tt.text
			}
			if got, _ := os.ReadFile(path); string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The template has every look, so that setting one adds no line.
func TestSetLookInTheTemplate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(config.Template), 0o600); err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]any{"theme": "light", "still": true, "swap_up": true, "blocks": true, "ascii": true} {
		if err := config.SetLook(path, key, value); err != nil {
			t.Fatal(err)
		}
	}
	got, err := config.Load(path)
	if d := got.Desk; err != nil || d.Theme != "light" || !d.Still || !d.SwapUp || !d.Blocks || !d.ASCII || !d.Mouse {
		t.Errorf("%v, %+v", err, got.Desk)
	}
	if text, _ := os.ReadFile(path); strings.Count(string(text), "\n") != strings.Count(config.Template, "\n") {
		t.Error("lines were added to a file that has every key")
	}
}

// Without a configuration none is made; one that cannot be replaced stays.
func TestSetLookHarmsNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.toml")
	if err := config.SetLook(path, "theme", "light"); !errors.Is(err, fs.ErrNotExist) || config.Exists(path) {
		t.Errorf("no file: %v", err)
	}
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := config.SetLook(path, "theme", "light"); err == nil {
		t.Error("a folder was changed")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("files were left behind: %v", left)
	}
}
