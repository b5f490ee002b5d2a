package weex_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/feeds/weex"
	"eddy/model"
	"eddy/model/modeltest"
)

func TestReadRecordedExchangeInfo(t *testing.T) {
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "weex", "rest_exchange_info.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := weex.ReadInstruments(body)
	if err != nil || c.Unreadable != 0 || len(c.Instruments) != 1 {
		t.Fatalf("got %+v, %v", c, err)
	}
	want := model.Instrument{
		Venue: model.WEEX, Symbol: "BTCUSDT", Asset: "BTC", Quote: "USDT", Kind: model.ContractPerpetual,
		Multiplier: 1, ContractSize: 1, Trading: true, FundingIntervalH: 6,
		Tick: decimal.RequireFromString("0.1"), Lot: decimal.RequireFromString("0.000001"), MaxLeverage: decimal.NewFromInt(408),
		TakerFee: decimal.NewNullDecimal(decimal.RequireFromString("0.001")),
	}
	if d := cmp.Diff(want, c.Instruments[0]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadInstruments(t *testing.T) {
	c, err := weex.ReadInstruments([]byte(`{"symbols":[
	{"symbol":"1000PEPEUSDT","baseAsset":"1000PEPE","quoteAsset":"USDT","contractType":"PERPETUAL","contractVal":1,"delivery":["00:00:00","04:00:00","08:00:00","12:00:00","16:00:00","20:00:00"]},
	{"symbol":"1MBABYDOGEUSDT","baseAsset":"1MBABYDOGE","quoteAsset":"USDT","contractType":"PERPETUAL","quantityPrecision":0},
	{"symbol":"TSLAUSDT","baseAsset":"TSLA","quoteAsset":"USDT","contractType":"TRADIFI_PERPETUAL","delivery":["00:00:00","01:00:00"]},
	{"symbol":"BTCSUSDT","baseAsset":"BTC","quoteAsset":"SUSDT","contractType":"PERPETUAL"},
	{"symbol":"AXSUSDT","baseAsset":"AXS","quoteAsset":"USDT","contractType":"PERPETUAL","delivery":["noon"],"takerFeeRate":[]},
	{"symbol":"BTCUSD","baseAsset":"BTC","quoteAsset":"USD"},
	{"symbol":7},
	{"symbol":""}]}`))
	if err != nil || c.Unreadable != 1 {
		t.Fatalf("got %+v, %v", c, err)
	}
	type row struct {
		Symbol     string
		Asset      model.Asset
		Kind       model.ContractKind
		Multiplier float64
		Lot        string
		Hours      float64
	}
	want := []row{
		{"1000PEPEUSDT", "PEPE", model.ContractPerpetual, 1000, "1", 4},
		{"1MBABYDOGEUSDT", "BABYDOGE", model.ContractPerpetual, 1e6, "1", 0},
		{"TSLAUSDT", "TSLA", model.ContractUnknown, 1, "0", 0},
		{"AXSUSDT", "AXS", model.ContractPerpetual, 1, "0", 0},
	}
	var got []row
	for _, in := range c.Instruments {
		got = append(got, row{in.Symbol, in.Asset, in.Kind, in.Multiplier, in.Lot.String(), in.FundingIntervalH})
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadPremiums(t *testing.T) {
	c, err := weex.ReadInstruments([]byte(` [{"symbol":"1000PEPEUSDT","markPrice":"0.01","forecastFundingRate":"0","collectCycle":60}]`))
	want := []model.Instrument{{Venue: model.WEEX, Symbol: "1000PEPEUSDT", Asset: "PEPE", Kind: model.ContractPerpetual, Multiplier: 1000, ContractSize: 1000, FundingIntervalH: 1}}
	if d := cmp.Diff(want, c.Instruments); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestReadInstrumentsRefusesOtherBodies(t *testing.T) {
	for _, body := range []string{``, `null`, `{}`, `[]`, `{"symbols":[]}`, `{"symbols":5}`, `{"code":-1142,"msg":"no"}`, `[{"symbol":7}]`, `hello`} {
		if c, err := weex.ReadInstruments([]byte(body)); err == nil {
			t.Errorf("%q was read as %+v", body, c)
		} else if !strings.HasPrefix(err.Error(), "weex: ") {
			t.Errorf("%q: the error does not say whose: %v", body, err)
		}
	}
}
