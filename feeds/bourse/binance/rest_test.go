package binance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model/modeltest"
)

func TestRESTShapes(t *testing.T) {
	r := start(t, "")
	tests := []struct {
		name, path, file string
		list             bool
		extra, lacking   []string
	}{
		{"one premium index", "/fapi/v1/premiumIndex?symbol=BTCUSDT", "usdm_rest_premiumindex_one_2023.json", false, nil, nil},
		{"open interest", "/fapi/v1/openInterest?symbol=BTCUSDT", "usdm_rest_openinterest_2023.json", false, nil, nil},
		{"open interest of the past", "/futures/data/openInterestHist?symbol=BTCUSDT&period=1h", "usdm_rest_openinteresthist_2020.json", true, nil, nil},
		{"day", "/fapi/v1/ticker/24hr?symbol=BTCUSDT", "usdm_rest_ticker24hr_one_2021.json", false, nil, nil},
		{"funding", "/fapi/v1/fundingRate?symbol=BTCUSDT", "usdm_rest_fundingrate_2020_trimmed.json", true, []string{"markPrice", "rateType"}, nil},
		{"funding intervals", "/fapi/v1/fundingInfo", "usdm_rest_fundinginfo_2025.json", true, nil, nil},
		{"error", "/fapi/v1/klines?symbol=NOPEUSDT&interval=1h", "rest_error_invalid_symbol.json", false, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var body json.RawMessage
			r.get(tt.path, &body)
			b, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "binance", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			got, want := string(body), string(b)
			if tt.list {
				got, want = first(t, got), first(t, want)
			}
			wanted := keys(t, want)
			for _, k := range tt.extra {
				wanted[k] = true
			}
			if diff := cmp.Diff(wanted, keys(t, got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func first(t *testing.T, list string) string {
	t.Helper()
	var rows []json.RawMessage
	if err := json.Unmarshal([]byte(list), &rows); err != nil || len(rows) == 0 {
		t.Fatalf("%v in %.100s", err, list)
	}
	return string(rows[0])
}

func TestExchangeInfo(t *testing.T) {
	r := start(t, "delisting")
	var info exchangeInfo
	r.get("/fapi/v1/exchangeInfo", &info)
	if len(info.Symbols) != 4 || info.ServerTime != int64(r.From) {
		t.Fatalf("%d symbols at %d", len(info.Symbols), info.ServerTime)
	}
	btc := info.Symbols[0]
	if btc.Symbol != "BTCUSDT" || btc.Status != "TRADING" || btc.DeliveryDate != 4133404800000 || btc.ContractType != "PERPETUAL" {
		t.Errorf("%+v", btc)
	}
	if btc.Filters[0]["tickSize"] != "0.1" || btc.Filters[1]["stepSize"] != "0.001" {
		t.Errorf("filters %v", btc.Filters)
	}
	r.Pass(15 * time.Second) // past 02:00, the announcement
	r.get("/fapi/v1/exchangeInfo", &info)
	if blur := info.Symbols[3]; blur.Status != "TRADING" || blur.DeliveryDate != int64(r.From)+6*3600_000 {
		t.Errorf("announced: %+v", blur)
	}
	r.Pass(25 * time.Second)
	r.get("/fapi/v1/exchangeInfo", &info)
	if blur := info.Symbols[3]; blur.Status != "SETTLING" {
		t.Errorf("gone: %+v", blur)
	}
	if code, _ := r.get("/fapi/v1/openInterest?symbol=BLURUSDT", nil); code != http.StatusBadRequest {
		t.Errorf("open interest of a symbol that is gone: %d", code)
	}
}

func TestKlineRows(t *testing.T) {
	r := start(t, "")
	r.Pass(9 * time.Second) // 01:30
	from := int64(r.From)
	rows := func(query string) (opens []int64) {
		var list [][]any
		r.get("/fapi/v1/klines?symbol=ETHUSDT&"+query, &list)
		for _, k := range list {
			if len(k) != 12 || k[11] != "0" {
				t.Fatalf("%s: row %v", query, k)
			}
			opens = append(opens, (int64(k[0].(float64))-from)/3600_000)
		}
		return opens
	}
	const hour = 3600_000
	tests := []struct {
		name, query string
		want        []int64
	}{
		{"newest, the open bar last", "interval=1h&limit=3", []int64{-1, 0, 1}},
		{"from, ascending", fmt.Sprintf("interval=1h&limit=2&startTime=%d", from-10*hour), []int64{-10, -9}},
		{"up to, inclusive", fmt.Sprintf("interval=1h&limit=2&endTime=%d", from-10*hour), []int64{-11, -10}},
		{"between", fmt.Sprintf("interval=1h&startTime=%d&endTime=%d", from-3*hour, from-2*hour), []int64{-3, -2}},
		{"days", "interval=1d&limit=2", []int64{-24, 0}},
		{"months", "interval=1M&limit=2", []int64{-35 * 24, -4 * 24}},
		{"the future", fmt.Sprintf("interval=1h&startTime=%d", from+99*hour), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rows(tt.query)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if n := len(rows("interval=1h&limit=1500")); n != 40*24+2 {
		t.Errorf("%d bars in all, want %d", n, 40*24+2)
	}
	if n := len(rows("interval=1h")); n != 500 {
		t.Errorf("%d bars by default, want 500", n)
	}
}

func TestRESTRefusals(t *testing.T) {
	r := start(t, "")
	tests := []struct {
		name, path   string
		status, code int
	}{
		{"no such path", "/fapi/v1/order", 404, -5000},
		{"no symbol", "/fapi/v1/klines?interval=1h", 400, -1102},
		{"no such symbol", "/fapi/v1/klines?symbol=btcusdt&interval=1h", 400, -1121},
		{"no such interval", "/fapi/v1/klines?symbol=BTCUSDT&interval=7h", 400, -1120},
		{"limit too large", "/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1501", 400, -1130},
		{"limit is text", "/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=x", 400, -1130},
		{"time is text", "/fapi/v1/klines?symbol=BTCUSDT&interval=1h&startTime=x", 400, -1102},
		{"backward", "/fapi/v1/klines?symbol=BTCUSDT&interval=1h&startTime=9&endTime=8", 400, -1023},
		{"no such period", "/futures/data/openInterestHist?symbol=BTCUSDT&period=7h", 400, -1130},
		{"premium of nothing", "/fapi/v1/premiumIndex?symbol=X", 400, -1121},
		{"pair", "/fapi/v1/continuousKlines?pair=X&contractType=PERPETUAL&interval=1h", 400, -1121},
		{"quarter", "/fapi/v1/continuousKlines?pair=BTCUSDT&contractType=CURRENT_QUARTER&interval=1h", 400, -4088},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var e apiError
			status, _ := r.get(tt.path, &e)
			if status != tt.status || e.Code != tt.code || e.Msg == "" {
				t.Errorf("%d %+v, want %d and code %d", status, e, tt.status, tt.code)
			}
		})
	}
}

func TestAllSymbolsAtOnce(t *testing.T) {
	r := start(t, "")
	for _, path := range []string{"/fapi/v1/premiumIndex", "/fapi/v1/ticker/24hr", "/fapi/v1/ticker/bookTicker", "/fapi/v2/ticker/price"} {
		var rows []struct {
			Symbol string `json:"symbol"`
		}
		r.get(path, &rows)
		if len(rows) != 4 || rows[0].Symbol != "BTCUSDT" {
			t.Errorf("%s: %+v", path, rows)
		}
	}
	var funding []fundingRow
	r.get("/fapi/v1/fundingRate?limit=10", &funding)
	for i := 1; i < len(funding); i++ {
		if funding[i].FundingTime < funding[i-1].FundingTime {
			t.Errorf("settlements are not in order: %+v", funding)
		}
	}
	if len(funding) != 10 {
		t.Errorf("%d settlements, want 10", len(funding))
	}
}

func TestWeights(t *testing.T) {
	r := start(t, "")
	_, h := r.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1500", nil)
	if got := h.Get("X-MBX-USED-WEIGHT-1M"); got != "10" {
		t.Errorf("weight of 1500 bars %s, want 10", got)
	}
	for _, tt := range []struct{ limit, want int }{{99, 1}, {100, 2}, {499, 2}, {500, 5}, {1000, 5}, {1001, 10}} {
		before := r.X.weights.minute.count
		r.get(fmt.Sprintf("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=%d", tt.limit), nil)
		if got := r.X.weights.minute.count - before; got != tt.want {
			t.Errorf("weight of %d bars %d, want %d", tt.limit, got, tt.want)
		}
	}
	r.X.weights.minute.count = weightPerMinute
	var e apiError
	status, h := r.get("/fapi/v1/time", &e)
	if status != http.StatusTooManyRequests || e.Code != -1003 || h.Get("Retry-After") == "" {
		t.Errorf("beyond the limit: %d %+v %v", status, e, h)
	}
	r.Wait(time.Minute)
	if status, h := r.get("/fapi/v1/time", nil); status != 200 || h.Get("X-MBX-USED-WEIGHT-1M") != "1" {
		t.Errorf("a minute later: %d %v", status, h)
	}
	for range fundingPer5Min {
		r.X.weights.pool[fundingPool].add(r.Now(), 5*time.Minute, 1)
	}
	if status, _ := r.get("/fapi/v1/fundingInfo", nil); status != http.StatusTooManyRequests {
		t.Errorf("beyond the funding pool: %d", status)
	}
}
