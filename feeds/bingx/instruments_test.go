package bingx_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/feeds/bingx"
	"eddy/model"
)

func TestReadRecordedContracts(t *testing.T) {
	c, err := bingx.ReadInstruments(recorded(t, "rest_contracts.json"))
	if err != nil || len(c.Instruments) != 2 || c.Unreadable != 0 || len(c.NotCoins) != 0 {
		t.Fatalf("got %+v, %v", c, err)
	}
	want := model.Instrument{
		Venue: model.BingX, Symbol: "BTC-USDT", Asset: "BTC", Quote: "USDT", Kind: model.ContractPerpetual,
		Multiplier: 1, ContractSize: 1, Trading: true,
		Tick: decimal.RequireFromString("0.1"), Lot: decimal.RequireFromString("0.0001"),
		MinNotional: decimal.NewFromInt(2), MaxLeverage: decimal.NewFromInt(125),
		TakerFee: decimal.NewNullDecimal(decimal.RequireFromString("0.0005")),
	}
	if d := cmp.Diff(want, c.Instruments[0]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadContracts(t *testing.T) {
	c, err := bingx.ReadInstruments([]byte(`{"code":0,"msg":"","data":[
	{"symbol":"1000PEPE-USDT","status":1,"apiStateOpen":"true","pricePrecision":7},
	{"symbol":"SOL-USDC","status":25,"apiStateOpen":"false"},
	{"symbol":"ETH-USDT","status":1,"apiStateOpen":"true","fundingIntervalHours":4},
	{"symbol":"NCSKTSLA2USD-USDT","status":1,"apiStateOpen":"true"},
	{"symbol":"NCT-USDT","status":1},
	{"symbol":"BTC-USD","status":1},
	{"symbol":7},
	{"symbol":"ODD-USDT","status":1,"pricePrecision":900000000,"tradeMinUSDT":1e999999999,"takerFeeRate":"5 bp"}]}`))
	if err != nil || c.Unreadable != 1 || len(c.NotCoins) != 1 || c.NotCoins[0].Symbol != "NCSKTSLA2USD-USDT" {
		t.Fatalf("got %+v, %v", c, err)
	}
	type row struct {
		Symbol     string
		Asset      model.Asset
		Multiplier float64
		Trading    bool
		IntervalH  float64
		Tick       string
	}
	want := []row{
		{"1000PEPE-USDT", "PEPE", 1000, true, 0, "0.0000001"},
		{"SOL-USDC", "SOL", 1, false, 0, "0"},
		{"ETH-USDT", "ETH", 1, true, 4, "0"},
		{"NCT-USDT", "NCT", 1, true, 0, "0"},
		{"ODD-USDT", "ODD", 1, true, 0, "0"},
	}
	var got []row
	for _, in := range c.Instruments {
		got = append(got, row{in.Symbol, in.Asset, in.Multiplier, in.Trading, in.FundingIntervalH, in.Tick.String()})
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadInstrumentsRefusesOtherBodies(t *testing.T) {
	for _, body := range []string{``, `null`, `{}`, `[]`, `{"code":0,"data":[]}`, `{"code":0,"data":5}`, `{"code":100410,"msg":"slow"}`, `hello`} {
		if c, err := bingx.ReadInstruments([]byte(body)); err == nil {
			t.Errorf("%q was read as %+v", body, c)
		} else if !strings.HasPrefix(err.Error(), "bingx: ") {
			t.Errorf("%q: the error does not say whose: %v", body, err)
		}
	}
}
