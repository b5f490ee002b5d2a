package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// barsFolder writes days of some coins that swing, n of them.
func barsFolder(t *testing.T, n int, coins ...string) string {
	t.Helper()
	dir := t.TempDir()
	for k, coin := range coins {
		var b strings.Builder
		b.WriteString("date,open,high,low,close,volume\n")
		last := 100.0
		for i := range n {
			price := 100 * math.Exp(0.5*math.Sin(float64(i)/40+float64(k)/3)+0.02*math.Sin(float64(i*(k+3))))
			day := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
			fmt.Fprintf(&b, "%s,%.4f,%.4f,%.4f,%.4f,1000000\n", day.Format(time.DateOnly), last, max(last, price)+0.1, min(last, price)-0.1, price)
			last = math.Round(price*1e4) / 1e4
		}
		if err := os.WriteFile(filepath.Join(dir, coin+".csv"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var someCoins = []string{"BTC", "ETH", "SOL", "ADA", "AVAX", "LINK", "FIL", "AAVE", "UNI", "CRV", "COMP", "DYDX"}

func TestBacktest(t *testing.T) {
	cfg, dir := write(t, "config.toml", ""), barsFolder(t, 320, someCoins...)
	page := filepath.Join(t.TempDir(), "report.html")
	code, text, errs := eddy(t, "", "--config", cfg, "backtest", "--data", dir, "--html", page)
	if code != exitDone || errs != "" || !strings.Contains(text, "In-sample") || !strings.Contains(text, "BTC bought and held") {
		t.Fatalf("exit %d, %q\n%s", code, errs, text)
	}
	if html, err := os.ReadFile(page); err != nil || strings.Count(string(html), "<svg") != 6 {
		t.Errorf("report: %v", err)
	}
	nowhere := filepath.Join(t.TempDir(), "none", "report.html")
	code, _, errs = eddy(t, "", "--config", cfg, "backtest", "--data", dir, "--html", nowhere)
	if want := "eddy: backtest: write " + nowhere + ": no such file or directory\n"; code != exitUnreachable || errs != want {
		t.Errorf("exit %d, %q, want %q", code, errs, want)
	}
	digests := make(map[string]string)
	for _, workers := range []string{"1", "3"} {
		code, out, errs := eddy(t, "", "--config", cfg, "backtest", "--data", dir, "--playbook", "all", "--json", "--workers", workers)
		if code != exitDone || errs != "" {
			t.Fatalf("exit %d, %q", code, errs)
		}
		for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
			var got struct{ Playbook, Digest, Mode string }
			if err := json.Unmarshal([]byte(line), &got); err != nil || len(got.Digest) != 64 || got.Mode != "backtest" {
				t.Fatalf("%v: %.80s", err, line)
			}
			if before, seen := digests[got.Playbook]; seen && before != got.Digest {
				t.Errorf("%s: digest %s with %s workers, was %s", got.Playbook, got.Digest, workers, before)
			}
			digests[got.Playbook] = got.Digest
		}
	}
	if len(digests) != 4 {
		t.Errorf("%d playbooks, want 4", len(digests))
	}
}

func TestBacktestWindow(t *testing.T) {
	cfg, dir := write(t, "config.toml", ""), barsFolder(t, 320, someCoins...)
	code, out, errs := eddy(t, "", "--config", cfg, "backtest", "--data", dir, "--from", "2021-09-01", "--to", "2021-10-15", "--json")
	var got struct {
		Start, End string
		Equity     [][2]any
	}
	if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil {
		t.Fatalf("exit %d, %q, %v", code, errs, err)
	}
	if first, last := got.Equity[0][0], got.Equity[len(got.Equity)-1][0]; first != "2021-08-31" || last != "2021-10-15" {
		t.Errorf("days %v to %v", first, last)
	}
}

// Offered legs and profiles are a matter of flags, and the report says which.
func TestBacktestOptInAndProfile(t *testing.T) {
	cfg, dir := write(t, "config.toml", ""), barsFolder(t, 320, someCoins...)
	type answer struct {
		Profile string
		OptIn   bool `json:"opt_in"`
		Refused *int
	}
	for _, args := range [][]string{nil, {"--opt-in", "--profile", "beginner"}} {
		code, out, errs := eddy(t, "", append([]string{"--config", cfg, "backtest", "--data", dir, "--json"}, args...)...)
		var got answer
		if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil || got.Refused == nil {
			t.Fatalf("exit %d, %q, %v", code, errs, err)
		}
		if asked := len(args) > 0; got.OptIn != asked || (got.Profile == "beginner") != asked {
			t.Errorf("%v gives %+v", args, got)
		}
	}
}

func TestSweepCommand(t *testing.T) {
	cfg, dir := write(t, "config.toml", ""), barsFolder(t, 300, someCoins...)
	code, out, errs := eddy(t, "", "--config", cfg, "backtest", "sweep", "--data", dir, "--only", "costs,band_points", "--pair", "costs,band_points")
	if code != exitDone || !strings.Contains(out, "band_points") || !strings.Contains(out, "walk forward") {
		t.Errorf("exit %d, %q\n%s", code, errs, out)
	}
	if code, out, _ := eddy(t, "", "--config", cfg, "backtest", "sweep", "--data", dir, "--list"); code != exitDone || !strings.Contains(out, "bear.stables") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func TestBacktestMistakes(t *testing.T) {
	cfg, dir := write(t, "config.toml", ""), barsFolder(t, 30, "BTC", "ETH")
	alone := barsFolder(t, 30, "SOL")
	tests := []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no folder named", nil, exitUsage, "--data DIR"},
		{"a folder that is not there", []string{"--data", filepath.Join(dir, "none")}, exitUsage, "none"},
		{"too few days", []string{"--data", dir}, exitUsage, "200 days"},
		{"no bars of the benchmark", []string{"--data", alone}, exitUsage, "BTC"},
		{"no such playbook", []string{"--data", dir, "--playbook", "nonesuch"}, exitUsage, "nonesuch"},
		{"no day", []string{"--data", dir, "--from", "yesterday"}, exitUsage, "2021-06-01"},
		{"from behind to", []string{"--data", dir, "--from", "2021-02-01", "--to", "2021-01-01"}, exitUsage, "behind"},
		{"a window before the first phase", []string{"--data", barsFolder(t, 230, someCoins...), "--to", "2021-05-01"}, exitUsage, "the phase is known from"},
		{"a window behind the bars", []string{"--data", barsFolder(t, 230, someCoins...), "--from", "2025-01-01"}, exitUsage, "the phase is known from"},
		{"no such profile", []string{"--data", dir, "--profile", "nonesuch"}, exitUsage, "beginner, standard"},
		{"no such venue", []string{"--data", dir, "--venue", "binanse"}, exitUsage, "use one of [binance"},
		{"no such venue of spot", []string{"--data", dir, "--spot-venue", ""}, exitUsage, "use one of [binance"},
		{"a fee below zero", []string{"--data", dir, "--spot-fee-bp", "-1"}, exitUsage, "from 0 to under 1000"},
		{"a fee of a tenth", []string{"--data", dir, "--perp-fee-bp", "1000"}, exitUsage, "from 0 to under 1000"},
		{"no fee at all", []string{"--data", dir, "--perp-fee-bp", "NaN"}, exitUsage, "from 0 to under 1000"},
		{"a word for a fee", []string{"--data", dir, "--perp-fee-bp", "cheap"}, exitUsage, "from 0 to under 1000"},
		{"no money", []string{"--data", dir, "--equity", "-1"}, exitUsage, "equity"},
		{"an unknown figure", []string{"sweep", "--data", barsFolder(t, 230, someCoins...), "--only", "nonesuch"}, exitUsage, "--list"},
		{"a pair of one", []string{"sweep", "--data", barsFolder(t, 230, someCoins...), "--pair", "costs"}, exitUsage, "a pair takes two"},
		{"no history", []string{"--history"}, exitUnreachable, "none yet"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"--config", cfg, "--state", t.TempDir(), "backtest"}, tt.args...)
			code, out, errs := eddy(t, "", args...)
			if code != tt.code || !strings.Contains(errs, tt.want) || out != "" {
				t.Errorf("exit %d, %q, want %d about %q\n%s", code, errs, tt.code, tt.want, out)
			}
		})
	}
}
