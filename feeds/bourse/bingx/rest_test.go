package bingx

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// answer is the envelope of a REST answer.
type answer struct {
	Code int             `json:"code"`
	Msg  string          `json:"msg"`
	Data json.RawMessage `json:"data"`
}

func (r *rig) get(path string) (status int, a answer) {
	r.T.Helper()
	resp, err := http.Get("http://" + r.Server.Address() + "/openApi/swap/" + path)
	if err != nil {
		r.T.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.T.Fatal(err)
	}
	if err := json.Unmarshal(body, &a); err != nil {
		r.T.Fatalf("%s: %v in %s", path, err, body)
	}
	if resp.Header.Get("Retry-After") != "" {
		r.T.Error("the venue never says when to come back")
	}
	return resp.StatusCode, a
}

func TestRequests(t *testing.T) {
	r := start(t)
	const object = -1
	for _, tc := range []struct {
		path string
		rows int
		code int
	}{
		{"v2/server/time", object, 0},
		{"v2/quote/contracts", 3, 0},
		{"v2/quote/premiumIndex", 3, 0},
		{"v2/quote/premiumIndex?symbol=BTC-USDT", object, 0},
		{"v2/quote/premiumIndex?symbol=NOPE-USDT", 0, 109425},
		{"v2/quote/ticker", 3, 0},
		{"v2/quote/ticker?symbol=ETH-USDT", object, 0},
		{"v2/quote/bookTicker?symbol=ETH-USDT", object, 0},
		{"v2/quote/bookTicker", 0, 109400},
		{"v2/quote/openInterest?symbol=ETH-USDT", object, 0},
		{"v2/quote/openInterest", 0, 109400},
		{"v2/quote/fundingRate?symbol=ETH-USDT", 100, 0},
		{"v2/quote/fundingRate?symbol=ETH-USDT&limit=7", 7, 0},
		{"v2/quote/fundingRate?symbol=ETH-USDT&limit=1001", 0, 109400},
		{"v3/quote/klines?symbol=BTC-USDT&interval=1h", 500, 0},
		{"v3/quote/klines?symbol=BTC-USDT&interval=1h&limit=1440", 1440, 0},
		{"v3/quote/klines?symbol=BTC-USDT&interval=1h&limit=1441", 0, 109400},
		{"v3/quote/klines?symbol=BTC-USDT&interval=7h", 0, 109400},
		{"v3/quote/klines?symbol=BTC-USDT&interval=1h&startTime=5&endTime=4", 0, 109400},
		{"v3/quote/klines?symbol=btc-usdt&interval=1h", 0, 109425},
		{"v1/market/markPriceKlines?symbol=BTC-USDT&interval=1h&limit=2", 2, 0},
		{"v2/quote/nothing", 0, 100400},
	} {
		status, a := r.get(tc.path)
		var rows []json.RawMessage
		n := object
		if json.Unmarshal(a.Data, &rows) == nil {
			n = len(rows)
		}
		if tc.code != 0 {
			n = 0
		}
		if status != http.StatusOK || a.Code != tc.code || n != tc.rows {
			t.Errorf("%s: HTTP %d, code %d %s, %d rows", tc.path, status, a.Code, a.Msg, n)
		}
	}
}

// TestKlinesComeNewestFirst reads two pages that join.
func TestKlinesComeNewestFirst(t *testing.T) {
	r := start(t)
	opens := func(query string) (out []int64) {
		_, a := r.get("v3/quote/klines?symbol=ETH-USDT&interval=1h&limit=10" + query)
		var rows []bar
		if err := json.Unmarshal(a.Data, &rows); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			out = append(out, row.Time)
		}
		return out
	}
	newest := opens("")
	older := opens("&endTime=" + strconv.FormatInt(newest[9]-1, 10))
	for i, at := range append(newest, older...) {
		if want := newest[0] - int64(i)*3_600_000; at != want {
			t.Errorf("row %d opens at %d, want %d", i, at, want)
		}
	}
}

// TestOpenInterestIsInDollars holds it to coins times mark.
func TestOpenInterestIsInDollars(t *testing.T) {
	r := start(t)
	_, a := r.get("v2/quote/openInterest?symbol=BTC-USDT")
	var row struct {
		OpenInterest string `json:"openInterest"`
	}
	if err := json.Unmarshal(a.Data, &row); err != nil {
		t.Fatal(err)
	}
	got, err := strconv.ParseFloat(row.OpenInterest, 64)
	if err != nil {
		t.Fatal(err)
	}
	coin := r.X.coinOf["BTC-USDT"]
	h, _ := r.X.view.OpenInterest(coin)
	m, _ := r.X.view.Mark(r.X.now(coin))
	if want := h.Coins * m.Mark; math.Abs(got-want) > 0.01 || want == 0 {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestWhoAsksTooMuchIsRefusedAndThenBanned for five minutes.
func TestWhoAsksTooMuchIsRefusedAndThenBanned(t *testing.T) {
	r := start(t)
	const path = "/openApi/swap/v2/server/time"
	use := func(n int) {
		for range n {
			r.X.limit.take(discard{}, path)
		}
	}
	use(requestsPerSpan)
	expect := func(when string, want int) {
		t.Helper()
		if status, _ := r.get("v2/server/time"); status != want {
			t.Errorf("%s: HTTP %d, want %d", when, status, want)
		}
	}
	expect("over the limit", http.StatusTooManyRequests)
	if status, _ := r.get("v2/quote/contracts"); status != http.StatusOK {
		t.Errorf("another endpoint: HTTP %d", status)
	}
	r.Wait(limitSpan)
	expect("ten seconds later", http.StatusOK)
	use(requestsPerSpan + patience)
	expect("banned", http.StatusTeapot)
	r.Wait(ban - time.Second)
	expect("just before the end", http.StatusTeapot)
	r.Wait(time.Second)
	expect("after the ban", http.StatusOK)
}

// discard takes an answer nobody reads.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}
