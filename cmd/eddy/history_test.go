package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/feeds/bourse"
	"eddy/model"
)

// elsewhereOff switches everything off that would look beyond loopback.
const elsewhereOff = `[venues.okx]
enabled = false
[venues.bybit]
enabled = false
[venues.hyperliquid]
enabled = false
[macro]
defillama = ""
stablecoins = ""
yields = ""
coingecko = ""
fear_greed = ""
`

// loopback starts an embedded exchange and returns a configuration that names
// it alone, and what ends it.
func loopback(t *testing.T) (configFile string, stop func()) {
	t.Helper()
	b, err := bourse.New(bourse.Config{Venues: []model.Venue{model.Binance}, Speed: 60, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	var text strings.Builder
	text.WriteString(elsewhereOff)
	var current model.Venue
	for _, e := range b.Endpoints() {
		if e.Venue != current {
			current = e.Venue
			text.WriteString("[venues." + string(e.Venue) + "]\nenabled = true\n")
		}
		text.WriteString(e.Key + " = \"" + e.URL + "\"\n")
	}
	return write(t, "config.toml", text.String()), stop
}

// snapshotOf is what the tests read of `watch --json`.
type snapshotOf struct {
	AsOf   string `json:"as_of"`
	Venues []struct{ State string }
	Assets []struct {
		Price any
		AgeMs any `json:"age_ms"`
	}
	Sectors []struct {
		Sector        string
		AsOf          string `json:"as_of"`
		Index         any
		Ratio         any
		RatioMomentum any `json:"ratio_momentum"`
		Momentum      any
		RSI           any
		Change7dPct   any `json:"change_7d_pct"`
		OIChange7dPct any `json:"oi_change_7d_pct"`
	}
	Phase struct {
		Phase    string
		Evidence []json.RawMessage
	}
	History struct {
		State    string
		Restored int
		AgeMs    any    `json:"age_ms"`
		AsOf     string `json:"as_of"`
	}
}

// The second start, with the exchange gone, shows everything there was, with
// its age.
func TestSecondStartWithoutAnExchange(t *testing.T) {
	config, stop := loopback(t)
	state := t.TempDir()
	code, out, errs := eddy(t, "", "--config", config, "--state", state, "watch", "--json", "--once", "--wait", "50s")
	stop()
	if code != exitDone {
		t.Fatalf("first start: code %d, %s", code, errs)
	}
	var first snapshotOf
	if err := json.Unmarshal([]byte(out), &first); err != nil {
		t.Fatal(err)
	}

	code, out, errs = eddy(t, "", "--config", config, "--state", state, "watch", "--json", "--once", "--wait", "5s")
	if code != exitUnreachable || !strings.Contains(errs, "no venue could be reached") {
		t.Errorf("second start: code %d, %s", code, errs)
	}
	var s snapshotOf
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	if s.History.State != "open" || s.History.Restored == 0 || s.History.AsOf == "" || s.AsOf == "" {
		t.Errorf("history %+v, as of %q", s.History, s.AsOf)
	}
	if _, known := s.History.AgeMs.(float64); !known {
		t.Errorf("the age is %v", s.History.AgeMs)
	}
	if s.Phase.Phase != first.Phase.Phase || s.Phase.Phase == "UNKNOWN" || len(s.Phase.Evidence) == 0 {
		t.Errorf("phase %s with %d pieces of evidence, was %s", s.Phase.Phase, len(s.Phase.Evidence), first.Phase.Phase)
	}
	if len(s.Sectors) != len(first.Sectors) || len(s.Assets) < len(first.Assets) {
		t.Fatalf("%d sectors and %d coins, were %d and %d", len(s.Sectors), len(s.Assets), len(first.Sectors), len(first.Assets))
	}
	for i, v := range s.Sectors {
		for name, figure := range map[string]any{"index": v.Index, "ratio": v.Ratio, "ratio_momentum": v.RatioMomentum, "momentum": v.Momentum, "rsi": v.RSI, "change_7d": v.Change7dPct} {
			if _, known := figure.(float64); !known {
				t.Errorf("%s %s: %v", v.Sector, name, figure)
			}
		}
		if v.AsOf != s.History.AsOf || v.Sector != first.Sectors[i].Sector {
			t.Errorf("%s as of %s", v.Sector, v.AsOf)
		}
	}
	for _, a := range s.Assets {
		_, priced := a.Price.(float64)
		if _, aged := a.AgeMs.(float64); !priced || !aged {
			t.Errorf("price %v, age %v", a.Price, a.AgeMs)
		}
	}
}

func TestHistoryCommands(t *testing.T) {
	config, stop := loopback(t)
	defer stop()
	state := t.TempDir()
	run := func(args ...string) (int, string, string) {
		return eddy(t, "", append([]string{"--config", config, "--state", state}, args...)...)
	}
	if code, _, errs := run("history", "show"); code != exitUnreachable || !strings.Contains(errs, "there is none yet") {
		t.Errorf("code %d, %s", code, errs)
	}
	if code, _, errs := run("watch", "--json", "--once", "--wait", "50s"); code != exitDone {
		t.Fatalf("code %d, %s", code, errs)
	}
	code, out, errs := run("history", "show", "--json")
	var sum struct {
		Bytes  int64
		Places []struct {
			Venue                     string
			Contracts                 int
			Hours, Days, OpenInterest int64
		}
	}
	if err := json.Unmarshal([]byte(out), &sum); err != nil || code != exitDone || len(sum.Places) == 0 || sum.Places[0].Hours == 0 {
		t.Errorf("code %d, %s, %v, %+v", code, errs, err, sum)
	}
	if code, out, errs := run("history", "show"); code != exitDone || !strings.Contains(out, "binance") {
		t.Errorf("code %d, %s, %s", code, errs, out)
	}
	if code, _, _ := run("history", "compact", "--days", "0"); code != exitUsage {
		t.Errorf("code %d for no days", code)
	}
	if code, out, errs := run("history", "compact"); code != exitDone || !strings.Contains(out, "MB") {
		t.Errorf("code %d, %s", code, errs)
	}
	if code, _, errs := run("history", "delete"); code != exitDone {
		t.Errorf("code %d, %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(state, "history.db")); !os.IsNotExist(err) {
		t.Errorf("the store is still there: %v", err)
	}
}

// A place where nothing can be written is no reason not to open the desk.
func TestDeskOpensWithoutAStore(t *testing.T) {
	config, stop := loopback(t)
	defer stop()
	state := t.TempDir()
	if err := os.Mkdir(filepath.Join(state, "history.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	code, out, errs := eddy(t, "", "--config", config, "--state", state, "watch", "--json", "--once", "--wait", "50s")
	if code != exitDone || !strings.Contains(out, `"state":"memory","why":"nothing is remembered: `) {
		t.Errorf("code %d, %s, %.300s", code, errs, out)
	}
}
