package binance_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/feeds/binance"
	"eddy/model"
	"eddy/model/modeltest"
)

func TestReadRecordedExchangeInfo(t *testing.T) {
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "binance", "usdm_rest_exchangeinfo_2025-08_trimmed.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := binance.ReadInstruments(body)
	if err != nil || c.ServerTime != 1754596814166 || c.WeightPerMin != 2400 || c.Unreadable != 0 || len(c.Instruments) != 2 {
		t.Fatalf("got %+v, %v", c, err)
	}
	want := model.Instrument{
		Venue: model.Binance, Symbol: "BTCUSDT", Asset: "BTC", Quote: "USDT", Kind: model.ContractPerpetual,
		Multiplier: 1, ContractSize: 1, Trading: true,
		Tick: decimal.RequireFromString("0.10"), Lot: decimal.RequireFromString("0.001"), MinNotional: decimal.RequireFromString("100"),
	}
	if d := cmp.Diff(want, c.Instruments[0]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadExchangeInfo(t *testing.T) {
	c, err := binance.ReadInstruments([]byte(`{"serverTime":1790000000000,
	"rateLimits":[{"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":1200},{"rateLimitType":"REQUEST_WEIGHT","interval":"SECOND","intervalNum":30,"limit":1500}],
	"symbols":[
	{"symbol":"1000PEPEUSDT","baseAsset":"1000PEPE","quoteAsset":"USDT","contractType":"PERPETUAL","status":"TRADING","deliveryDate":4133404800000},
	{"symbol":"1000000MOGUSDT","baseAsset":"1000000MOG","quoteAsset":"USDT","contractType":"PERPETUAL","status":"SETTLING","deliveryDate":1790600000000},
	{"symbol":"1INCHUSDT","baseAsset":"1INCH","quoteAsset":"USDT","contractType":"PERPETUAL","status":"TRADING","deliveryDate":4133404800000},
	{"symbol":"BTCUSDC","baseAsset":"BTC","quoteAsset":"USDC","contractType":"PERPETUAL","status":"TRADING","deliveryDate":4133404800000},
	{"symbol":"ETHUSDT_261225","baseAsset":"ETH","quoteAsset":"USDT","contractType":"CURRENT_QUARTER","status":"TRADING","deliveryDate":1798185600000},
	{"symbol":"币安人生USDT","baseAsset":"币安人生","quoteAsset":"USDT","contractType":"PERPETUAL","status":"TRADING","deliveryDate":4133404800000},
	{"symbol":"ETHBTC","baseAsset":"ETH","quoteAsset":"BTC","contractType":"PERPETUAL","status":"TRADING","deliveryDate":4133404800000},
	{"symbol":"ODDUSDT","baseAsset":"ODD","quoteAsset":"USDT","status":"TRADING","filters":[{"filterType":"PRICE_FILTER","tickSize":"cheap"}]},
	{"symbol":7},
	{"symbol":""}]}`))
	if err != nil || c.ServerTime != 1790000000000 || c.WeightPerMin != 3000 || c.Unreadable != 2 {
		t.Fatalf("got %+v, %v", c, err)
	}
	type row struct {
		Symbol     string
		Asset      model.Asset
		Quote      string
		Kind       model.ContractKind
		Multiplier float64
		Trading    bool
		Delivery   model.Millis
	}
	want := []row{
		{"1000PEPEUSDT", "PEPE", "USDT", model.ContractPerpetual, 1000, true, 0},
		{"1000000MOGUSDT", "MOG", "USDT", model.ContractPerpetual, 1e6, false, 1790600000000},
		{"1INCHUSDT", "1INCH", "USDT", model.ContractPerpetual, 1, true, 0},
		{"BTCUSDC", "BTC", "USDC", model.ContractPerpetual, 1, true, 0},
		{"ETHUSDT_261225", "ETH", "USDT", model.ContractDated, 1, true, 1798185600000},
		{"币安人生USDT", "币安人生", "USDT", model.ContractPerpetual, 1, true, 0},
	}
	var got []row
	for _, in := range c.Instruments {
		got = append(got, row{in.Symbol, in.Asset, in.Quote, in.Kind, in.Multiplier, in.Trading, in.Delivery})
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadInstrumentsRefusesOtherBodies(t *testing.T) {
	for _, body := range []string{``, `null`, `{}`, `{"symbols":[]}`, `{"symbols":5}`, `{"code":-1003,"msg":"no"}`, `[{"symbol":7}]`, `hello`} {
		if c, err := binance.ReadInstruments([]byte(body)); err == nil {
			t.Errorf("%q was read as %+v", body, c)
		} else if !strings.HasPrefix(err.Error(), "binance: ") {
			t.Errorf("%q: the error does not say whose: %v", body, err)
		}
	}
}
