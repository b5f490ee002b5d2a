package risk

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"eddy/model/margin"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob(filepath.Join("testdata", "*.in.json"))
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no inputs: %v", err)
	}
	for _, in := range inputs {
		name := strings.TrimSuffix(filepath.Base(in), ".in.json")
		t.Run(name, func(t *testing.T) {
			f, err := os.Open(in)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var got bytes.Buffer
			if err := Run(f, &got); err != nil {
				t.Fatalf("Run() error = %v", err)
			}
			golden := filepath.Join("testdata", name+".golden.json")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// run answers a request given as text.
func run(t *testing.T, in string) map[string]any {
	t.Helper()
	var out bytes.Buffer
	if err := Run(strings.NewReader(in), &out); err != nil {
		t.Fatalf("Run() error = %v", err)
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("the output is no JSON: %v", err)
	}
	return got
}

// TestContract holds the keys and types to the outside contract: money in
// strings, ratios as numbers, null for none.
func TestContract(t *testing.T) {
	got := run(t, `{"venue":"binance","wallet":"12000","shock_pct":["-10","-30","10"],"positions":[
		{"symbol":"BTCUSDT","side":"long","qty":"0.6","entry":"64000","mark":"63000","leverage":"10","margin_mode":"cross","stop":"60000",
		 "funding_rate":"0.0001","funding_interval_h":"8"},
		{"symbol":"ETHUSDT","side":"long","qty":"1","entry":"3000","mark":"3000","leverage":"1","margin_mode":"isolated"}]}`)
	ps := got["positions"].([]any)
	first, second := ps[0].(map[string]any), ps[1].(map[string]any)
	for _, key := range []string{"symbol", "notional", "initial_margin", "maintenance_margin", "liquidation_price", "upnl", "funding_per_day"} {
		if _, ok := first[key].(string); !ok {
			t.Errorf("positions[0].%s is %T, want a string", key, first[key])
		}
	}
	for _, key := range []string{"bracket", "distance_pct", "max_leverage"} {
		if _, ok := first[key].(float64); !ok {
			t.Errorf("positions[0].%s is %T, want a number", key, first[key])
		}
	}
	if before, ok := first["stop_before_liquidation"].(bool); !ok || !before {
		t.Errorf("stop_before_liquidation = %v, want true", first["stop_before_liquidation"])
	}
	for _, key := range []string{"liquidation_price", "distance_pct", "stop_before_liquidation"} {
		if v, ok := second[key]; !ok || v != nil {
			t.Errorf("positions[1].%s = %v, %v; want null: a 1x long has none", key, v, ok)
		}
	}
	if _, ok := second["funding_per_day"].(map[string]any)["unknown"]; !ok {
		t.Errorf("funding_per_day = %v, want unknown", second["funding_per_day"])
	}
	account := got["account"].(map[string]any)
	for key, want := range map[string]any{"equity": "11400", "maintenance_margin": "163.2", "first_to_liquidate": "BTCUSDT"} {
		if v, ok := account[key]; !ok || v != want {
			t.Errorf("account.%s = %v, %v; want %v", key, v, ok, want)
		}
	}
	if _, ok := account["joint_move_pct"].(float64); !ok {
		t.Errorf("account.joint_move_pct = %v, want a number", account["joint_move_pct"])
	}
	rows := got["stress"].([]any)
	mild, hard := rows[0].(map[string]any), rows[1].(map[string]any)
	if mild["shock_pct"] != "-10" || mild["equity"] != "7320" || len(mild["liquidated"].([]any)) != 0 {
		t.Errorf("stress = %v, want 11,400 - 0.1*(37,800 + 3,000) with nothing liquidated", mild)
	}
	// The pool of 8,400 loses 11,340; the isolated ETH keeps 2,100 of its 3,000.
	if hard["equity"] != "2100" || !cmp.Equal(hard["liquidated"], []any{"BTCUSDT"}) {
		t.Errorf("stress = %v, want 2100 with BTCUSDT liquidated", hard)
	}
}

func TestNothingToLiquidate(t *testing.T) {
	got := run(t, `{"venue":"binance","wallet":"100","positions":[]}`)
	want := map[string]any{
		"equity": "100", "maintenance_margin": "0", "margin_ratio": 0.0, "first_to_liquidate": nil, "joint_move_pct": nil,
		"upnl": "0", "notional": "0", "initial_margin": "0", "effective_leverage": 0.0, "joint": []any{},
	}
	if diff := cmp.Diff(want, got["account"]); diff != "" {
		t.Errorf("account (-want +got):\n%s", diff)
	}
	for _, key := range []string{"positions", "stress", "warnings"} {
		if list, ok := got[key].([]any); !ok || len(list) != 0 {
			t.Errorf("%s = %v, want an empty list", key, got[key])
		}
	}
}

func TestBadInput(t *testing.T) {
	position := func(change string) string {
		p := map[string]any{"symbol": "BTCUSDT", "side": "long", "qty": "0.6", "entry": "64000", "mark": "63000", "leverage": "10", "margin_mode": "cross"}
		if change != "" {
			var c map[string]any
			if err := json.Unmarshal([]byte(change), &c); err != nil {
				t.Fatal(err)
			}
			for k, v := range c {
				p[k] = v
			}
		}
		b, err := json.Marshal(map[string]any{"venue": "binance", "wallet": "12000", "positions": []any{p}})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	tests := []struct{ name, in, want string }{
		{"nothing", "", "empty"},
		{"not JSON", "hello", "not the JSON"},
		{"half of it", `{"venue":"binance"`, "ends in the middle"},
		{"two of it", position("") + position(""), "follows"},
		{"an array", `[1]`, "must not be of type array"},
		{"positions that are none", `{"venue":"binance","wallet":"1","positions":{"a":1}}`, "positions must not be of type object"},
		{"no venue", `{"wallet":"1","positions":[]}`, "venue: missing"},
		{"another venue", `{"venue":"ftx","wallet":"1","positions":[]}`, `venue: "ftx"`},
		{"no wallet", `{"venue":"binance","positions":[]}`, "wallet: missing"},
		{"a word for money", `{"venue":"binance","wallet":"lots","positions":[]}`, `wallet: "lots" is not a decimal`},
		{"an object for money", `{"venue":"binance","wallet":{"a":1},"positions":[]}`, "wallet: must be a decimal"},
		{"not a number", position(`{"qty":"NaN"}`), `positions[0] BTCUSDT: qty: "NaN"`},
		{"infinity", position(`{"entry":"Infinity"}`), "positions[0] BTCUSDT: entry"},
		{"endless digits", position(`{"qty":"0.` + strings.Repeat("1", 500) + `"}`), "qty: is longer than 64"},
		{"endless exponent", position(`{"qty":"1e9999"}`), "qty: is an absurd number: figures lie between 10^-15 and 10^15"},
		{"no qty", position(`{"qty":""}`), "positions[0] BTCUSDT: qty: missing"},
		{"zero qty", position(`{"qty":"0"}`), "positions[0] BTCUSDT: qty: must be above zero, is 0"},
		{"no mark", position(`{"mark":null}`), "positions[0] BTCUSDT: mark: no mark price"},
		{"zero mark", position(`{"mark":"0"}`), "positions[0] BTCUSDT: mark"},
		{"no side", position(`{"side":"up"}`), `side: must be long or short, is "up"`},
		{"no mode", position(`{"margin_mode":""}`), "margin_mode: must be cross or isolated"},
		{"unknown symbol", position(`{"symbol":"NOSUCH"}`), "positions[0] NOSUCH: symbol: no maintenance margin tiers are known"},
		{"leverage above the bracket's", position(`{"leverage":"126"}`), "positions[0] BTCUSDT: leverage: 126 is above 125"},
		{"1/L below the rate", position(`{"leverage":"60","maintenance_margin_rate":"0.02"}`), "liquidated at once"},
		{"shock of all", `{"venue":"binance","wallet":"1","shock_pct":["-100"],"positions":[]}`, "shock_pct: shock -100"},
		{"shock of a word", `{"venue":"binance","wallet":"1","shock_pct":["crash"],"positions":[]}`, "shock_pct[0]"},
		{"tiers with a hole", position(`{"tiers":[{"up_to":"5","maintenance_margin_rate":"0.01","max_leverage":"20"},{"up_to":"4","maintenance_margin_rate":"0.02","max_leverage":"10"}]}`), "tiers: binance BTCUSDT: row 2"},
		{"tiers without a rate", position(`{"tiers":[{"max_leverage":"20"}]}`), "tiers[0].maintenance_margin_rate: missing"},
		{"tiers by something", position(`{"tiers_by":"weight","tiers":[{"maintenance_margin_rate":"0.01","max_leverage":"20"}]}`), "tiers_by"},
		{"escape sequences", position(`{"symbol":"\u001b[31mX"}`), "positions[0] [31mX: symbol"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			err := Run(strings.NewReader(tt.in), &out)
			if !IsInput(err) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Run() error = %v, want an input error with %q", err, tt.want)
			}
			if out.Len() > 0 {
				t.Errorf("something was written: %s", out.String())
			}
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("error is not one clean line: %q", err)
			}
		})
	}
}

func TestInputErrorKeepsItsReason(t *testing.T) {
	err := Run(strings.NewReader(`{"venue":"okx","wallet":"1","positions":[{"symbol":"X","side":"long","qty":"1","entry":"1","mark":"1","leverage":"1","margin_mode":"cross"}]}`), &bytes.Buffer{})
	if !errors.Is(err, margin.ErrUnknownTiers) {
		t.Errorf("Run() error = %v, want ErrUnknownTiers inside", err)
	}
}

func TestReadAndWriteErrorsAreNotTheInputs(t *testing.T) {
	broken := errors.New("broken")
	if err := Run(iotest.ErrReader(broken), &bytes.Buffer{}); !errors.Is(err, broken) || IsInput(err) {
		t.Errorf("reading: error = %v, want %v and no input error", err, broken)
	}
	in := strings.NewReader(`{"venue":"binance","wallet":"1","positions":[]}`)
	if err := Run(in, failing{broken}); !errors.Is(err, broken) || IsInput(err) {
		t.Errorf("writing: error = %v, want %v and no input error", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestTooLong(t *testing.T) {
	if err := Run(strings.NewReader(strings.Repeat(" ", maxBytes+1)), &bytes.Buffer{}); !IsInput(err) {
		t.Errorf("Run() error = %v, want an input error", err)
	}
}

// FuzzRun feeds anything: an answer in JSON or an error in one line, never a
// panic.
func FuzzRun(f *testing.F) {
	inputs, err := filepath.Glob(filepath.Join("testdata", "*.in.json"))
	if err != nil {
		f.Fatal(err)
	}
	for _, in := range inputs {
		b, err := os.ReadFile(in)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"venue":"mexc","wallet":1e3,"positions":[{"qty":"1e-15","entry":"1e15","mark":"1","leverage":1000,"symbol":"X","side":"short","margin_mode":"isolated","maintenance_margin_rate":"1e-9","maintenance_amount":"1e14"}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		err := Run(bytes.NewReader(in), &out)
		switch {
		case err == nil && !json.Valid(out.Bytes()):
			t.Errorf("the output is no JSON: %s", out.Bytes())
		case err != nil && !IsInput(err):
			t.Errorf("error is not the input's: %v", err)
		case err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b"):
			t.Errorf("error is not one clean line: %q", err)
		}
	})
}
