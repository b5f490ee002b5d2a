package main

import (
	"encoding/json"
	"strings"
	"testing"

	"eddy/model"
)

func TestFeesCommand(t *testing.T) {
	cfg := write(t, "config.toml", "[venues.bybit]\nperp_fee_bp = 3.6")
	code, out, errs := eddy(t, "", "--config", cfg, "fees", "--json")
	rows := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitDone || errs != "" || len(rows) != 2*len(model.AllVenues) {
		t.Fatalf("exit %d, %q, %d rows\n%s", code, errs, len(rows), out)
	}
	var got feeRow
	if err := json.Unmarshal([]byte(rows[3]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Venue != model.Bybit || got.Product != "perp" || got.Maker != 2 || got.Taker != 5.5 || got.Paid != 3.6 || got.By != "the configuration" || got.Source == "" {
		t.Errorf("got %+v", got)
	}
	code, out, _ = eddy(t, "", "--config", cfg, "fees")
	if code != exitDone || !strings.Contains(out, "the configuration; regular: Bybit help center") || !strings.Contains(out, "could not be read") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// What the venue's list says of a contract is what the plan pays, and coins pay
// where the session trades them.
func TestPlanPaysWhatTheListSays(t *testing.T) {
	cfg := write(t, "config.toml", "")
	code, out, errs := eddy(t, "", "--config", cfg, "plan", "--demo", "--venues", "mexc", "--playbook", "s1-blueprint", "--stage", "b-defi-alpha", "--wait", "120s", "--csv")
	if code != exitDone || !strings.Contains(out, "2 bp on mexc") || !strings.Contains(out, "5 bp on mexc") {
		t.Errorf("exit %d, %q\n%s", code, errs, out)
	}
}
