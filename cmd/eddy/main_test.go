package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"
	"go.uber.org/goleak"
)

// TestMain is the program where a test starts one (see program). Else it keeps
// what the program remembers out of the home of whoever runs the tests.
func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		main()
	}
	home, err := os.MkdirTemp("", "eddy-test-")
	if err != nil {
		panic(err)
	}
	xdg.DataHome, xdg.StateHome = home, home
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if err := os.RemoveAll(home); err != nil && code == 0 {
			code = 1
		}
		os.Exit(code)
	}))
}

// eddy runs one command line with an empty home and returns what it printed.
func eddy(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	var out, err bytes.Buffer
	code = run(ctx, args, stdio{in: strings.NewReader(stdin), out: &out, err: &err})
	return code, out.String(), err.String()
}

// config writes a configuration file and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The snapshot of cli.md comes out of the whole program: sockets, engine and
// JSON.
func TestWatchDemoPrintsOneWholeSnapshot(t *testing.T) {
	code, out, errs := eddy(t, "", "--config", write(t, "config.toml", ""), "watch", "--demo", "--json", "--once", "--wait", "30s")
	if code != exitDone || errs != "" {
		t.Fatalf("exit %d, %q", code, errs)
	}
	if strings.Count(out, "\n") != 1 {
		t.Fatalf("%d lines, want one", strings.Count(out, "\n"))
	}
	var s struct {
		AsOf    string `json:"as_of"`
		Mode    string
		Source  string
		Venues  []struct{ Venue, State string }
		Sectors []struct {
			Sector, Quadrant string
			Index, RSI       float64
			Tail             [][2]float64
		}
		Phase struct {
			Phase      string
			Confidence float64
			Evidence   []struct{ ID, State string }
		}
		Allocation []struct {
			Bucket     string
			CurrentPct float64 `json:"current_pct"`
		}
		Positions []struct {
			LiquidationPrice float64 `json:"liquidation_price"`
		}
	}
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	if s.Mode != "demo" || !strings.Contains(s.Source, "synthetic") || len(s.Venues) != 1 || s.Venues[0].State != "live" {
		t.Errorf("mode %q, source %q, venues %v", s.Mode, s.Source, s.Venues)
	}
	if _, err := time.Parse(time.RFC3339, s.AsOf); err != nil {
		t.Error(err)
	}
	for _, v := range s.Sectors {
		if v.Index <= 0 || v.RSI <= 0 || v.Quadrant == "" || len(v.Tail) == 0 {
			t.Errorf("%s is not whole: %+v", v.Sector, v)
		}
	}
	if s.Phase.Phase == "UNKNOWN" || s.Phase.Confidence <= 0 || len(s.Phase.Evidence) < 4 {
		t.Errorf("phase %+v", s.Phase)
	}
	sum := 0.0
	for _, a := range s.Allocation {
		sum += a.CurrentPct
	}
	if len(s.Sectors) != 8 || sum < 99.99 || sum > 100.01 || len(s.Positions) != 2 {
		t.Errorf("%d sectors, allocation adds up to %v, positions %v", len(s.Sectors), sum, s.Positions)
	}
}

func TestWatchAsText(t *testing.T) {
	code, out, errs := eddy(t, "", "--config", write(t, "config.toml", ""), "watch", "--demo", "--once", "--wait", "30s")
	if code != exitDone || errs != "" {
		t.Fatalf("exit %d, %q", code, errs)
	}
	for _, want := range []string{"eddy DEMO", "Phase ", "DeFi", "Allocation", "Positions", "Venues", "binance", "\nplan  composite", "\n1 proposed ", "  kept   "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in the text", want)
		}
	}
}

func TestWatchForAWhile(t *testing.T) {
	code, out, errs := eddy(t, "", "--config", write(t, "config.toml", ""), "watch", "--demo", "--json", "--every", "200ms", "--for", "2s")
	if code != exitDone || errs != "" || strings.Count(out, "\n") < 2 {
		t.Errorf("exit %d, %q, %d lines", code, errs, strings.Count(out, "\n"))
	}
}

const nobodyHome = `
[venues.binance]
rest = "http://127.0.0.1:1"
ws_public = "ws://127.0.0.1:1/public"
ws_market = "ws://127.0.0.1:1/market"
[venues.bybit]
enabled = false
[venues.okx]
enabled = false
[venues.hyperliquid]
enabled = false
`

// A closed port: the program says which venue and why, and exits with 3.
func TestNobodyHome(t *testing.T) {
	code, out, errs := eddy(t, "", "--config", write(t, "config.toml", nobodyHome), "watch", "--once", "--wait", "1s")
	if code != exitUnreachable || !strings.Contains(errs, "binance") || !strings.Contains(errs, "connection refused") {
		t.Errorf("exit %d, %q", code, errs)
	}
	if !strings.Contains(out, "Phase UNKNOWN: waiting for binance") {
		t.Errorf("the text does not say what it waits for:\n%s", out)
	}
}

const nobodyEnabled = `[venues]
binance = { enabled = false }
bybit = { enabled = false }
okx = { enabled = false }
hyperliquid = { enabled = false }
`

func TestMistakesExitWithTwoAndOneLine(t *testing.T) {
	broken := t.TempDir()
	bars := "ts,open,high,low,close,volume\n1617566400000,1,2,0.5,1,3\n1617570000000,1,0.4,0.5,1,3\n"
	if err := os.WriteFile(filepath.Join(broken, "BTC.csv"), []byte(bars), 0o600); err != nil {
		t.Fatal(err)
	}
	good := write(t, "config.toml", "")
	for _, tc := range []struct {
		name string
		args []string
		want []string
	}{
		{"unknown command", []string{"demoo"}, []string{`"demoo"`, `did you mean "demo"`}},
		{"unknown flag", []string{"demo", "--sped", "3"}, []string{"--sped", "eddy demo --help"}},
		{"misspelt key", []string{"--config", write(t, "c.toml", "playbok = \"x\"\n"), "watch"}, []string{"line 1 column 1", `did you mean "playbook"`}},
		{"check of an unknown playbook", []string{"--config", write(t, "c.toml", "playbook = \"x\"\n"), "config", "check"}, []string{`playbook "x" is not known`}},
		{"check without venues", []string{"--config", write(t, "c.toml", nobodyEnabled), "config", "check"}, []string{"no venue is enabled"}},
		{"unknown playbook", []string{"--config", write(t, "c.toml", "playbook = \"x\"\n"), "watch", "--demo", "--once"}, []string{`playbook "x" is not known`}},
		{"broken bars", []string{"--config", good, "watch", "--demo", "--data", broken}, []string{"BTC.csv", "line 3"}},
		{"bad date", []string{"--config", good, "demo", "--data", broken, "--from", "yesterday"}, []string{"--from", "2022-01-31"}},
		{"from without data", []string{"--config", good, "demo", "--from", "2022-01-31"}, []string{"--data DIR"}},
		{"unknown scenario", []string{"--config", good, "demo", "--scenario", "moon"}, []string{"moon"}},
		{"unknown venue", []string{"--config", good, "demo", "--venues", "binanse"}, []string{"binanse"}},
		{"no speed", []string{"--config", good, "demo", "--speed", "0"}, []string{"--speed 0"}},
		{"bad speed", []string{"--config", good, "demo", "--speed", "-1"}, []string{"speed"}},
		{"bad faults", []string{"--config", good, "demo", "--faults", "binance:explode@1s"}, []string{"explode"}},
		{"bad portfolio", []string{"--config", good, "watch", "--demo", "--portfolio", write(t, "p.toml", "cash = 3\n")}, []string{"p.toml", "write numbers as text"}},
		{"zero every", []string{"--config", good, "watch", "--demo", "--every", "0s"}, []string{"--every"}},
		{"decode without venue", []string{"decode"}, []string{"--venue"}},
		{"record to nowhere", []string{"record"}, []string{"0 arguments: write `eddy record FILE", "eddy record --help"}},
		{"replay of two", []string{"replay", "a", "b"}, []string{"2 arguments: write `eddy replay FILE"}},
		{"risk of two", []string{"risk", "a", "b"}, []string{"write `eddy risk [FILE]"}},
		{"decode of two", []string{"decode", "a", "b"}, []string{"write `eddy decode --venue V"}},
		{"check of no rules", []string{"alerts", "check"}, []string{"write `eddy alerts check FILE"}},
		{"why of two rules", []string{"alerts", "why", "a", "b"}, []string{"write `eddy alerts why [RULE]"}},
		{"inputs of two words", []string{"playbook", "inputs", "a", "b"}, []string{"write `eddy playbook inputs [WORD]"}},
		{"decode of nobody", []string{"decode", "--venue", "kraken"}, []string{"kraken"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, out, errs := eddy(t, "", tc.args...)
			if code != exitUsage || out != "" {
				t.Errorf("exit %d, standard output %q", code, out)
			}
			if strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "eddy: ") {
				t.Errorf("not one line: %q", errs)
			}
			for _, w := range tc.want {
				if !strings.Contains(errs, w) {
					t.Errorf("%q does not say %q", errs, w)
				}
			}
		})
	}
}

func TestMissingFilesExitWithThree(t *testing.T) {
	good := write(t, "config.toml", "")
	none := filepath.Join(t.TempDir(), "none")
	for _, args := range [][]string{
		{"decode", "--venue", "binance", none},
		{"--config", good, "alerts", "check", none},
		{"--config", good, "playbook", "check", none},
		{"--config", good, "demo", "--data", none},
		{"--config", good, "watch", "--demo", "--once", "--portfolio", none},
	} {
		code, out, errs := eddy(t, "", args...)
		if code != exitUnreachable || out != "" || !strings.Contains(errs, "none") || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: exit %d, %q, %q", args, code, out, errs)
		}
	}
}

func TestDecodeGoesOnAfterABadFrame(t *testing.T) {
	frames := `{"e":"bookTicker","u":5,"s":"1000PEPEUSDT","b":"0.0120","B":"7","a":"0.0121","A":"9","T":1785121247583,"E":1785121247584}` + "\n" +
		"not a frame\n" +
		`{"result":null,"id":1}` + "\n"
	code, out, errs := eddy(t, frames, "decode", "--venue", "binance")
	if code != exitFoundWrong || errs != "" {
		t.Errorf("exit %d, %q", code, errs)
	}
	var lines []map[string]any
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var m map[string]any
		if err := json.Unmarshal([]byte(l), &m); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		lines = append(lines, m)
	}
	if len(lines) != 3 || lines[0]["asset"] != "PEPE" || lines[0]["bid"] != 0.000012 || lines[1]["error"] == nil || lines[2]["kind"] != "ack" {
		t.Errorf("got %v", lines)
	}
	if lines[1]["frame"] != 2.0 || lines[2]["frame"] != 3.0 {
		t.Errorf("frames are not numbered by line: %v", lines)
	}
}

func TestConfigInitNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "config.toml")
	if code, out, errs := eddy(t, "", "--config", path, "config", "init"); code != exitDone || strings.TrimSpace(out) != path {
		t.Fatalf("exit %d, %q, %q", code, out, errs)
	}
	if code, _, errs := eddy(t, "", "--config", path, "config", "init"); code != exitUsage || !strings.Contains(errs, "exists already") {
		t.Errorf("exit %d, %q", code, errs)
	}
	if code, out, _ := eddy(t, "", "--config", path, "config", "check"); code != exitDone || !strings.Contains(out, "fine") {
		t.Errorf("exit %d, %q", code, out)
	}
}

func TestInterruptedExitsWith130(t *testing.T) {
	config := write(t, "config.toml", "")
	for _, args := range [][]string{{"--config", config, "watch", "--demo"}, {"bourse"}} {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(time.Second, cancel)
		var out, errs bytes.Buffer
		began := time.Now()
		code := run(ctx, args, stdio{in: strings.NewReader(""), out: &out, err: &errs})
		if code != exitInterrupted || errs.Len() != 0 {
			t.Errorf("%v: exit %d after %v, %q", args, code, time.Since(began), errs.String())
		}
	}
}

// The desk does not draw into a file.
func TestDeskNeedsATerminal(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close() //nolint:errcheck // it was only read
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	for name, io := range map[string]stdio{
		"no keys":   {in: null, out: new(bytes.Buffer)},
		"no screen": {in: strings.NewReader(""), out: file},
	} {
		var errs bytes.Buffer
		io.err = &errs
		code := run(t.Context(), []string{"--config", write(t, "config.toml", ""), "demo"}, io)
		if code != exitUsage || !strings.Contains(errs.String(), "eddy watch") {
			t.Errorf("%s: exit %d, %q", name, code, errs.String())
		}
	}
}

func TestVersion(t *testing.T) {
	if code, out, _ := eddy(t, "", "version"); code != exitDone || !strings.HasPrefix(out, "eddy ") {
		t.Errorf("exit %d, %q", code, out)
	}
}
