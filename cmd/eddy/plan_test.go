package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// offlineFiles writes prices and a portfolio of $100,000.
func offlineFiles(t *testing.T) (prices, portfolio string) {
	t.Helper()
	dir := t.TempDir()
	prices, portfolio = filepath.Join(dir, "prices.csv"), filepath.Join(dir, "portfolio.toml")
	for path, text := range map[string]string{
		prices:    "coin,price\nBTC,65000\nETH,2500\nSOL,150\nAAVE,100\nUNI,8\n",
		portfolio: "cash = \"100000\"\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return prices, portfolio
}

func TestPlanWithoutAMarket(t *testing.T) {
	prices, held := offlineFiles(t)
	base := []string{"--config", filepath.Join(t.TempDir(), "none.toml"), "--state", t.TempDir(), "plan", "--prices", prices, "--portfolio", held}
	for _, tt := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"a procedure", []string{"--procedure", "example-b"}, exitDone, []string{"40000.00", "25000.00", "C-18", "open short"}},
		{"a stage of another playbook", []string{"--playbook", "s1-blueprint", "--stage", "a-infrastructure-first"}, exitDone, []string{"Strategy A", "buy"}},
		{"csv", []string{"--procedure", "strategy-b", "--csv"}, exitDone, []string{"n,status,action"}},
		{"a ticket", []string{"--procedure", "strategy-b", "--ticket"}, exitDone, []string{"stop-market"}},
		{"what is only offered, unasked", []string{"--procedure", "strategy-c"}, exitDone, []string{"is offered, not proposed", "turnover penalty $"}},
		{"and asked for", []string{"--procedure", "strategy-c", "--opt-in"}, exitDone, []string{"open long   ETH", "S1-C-LONG C-20"}},
		{"a schedule on the ticket", []string{"--procedure", "strategy-b", "--ticket"}, exitDone, []string{"shown whole: 80 points are bought; a live rotation moves at most 25 at a time, in 3 tranches 4 h apart"}},
		{"no phase, no stage", nil, exitFoundWrong, []string{"no plan: the phase is not known"}},
		{"no such stage", []string{"--stage", "nope"}, exitUsage, nil},
		{"no such procedure", []string{"--procedure", "nope"}, exitUsage, nil},
		{"two forms", []string{"--json", "--csv"}, exitUsage, nil},
		{"what there is", []string{"--list"}, exitDone, []string{"scenario-a", "table-4", "--playbook s2-narrative --stage ignition"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := base
			if tt.code != exitUsage || tt.args[0] == "--stage" || tt.args[0] == "--procedure" {
				makeConfig(t, base[1])
			}
			code, out, _ := eddy(t, "", append(args[:len(args):len(args)], tt.args...)...)
			if code != tt.code {
				t.Errorf("exit %d, want %d:\n%s", code, tt.code, out)
			}
			for _, w := range tt.want {
				if !strings.Contains(out, w) {
					t.Errorf("does not say %q:\n%s", w, out)
				}
			}
		})
	}
	t.Run("json", func(t *testing.T) {
		makeConfig(t, base[1])
		code, out, _ := eddy(t, "", append(base[:len(base):len(base)], "--procedure", "strategy-b", "--json")...)
		var p map[string]any
		if err := json.Unmarshal([]byte(out), &p); err != nil || code != exitDone {
			t.Fatalf("exit %d, %v\n%s", code, err, out)
		}
		for _, key := range []string{"playbook", "phase", "equity", "legs", "totals", "refused", "notes"} {
			if _, ok := p[key]; !ok {
				t.Errorf("lacks %s", key)
			}
		}
		totals := p["totals"].(map[string]any)
		if share, ok := totals["turnover_penalty"].(float64); !ok || share <= 0 || totals["turnover_penalty_usd"] == "0" {
			t.Errorf("turnover penalty %v, $%v", totals["turnover_penalty"], totals["turnover_penalty_usd"])
		}
		leg := p["legs"].([]any)[0].(map[string]any)
		for _, key := range []string{"n", "action", "bucket", "asset", "venue", "symbol", "side", "qty", "notional", "leverage", "margin", "stop", "target", "reason", "cost", "before", "after", "guards", "status"} {
			if _, ok := leg[key]; !ok {
				t.Errorf("the first leg lacks %s", key)
			}
		}
		if _, isText := leg["notional"].(string); !isText {
			t.Errorf("notional is %T, want a decimal string", leg["notional"])
		}
	})
}

// makeConfig makes sure the configuration that is named is there.
func makeConfig(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("playbook = \"composite\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}
