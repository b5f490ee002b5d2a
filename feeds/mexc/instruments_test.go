package mexc_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"eddy/feeds/mexc"
	"eddy/model"
	"eddy/model/modeltest"
)

func TestReadRecordedDetail(t *testing.T) {
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "mexc", "rest_contract_detail_increase.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := mexc.ReadInstruments(body)
	if err != nil || c.Unreadable != 0 || len(c.Instruments) != 1 {
		t.Fatalf("got %+v, %v", c, err)
	}
	want := model.Instrument{
		Venue: model.MEXC, Symbol: "BTC_USDT", Asset: "BTC", Quote: "USDT", Kind: model.ContractPerpetual,
		Multiplier: 1, ContractSize: 0.0001, Trading: true,
		Tick: decimal.RequireFromString("0.5"), Lot: decimal.RequireFromString("1"), MaxLeverage: decimal.RequireFromString("125"),
		TakerFee: decimal.NewNullDecimal(decimal.RequireFromString("0.0006")),
	}
	if d := cmp.Diff(want, c.Instruments[0]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadDetail(t *testing.T) {
	c, err := mexc.ReadInstruments([]byte(`{"success":true,"code":0,"data":[
	{"symbol":"PEPE_USDT","quoteCoin":"USDT","settleCoin":"USDT","contractSize":1E+7,"priceUnit":1E-10,"state":0,"futureType":1},
	{"symbol":"FILECOIN_USDT","quoteCoin":"USDT","settleCoin":"USDT","contractSize":0.1,"state":4,"futureType":1},
	{"symbol":"BTC_USDC","quoteCoin":"USDC","settleCoin":"USDC","contractSize":0.0001,"state":0},
	{"symbol":"NOSIZE_USDT","quoteCoin":"USDT","settleCoin":"USDT","state":0,"takerFeeRate":{"vip":1}},
	{"symbol":"ETH_USDT_261225","quoteCoin":"USDT","settleCoin":"USDT","contractSize":0.01,"state":0,"futureType":2},
	{"symbol":"NVIDIA_USDT","quoteCoin":"USDT","settleCoin":"USDT","contractSize":0.01,"state":0,"type":2},
	{"symbol":"BTC_USD","quoteCoin":"USD","settleCoin":"BTC","contractSize":100,"state":0},
	{"symbol":"币安人生_USDT","quoteCoin":"USDT","settleCoin":"USDT","contractSize":10,"state":0},
	{"symbol":7},{"symbol":""},5]}`))
	if err != nil || c.Unreadable != 3 {
		t.Fatalf("got %+v, %v", c, err)
	}
	type row struct {
		Symbol  string
		Asset   model.Asset
		Kind    model.ContractKind
		Size    float64
		Trading bool
	}
	want := []row{
		{"PEPE_USDT", "PEPE", model.ContractPerpetual, 1e7, true},
		{"FILECOIN_USDT", "FIL", model.ContractPerpetual, 0.1, false},
		{"BTC_USDC", "BTC", model.ContractPerpetual, 0.0001, true},
		{"NOSIZE_USDT", "NOSIZE", model.ContractPerpetual, 0, true},
		{"ETH_USDT_261225", "ETH", model.ContractDated, 0.01, true},
		{"币安人生_USDT", "币安人生", model.ContractPerpetual, 10, true},
	}
	var got []row
	for _, in := range c.Instruments {
		got = append(got, row{in.Symbol, in.Asset, in.Kind, in.ContractSize, in.Trading})
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(c.NotCoins) != 1 || c.NotCoins[0].Symbol != "NVIDIA_USDT" {
		t.Errorf("not coins: %+v", c.NotCoins)
	}
}

func TestReadInstrumentsRefusesOtherBodies(t *testing.T) {
	for _, body := range []string{``, `null`, `{}`, `{"data":[]}`, `{"data":5}`, `{"success":false,"code":510,"message":"no"}`, `[{"symbol":7}]`, `hello`} {
		if c, err := mexc.ReadInstruments([]byte(body)); err == nil {
			t.Errorf("%q was read as %+v", body, c)
		} else if !strings.HasPrefix(err.Error(), "mexc: ") {
			t.Errorf("%q: the error does not say whose: %v", body, err)
		}
	}
}

// A list goes before the table of known sizes, also where it tells none.
func TestListGoesFirst(t *testing.T) {
	const frame = `{"channel":"push.ticker","data":{"symbol":"BTC_USDT","lastPrice":5,"holdVol":10}}`
	for _, tc := range []struct {
		name string
		list []model.Instrument
		want float64
	}{
		{"no list", nil, 0.001},
		{"another size", []model.Instrument{{Symbol: "BTC_USDT", Asset: "BTC", Multiplier: 1, ContractSize: 0.01}}, 0.1},
		{"no size", []model.Instrument{{Symbol: "BTC_USDT", Asset: "BTC", Multiplier: 1}}, 0},
	} {
		ev := decodeOne(t, mexc.NewDecoder(tc.list...), frame)
		if ev.OpenInterest != tc.want || ev.Has.Has(model.FieldOpenInterest) != (tc.want > 0) {
			t.Errorf("%s: got %v of %b, want %v", tc.name, ev.OpenInterest, ev.Has, tc.want)
		}
	}
}
