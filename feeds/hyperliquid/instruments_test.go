package hyperliquid_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/feeds/hyperliquid"
	"eddy/model"
	"eddy/model/modeltest"
)

func TestReadRecordedMeta(t *testing.T) {
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "hyperliquid", "rest_meta_2023.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := hyperliquid.ReadInstruments(body)
	if err != nil || len(c.Instruments) != 28 || len(c.Universe) != 28 || c.Unreadable != 0 {
		t.Fatalf("got %d contracts of %d, %v", len(c.Instruments), len(c.Universe), err)
	}
	want := model.Instrument{
		Venue: model.Hyperliquid, Symbol: "kPEPE", Asset: "PEPE", Quote: "USDC", Kind: model.ContractPerpetual,
		Multiplier: 1000, ContractSize: 1000, Trading: true, FundingIntervalH: 1,
		Lot: decimal.RequireFromString("1"), MinNotional: decimal.RequireFromString("10"), MaxLeverage: decimal.RequireFromString("50"),
	}
	if d := cmp.Diff(want, c.Instruments[15]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestReadMeta reads a list with marks, which tell the step of prices: five
// significant figures, six decimals less those of the size, whole numbers.
func TestReadMeta(t *testing.T) {
	c, err := hyperliquid.ReadInstruments([]byte(`[{"universe":[
	{"szDecimals":5,"name":"BTC","maxLeverage":40},
	{"szDecimals":4,"name":"ETH","maxLeverage":25},
	{"szDecimals":0,"name":"kPEPE","maxLeverage":10},
	{"szDecimals":1,"name":"OLD","maxLeverage":3,"isDelisted":true},
	{"szDecimals":"odd","name":"ODD"},
	{"szDecimals":2,"name":"NEW"},
	{"szDecimals":2,"name":"xyz:GOLD","maxLeverage":20}]},
	[{"markPx":"123456.0"},{"markPx":"2931.5"},{"markPx":"0.0079"},{"markPx":"1.25"},{"markPx":"1"},{"markPx":null},{"markPx":"4000"}]]`))
	if err != nil || c.Unreadable != 1 || len(c.Universe) != 7 {
		t.Fatalf("got %+v, %v", c, err)
	}
	type row struct {
		Symbol     string
		Trading    bool
		Multiplier float64
		Tick, Lot  string
	}
	var got []row
	for _, in := range c.Instruments {
		got = append(got, row{in.Symbol, in.Trading, in.Multiplier, in.Tick.String(), in.Lot.String()})
	}
	want := []row{
		{"BTC", true, 1, "1", "0.00001"},
		{"ETH", true, 1, "0.1", "0.0001"},
		{"kPEPE", true, 1000, "0.000001", "1"},
		{"OLD", false, 1, "0.0001", "0.1"},
		{"NEW", true, 1, "0", "0.01"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestBadLists(t *testing.T) {
	for _, body := range []string{"", "null", "{}", "[]", "hello", `{"universe":[]}`, `{"universe":[{"name":"@1"}]}`, `[null]`, `{"universe":7}`} {
		if c, err := hyperliquid.ReadInstruments([]byte(body)); err == nil {
			t.Errorf("accepted %q: %+v", body, c)
		}
	}
}
