package bybit

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// answer is the envelope of a REST answer.
type answer struct {
	Code   int    `json:"retCode"`
	Msg    string `json:"retMsg"`
	Time   int64  `json:"time"`
	Result struct {
		Category string            `json:"category"`
		Symbol   string            `json:"symbol"`
		List     []json.RawMessage `json:"list"`
		Next     string            `json:"nextPageCursor"`
	} `json:"result"`
}

func (r *rig) get(path string) (status int, a answer) {
	r.T.Helper()
	resp, body := r.Get(path)
	if resp.StatusCode == http.StatusOK {
		if err := json.Unmarshal(body, &a); err != nil {
			r.T.Fatalf("%s: %v in %s", path, err, body)
		}
	}
	return resp.StatusCode, a
}

func TestRequests(t *testing.T) {
	r := start(t)
	for _, tc := range []struct {
		path string
		rows int
		code int
	}{
		{"/v5/market/time", 0, 0},
		{"/v5/market/instruments-info?category=linear", 3, 0},
		{"/v5/market/instruments-info?category=linear&limit=2", 2, 0},
		{"/v5/market/instruments-info?category=linear&limit=2&cursor=2", 1, 0},
		{"/v5/market/instruments-info?category=linear&symbol=ETHUSDT", 1, 0},
		{"/v5/market/instruments-info?category=linear&status=Closed", 0, 0},
		{"/v5/market/instruments-info?category=option", 0, 10001},
		{"/v5/market/instruments-info?category=linear&cursor=x", 0, 10001},
		{"/v5/market/tickers?category=linear", 3, 0},
		{"/v5/market/tickers?category=linear&symbol=BTCUSDT", 1, 0},
		{"/v5/market/tickers?category=linear&symbol=NOPE", 0, 10001},
		{"/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60", 200, 0},
		{"/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&limit=5000", 1000, 0},
		{"/v5/market/kline?category=linear&symbol=BTCUSDT&interval=7", 0, 10001},
		{"/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&limit=0", 0, 10001},
		{"/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&start=5&end=4", 0, 10001},
		{"/v5/market/kline?category=linear&symbol=NOPE&interval=60", 0, 10001},
		{"/v5/market/funding/history?category=linear&symbol=BTCUSDT&limit=7", 7, 0},
		{"/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=5", 0, 10001},
		{"/v5/market/open-interest?category=linear&symbol=BTCUSDT&intervalTime=4h", 50, 0},
		{"/v5/market/open-interest?category=linear&symbol=BTCUSDT&intervalTime=2h", 0, 10001},
	} {
		status, a := r.get(tc.path)
		if status != http.StatusOK || a.Code != tc.code || len(a.Result.List) != tc.rows || a.Time != int64(r.X.view.Now()) {
			t.Errorf("%s: HTTP %d, code %d %s, %d rows", tc.path, status, a.Code, a.Msg, len(a.Result.List))
		}
	}
	if status, _ := r.get("/v5/market/nothing"); status != http.StatusNotFound {
		t.Errorf("an unknown path: HTTP %d", status)
	}
}

// TestKlinesComeNewestFirst reads two pages that join.
func TestKlinesComeNewestFirst(t *testing.T) {
	r := start(t)
	opens := func(query string) (out []int64) {
		_, a := r.get("/v5/market/kline?category=linear&symbol=ETHUSDT&interval=60&limit=10" + query)
		for _, raw := range a.Result.List {
			var row [7]string
			if err := json.Unmarshal(raw, &row); err != nil {
				t.Fatal(err)
			}
			at, err := strconv.ParseInt(row[0], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, at)
		}
		return out
	}
	newest := opens("")
	older := opens("&end=" + strconv.FormatInt(newest[9]-1, 10))
	for i, at := range append(newest, older...) {
		if want := newest[0] - int64(i)*3_600_000; at != want {
			t.Errorf("row %d opens at %d, want %d", i, at, want)
		}
	}
}

// TestWhoAsksTooFastIsShutOut for ten minutes.
func TestWhoAsksTooFastIsShutOut(t *testing.T) {
	r := start(t)
	for range requestsPerSpan {
		if !r.X.limit.take() {
			t.Fatal("shut out within the limit")
		}
	}
	for _, wait := range []time.Duration{0, limitSpan, 9 * time.Minute} {
		r.Wait(wait)
		if status, _ := r.get("/v5/market/time"); status != http.StatusForbidden {
			t.Errorf("after %v: HTTP %d", wait, status)
		}
	}
	r.Wait(shutOut)
	if status, _ := r.get("/v5/market/time"); status != http.StatusOK {
		t.Errorf("ten minutes later: HTTP %d", status)
	}
}
