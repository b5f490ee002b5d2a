package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/model/portfolio/ledger"
)

const holdings = `cash = "35000"
[[holding]]
asset = "ETH"
qty = "16"
cost = "2500"
[[position]]
venue = "binance"
symbol = "ETHUSDT"
side = "short"
qty = "4"
entry = "2500"
leverage = "2"
margin = "isolated"
stop = "2750"
`

func TestPortfolioFromImportToUndo(t *testing.T) {
	state, config := t.TempDir(), write(t, "config.toml", "")
	books := func(args ...string) (int, string, string) {
		return eddy(t, "", append([]string{"--config", config, "--state", state, "portfolio"}, args...)...)
	}
	if code, out, _ := books("show"); code != exitDone || !strings.Contains(out, "no books yet") {
		t.Errorf("empty: exit %d, %q", code, out)
	}
	code, out, errs := books("import", write(t, "p.toml", holdings), "--json")
	var v struct {
		Cash, Contributed, Realised string
		Lots                        []struct{ Asset, Qty, Cost string }
		Legs                        []struct{ Symbol, Stop, Entry string }
		Unrealised                  struct{ Unknown string }
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitDone || errs != "" {
		t.Fatalf("exit %d, %q, %q, %v", code, out, errs, err)
	}
	if v.Cash != "35000" || v.Contributed != "75000" || len(v.Lots) != 1 || v.Lots[0].Cost != "2500" ||
		len(v.Legs) != 1 || v.Legs[0].Stop != "2750" || v.Unrealised.Unknown == "" {
		t.Errorf("after import: %+v", v)
	}
	if code, out, _ := books("history"); code != exitDone || !strings.Contains(out, "bring 16 ETH at 2500") {
		t.Errorf("history: exit %d, %q", code, out)
	}
	if code, out, _ := books("export"); code != exitDone || !strings.HasPrefix(out, "group,time,what") || strings.Count(out, "\n") != 5 {
		t.Errorf("export: exit %d, %q", code, out)
	}
	if code, out, _ := books("undo", "--json"); code != exitDone || !strings.Contains(out, `"cash": "0"`) {
		t.Errorf("undo: exit %d, %q", code, out)
	}
	if code, _, errs := books("undo"); code != exitUsage || !strings.Contains(errs, "nothing to undo") {
		t.Errorf("undo of nothing: exit %d, %q", code, errs)
	}
}

// Every bad file is refused in one line that says where, and nothing is
// written.
func TestPortfolioRefusesInOneLine(t *testing.T) {
	position := func(change ...string) string {
		text := holdings
		for i := 0; i < len(change); i += 2 {
			text = strings.ReplaceAll(text, change[i], change[i+1])
		}
		return text
	}
	for _, tc := range []struct{ name, file, want string }{
		{"zero quantity", position(`qty = "4"`, `qty = "0"`), "qty 0 must be above zero"},
		{"negative quantity", position(`qty = "16"`, `qty = "-16"`), "must be above zero"},
		{"absurd quantity", position(`qty = "16"`, `qty = "`+strings.Repeat("9", 39)+`"`), "absurd"},
		{"a number no machine should spell out", position(`qty = "16"`, `qty = "1e999999999"`), "plain decimal number"},
		{"unknown venue", position("binance", "mtgox"), `"mtgox"`},
		{"no stop", position(`stop = "2750"`, ""), "S0-RISK-4"},
		{"no cost", position(`cost = "2500"`, ""), "cost is missing"},
		{"coin margined", position("ETHUSDT", "ETHUSD_PERP"), "USDT"},
		{"a currency that is not the base", position(`cash = "35000"`, `cash = "35000 EUR"`), "in US dollars"},
		{"no leverage", position(`leverage = "2"`, `leverage = "0.5"`), "leverage"},
		{"not TOML", "cash = [", "p.toml"},
		{"cut down to nothing", "", "nothing is in it"},
		{"a leg twice", holdings + holdings[strings.Index(holdings, "[[position]]"):], "position 1 is the same leg"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			state := t.TempDir()
			code, out, errs := eddy(t, "", "--config", write(t, "config.toml", ""), "--state", state, "portfolio", "import", write(t, "p.toml", tc.file))
			if code != exitUsage || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, tc.want) {
				t.Errorf("exit %d, %q, %q", code, out, errs)
			}
			if data, err := os.ReadFile(filepath.Join(state, "ledger.jsonl")); err == nil && len(data) > 0 {
				t.Errorf("something was written: %q", data)
			}
		})
	}
}

func TestPortfolioOfAnotherProgram(t *testing.T) {
	state, config := t.TempDir(), write(t, "config.toml", "")
	b, err := ledger.Open(filepath.Join(state, "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	code, out, errs := eddy(t, "", "--config", config, "--state", state, "portfolio", "import", write(t, "p.toml", holdings))
	if code != exitUnreachable || out != "" || !strings.Contains(errs, "has it open") {
		t.Errorf("import: exit %d, %q, %q", code, out, errs)
	}
	if code, _, errs := eddy(t, "", "--config", config, "--state", state, "portfolio", "show"); code != exitDone {
		t.Errorf("show: exit %d, %q", code, errs)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPortfolioCutShortAndDamaged(t *testing.T) {
	state, config := t.TempDir(), write(t, "config.toml", "")
	path := filepath.Join(state, "ledger.jsonl")
	books := func(args ...string) (int, string, string) {
		return eddy(t, "", append([]string{"--config", config, "--state", state, "portfolio"}, args...)...)
	}
	books("import", write(t, "p.toml", holdings))
	books("undo")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)-30], 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := books("show")
	if code != exitDone || !strings.Contains(out, "35000.00") || !strings.Contains(errs, "never finished") {
		t.Errorf("cut short: exit %d, %q, %q", code, out, errs)
	}
	data[30] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs = books("show")
	if code != exitUsage || out != "" || !strings.Contains(errs, "damaged") || strings.Count(errs, "\n") != 1 {
		t.Errorf("damaged: exit %d, %q, %q", code, out, errs)
	}
}
