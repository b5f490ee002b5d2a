package bybit_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/feeds/bybit"
	"eddy/model"
	"eddy/model/modeltest"
)

func page(rows string) string {
	return `{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[` + rows + `],"nextPageCursor":"a%3D1"},"retExtInfo":{},"time":1790000000000}`
}

func TestRecordedInstruments(t *testing.T) {
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "bybit", "rest_instruments_linear_BTCUSDT_doc.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := bybit.ReadInstruments(body)
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Instrument{{
		Venue: model.Bybit, Symbol: "BTCUSDT", Asset: "BTC", Quote: "USDT", Kind: model.ContractPerpetual,
		Multiplier: 1, ContractSize: 1, Trading: true, FundingIntervalH: 8,
		Tick: decimal.RequireFromString("0.10"), Lot: decimal.RequireFromString("0.001"),
		MinNotional: decimal.RequireFromString("5"), MaxLeverage: decimal.RequireFromString("100"),
	}}
	if d := cmp.Diff(want, c.Instruments); d != "" || c.ServerTime != 1735809771618 || c.Next != "" {
		t.Errorf("%v %q (-want +got):\n%s", c.ServerTime, c.Next, d)
	}
}

func TestInstruments(t *testing.T) {
	for _, tc := range []struct {
		name, row string
		want      model.Instrument
	}{
		{"a multiple", `{"symbol":"1000BONKUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"1000BONK","quoteCoin":"USDT","deliveryTime":"0","fundingInterval":240}`,
			model.Instrument{Symbol: "1000BONKUSDT", Asset: "BONK", Quote: "USDT", Kind: model.ContractPerpetual, Multiplier: 1000, ContractSize: 1000, Trading: true, FundingIntervalH: 4}},
		{"a multiple at the end", `{"symbol":"SHIB1000USDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"SHIB1000","quoteCoin":"USDT","deliveryTime":"0","fundingInterval":"480"}`,
			model.Instrument{Symbol: "SHIB1000USDT", Asset: "SHIB", Quote: "USDT", Kind: model.ContractPerpetual, Multiplier: 1000, ContractSize: 1000, Trading: true, FundingIntervalH: 8}},
		{"dated", `{"symbol":"BTC-26MAR27","contractType":"LinearFutures","status":"Trading","baseCoin":"BTC","quoteCoin":"USDC","deliveryTime":"1806048000000","fundingInterval":480}`,
			model.Instrument{Symbol: "BTC-26MAR27", Asset: "BTC", Quote: "USDC", Kind: model.ContractDated, Multiplier: 1, ContractSize: 1, Trading: true, Delivery: 1806048000000}},
		{"to be delisted", `{"symbol":"OLDUSDT","contractType":"LinearPerpetual","status":"Delivering","baseCoin":"OLD","quoteCoin":"USDT","deliveryTime":"1790000000000","fundingInterval":60}`,
			model.Instrument{Symbol: "OLDUSDT", Asset: "OLD", Quote: "USDT", Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: 1, Delivery: 1790000000000, FundingIntervalH: 1}},
		{"not traded yet", `{"symbol":"NEWUSDT","contractType":"LinearPerpetual","status":"Trading","isPreListing":true,"baseCoin":"NEW","quoteCoin":"USDT","fundingInterval":0,"priceFilter":{"tickSize":"1e999999999"}}`,
			model.Instrument{Symbol: "NEWUSDT", Asset: "NEW", Quote: "USDT", Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: 1}},
		{"margined in the coin", `{"symbol":"BTCUSD","contractType":"InversePerpetual","status":"Trading","baseCoin":"BTC","quoteCoin":"USD","fundingInterval":480}`,
			model.Instrument{Symbol: "BTCUSD", Asset: "BTC", Quote: "USD", Kind: model.ContractInverse, Multiplier: 1, ContractSize: 1, Trading: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := bybit.ReadInstruments([]byte(page(tc.row)))
			if err != nil {
				t.Fatal(err)
			}
			tc.want.Venue = model.Bybit
			if d := cmp.Diff([]model.Instrument{tc.want}, c.Instruments); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestInstrumentsThatAreNoCoins(t *testing.T) {
	c, err := bybit.ReadInstruments([]byte(page(
		`{"symbol":"COMPUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"COMP","symbolType":"stock","fundingInterval":480},`+
			`{"symbol":"ENAUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"ENA","symbolType":"innovation","fundingInterval":480},`+
			`{"symbol":7},{}`) + page(`{"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading"}`)))
	if err != nil || len(c.Instruments) != 2 || len(c.NotCoins) != 1 || c.Unreadable != 2 || c.Next == "" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestInstrumentsRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":      ``,
		"no JSON":      `<html>`,
		"cut":          page(`{"symbol":"BTCUSDT"}`)[:60],
		"an empty one": page(``),
		"a refusal":    `{"retCode":10006,"retMsg":"Too many visits!","result":{},"retExtInfo":"","time":1}`,
	} {
		if c, err := bybit.ReadInstruments([]byte(body)); err == nil || !strings.HasPrefix(err.Error(), "bybit: ") {
			t.Errorf("%s: got %+v, %v", name, c, err)
		}
	}
}
