package hyperliquid

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

func TestWrongRequests(t *testing.T) {
	r := start(t)
	for _, tc := range []struct {
		name, body string
		status     int
		want       string
	}{
		{"malformed", `{"type"`, 422, "Failed to deserialize"},
		{"no such type", `{"type":"tickers"}`, 422, "Failed to deserialize"},
		{"bars of an unknown coin", `{"type":"candleSnapshot","req":{"coin":"btc","interval":"1h","startTime":1}}`, 500, "null"},
		{"bars of an unknown length", `{"type":"candleSnapshot","req":{"coin":"BTC","interval":"7h","startTime":1}}`, 422, "Failed"},
		{"bars of nothing", `{"type":"candleSnapshot"}`, 422, "Failed"},
		{"funding of an unknown coin", `{"type":"fundingHistory","coin":"NOPE","startTime":1}`, 500, "null"},
		{"an unknown dex", `{"type":"meta","dex":"abc"}`, 500, "null"},
		{"book of an unknown coin", `{"type":"l2Book","coin":"NOPE"}`, 200, "null"},
	} {
		status, body, kind := r.post(tc.body)
		if status != tc.status || !strings.HasPrefix(body, tc.want) || strings.HasPrefix(kind, "text/plain") != (status == 422) {
			t.Errorf("%s: got %d %q %s", tc.name, status, body, kind)
		}
	}
	resp, err := http.Get("http://" + r.Server.Address() + "/info")
	if err != nil || resp.StatusCode != http.StatusMethodNotAllowed || resp.Body.Close() != nil {
		t.Errorf("GET: got %v, %v", resp, err)
	}
	resp, err = http.Post("http://"+r.Server.Address()+"/info", "text/plain", strings.NewReader(`{"type":"meta"}`))
	if err != nil || resp.StatusCode != http.StatusUnsupportedMediaType || resp.Body.Close() != nil {
		t.Errorf("plain text: got %v, %v", resp, err)
	}
}

func TestAnswersByREST(t *testing.T) {
	r := start(t)
	now := int64(r.X.view.Now())
	for body, want := range map[string]string{
		`{"type":"meta"}`:                      `{"universe":[{"szDecimals":3,"name":"BTC","maxLeverage":20,"marginTableId":20},`,
		`{"type":"allPerpMetas"}`:              `[{"universe":[{"szDecimals":3,"name":"BTC"`,
		`{"type":"perpDexs"}`:                  `[null]`,
		`{"type":"exchangeStatus"}`:            fmt.Sprintf(`{"specialStatuses":null,"time":%d}`, now),
		`{"type":"allMids"}`:                   `{"@142":"1.0","BTC":"`,
		`{"type":"l2Book","coin":"ETH"}`:       fmt.Sprintf(`{"coin":"ETH","time":%d,"levels":[[{"px":"`, now),
		`{"type":"metaAndAssetCtxs","dex":""}`: `[{"universe":[`,
	} {
		if status, got, _ := r.post(body); status != 200 || !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %d %.120s, want %s", body, status, got, want)
		}
	}
}

func TestWeight(t *testing.T) {
	r := start(t)
	for range weightPerMinute / usualWeight {
		if status, _, _ := r.post(`{"type":"meta"}`); status != 200 {
			t.Fatalf("got %d within the limit", status)
		}
	}
	if status, body, _ := r.post(`{"type":"meta"}`); status != 429 || body != "null" {
		t.Errorf("got %d %q beyond the limit", status, body)
	}
	r.Wait(time.Minute)
	if status, _, _ := r.post(`{"type":"meta"}`); status != 200 {
		t.Errorf("got %d in the next minute", status)
	}
}

// TestFundingIsHourly adds the hours of an interval up to what the market
// charges for it.
func TestFundingIsHourly(t *testing.T) {
	r := start(t)
	coin := r.X.coinOf["ETH"]
	payments := r.X.view.Payments(market.Span{Coin: coin, Limit: 3, Newest: true})
	from, to := payments[0].Due(), payments[1].Due()
	_, body, _ := r.post(fmt.Sprintf(`{"type":"fundingHistory","coin":"ETH","startTime":%d,"endTime":%d}`, from+1, to+1))
	var rows []struct {
		Coin string       `json:"coin"`
		Rate string       `json:"fundingRate"`
		Time model.Millis `json:"time"`
	}
	if err := json.Unmarshal([]byte(body), &rows); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if len(rows) != int(payments[1].IntervalH) {
		t.Fatalf("got %d rows, want one for each of %v hours", len(rows), payments[1].IntervalH)
	}
	var sum float64
	for i, row := range rows {
		rate, err := strconv.ParseFloat(row.Rate, 64)
		if err != nil || row.Coin != "ETH" || row.Time.Floor(model.Hour1) != from.Add(time.Duration(i+1)*time.Hour) {
			t.Errorf("row %d: got %+v, %v", i, row, err)
		}
		sum += rate
	}
	if off := sum - payments[1].Rate; off > 1e-9 || off < -1e-9 {
		t.Errorf("got %v over the interval, want %v", sum, payments[1].Rate)
	}
}

func TestRowsAreLimited(t *testing.T) {
	r := start(t)
	_, body, _ := r.post(`{"type":"fundingHistory","coin":"BTC","startTime":1}`)
	var rows []struct {
		Time model.Millis `json:"time"`
	}
	first := r.X.view.Payments(market.Span{Coin: 0, Limit: 1})[0]
	if err := json.Unmarshal([]byte(body), &rows); err != nil || len(rows) != mostPayments || rows[0].Time < first.Due().Add(-8*time.Hour) {
		t.Errorf("got %d rows, %v, the first at %v; the market begins at %v", len(rows), err, rows[0].Time, first.Due())
	}
}
