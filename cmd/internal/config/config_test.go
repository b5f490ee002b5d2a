package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/cmd/internal/config"
	"eddy/model"
)

func TestDefaultsAreThoseOfTheContract(t *testing.T) {
	c, err := config.Parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Venue{model.Binance, model.Bybit, model.OKX, model.Hyperliquid}
	if diff := cmp.Diff(want, c.Enabled()); diff != "" {
		t.Error(diff)
	}
	if c.Playbook != "composite" || c.Profile != "standard" || c.Venues.Binance.WSMarket != "wss://fstream.binance.com/market" {
		t.Errorf("got %+v", c)
	}
}

func TestAFileLaysOverTheDefaults(t *testing.T) {
	c, err := config.Parse([]byte("[venues.binance]\nrest = \"http://127.0.0.1:8080\"\n[venues.okx]\nenabled = false\n[macro]\ncoingecko = \"\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !c.Venues.Binance.Enabled || c.Venues.Binance.REST != "http://127.0.0.1:8080" || c.Venues.OKX.Enabled || c.Macro.CoinGecko != "" {
		t.Errorf("got %+v", c)
	}
}

func TestMistakesAreNamedWithTheirPlace(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"misspelt key", "playbok = \"composite\"", `line 1 column 1: unknown key "playbok", did you mean "playbook"?`},
		{"misspelt in a table", "[venues.bybit]\nwss = \"ws://x\"", `unknown key "venues.bybit.wss", did you mean "venues.bybit.ws"?`},
		{"unknown venue", "[venues.binanse]\nenabled = true", `did you mean "venues.binance`},
		{"wrong type", "[venues.okx]\nenabled = \"yes\"", "line 2 column"},
		{"broken TOML", "[venues\n", "line "},
		{"profile", "profile = \"expert\"", `profile "expert": use beginner or standard`},
		{"scheme", "[venues.bybit]\nws = \"https://x\"", "venues.bybit.ws"},
		{"query", "[venues.bybit]\nrest = \"https://x/?a=1\"", "venues.bybit.rest"},
		{"fragment", "[venues.bybit]\nrest = \"https://x/#a\"", "venues.bybit.rest"},
		{"user", "[venues.binance]\nws_market = \"wss://me:secret@x\"", `"wss://me:xxxxx@x": give host and path only`},
		{"escape sequence", "profile = \"\\u001b[2J\"", `profile "[2J"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := config.Parse([]byte(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if err != nil && strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("not one clean line: %q", err)
			}
		})
	}
}

func TestAMissingFileIsAnErrorOnlyWhenNamed(t *testing.T) {
	_, err := config.Load(filepath.Join(t.TempDir(), "none.toml"))
	if !os.IsNotExist(err) && (err == nil || !strings.Contains(err.Error(), "none.toml")) {
		t.Errorf("got %v", err)
	}
}

// The file that `config init` writes must mean exactly the defaults.
func TestTemplateIsTheDefault(t *testing.T) {
	c, err := config.Parse([]byte(config.Template))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.Default(), c); diff != "" {
		t.Error(diff)
	}
}

func TestDeskKeys(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"none", "", ""},
		{"a list and one alone", "[desk.keys]\nzoom = [\"z\", \"f5\"]\nquit = \"Q\"", ""},
		{"a number", "[desk.keys]\nzoom = 3", "desk.keys.zoom: 3 is no key"},
		{"a number in a list", "[desk.keys]\nzoom = [\"z\", 3]", "desk.keys.zoom: 3 is no key"},
		{"a key nobody reads", "[desk]\nthem = \"dark\"", `did you mean "desk.theme"?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := config.Parse([]byte(tt.text))
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if err != nil || tt.text == "" {
				return
			}
			keys, err := c.Desk.Keys()
			if err != nil || len(keys["zoom"]) != 2 || keys["quit"][0] != "Q" {
				t.Errorf("got %v, %v", keys, err)
			}
		})
	}
}
