package bourse

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/bourse/barfile"
	"eddy/model/modeltest"
)

// Bars of two years, served page by page, are the file's bar for bar.
func TestRecordedBarsComeBack(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"BTC.csv.gz", "CRV.csv.gz", "GRT.csv.gz"} {
		b, err := os.ReadFile(modeltest.Shared(t, "data", "hourly", "binance_spot", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	src, err := barfile.LoadDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, Config{DataDir: dir, Speed: 20_000, From: src.Calendar().End - 1})
	for _, ser := range src.Series() {
		var at int
		from := int64(src.Calendar().First)
		for {
			var rows [][]any
			r.get(fmt.Sprintf("/fapi/v1/klines?symbol=%sUSDT&interval=1h&limit=1500&startTime=%d", ser.Asset, from), &rows)
			for _, row := range rows {
				for !ser.Candles[at].Traded() {
					at++
				}
				c := ser.Candles[at]
				want := []float64{float64(src.Calendar().Opening(at)), c.Open, c.High, c.Low, c.Close, c.Volume}
				if got := numbers(t, row[:6]); !slices.Equal(got, want) && at < len(ser.Candles)-1 {
					t.Fatalf("%s bar %d is %v, want %v", ser.Asset, at, got, want)
				}
				from, at = int64(row[6].(float64))+1, at+1
			}
			if len(rows) < 1500 {
				break
			}
		}
		if at != len(ser.Candles) {
			t.Errorf("%s: served %d steps of %d", ser.Asset, at, len(ser.Candles))
		}
	}
}

func numbers(t *testing.T, row []any) []float64 {
	t.Helper()
	out := make([]float64, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case float64:
			out[i] = v
		case string:
			var err error
			if out[i], err = strconv.ParseFloat(v, 64); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

const tape = `ts,open,high,low,close,volume
1619827200000,100,110,90,105.25,12.5
1619830800000,105.25,106,104,104.5,3
1619834400000,104.5,104.75,101,103,8
1619838000000,103,120.5,102.5,118,40.125
1619845200000,118,118,97,99.5,77
1619848800000,99.5,101,99.25,100,9
`

// Live bars are the file's, the book visits their corners, an hour without a
// bar brings nothing, and at the end the market stands still.
func TestTapeIsPlayed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "BTC.csv"), []byte(tape), 0o644); err != nil {
		t.Fatal(err)
	}
	r := start(t, Config{DataDir: dir, Speed: 1800}) // two seconds an hour, from the fourth bar on
	if got := r.b.Label(); !strings.HasSuffix(got, ", 2021-05..2021-05, 1800x") {
		t.Errorf("label %q", got)
	}
	klines := r.dial(r.url("ws_market") + "/ws/btcusdt@kline_1h")
	book := r.dial(r.url("ws_public") + "/ws/btcusdt@bookTicker")
	r.heard(klines)
	r.heard(book)
	r.pass(12 * time.Second)

	var closed [][5]float64
	for _, f := range r.heard(klines) {
		if strings.Contains(f, `"x":true`) {
			closed = append(closed, [5]float64{field(t, f, "o"), field(t, f, "h"), field(t, f, "l"), field(t, f, "c"), field(t, f, "v")})
		}
	}
	want := [][5]float64{{103, 120.5, 102.5, 118, 40.125}, {118, 118, 97, 99.5, 77}, {99.5, 101, 99.25, 100, 9}}
	if diff := cmp.Diff(want, closed); diff != "" {
		t.Errorf("closed bars: %s", diff)
	}
	visited := map[float64]bool{}
	for _, f := range r.heard(book) {
		bid, ask := field(t, f, "b"), field(t, f, "a")
		for _, bar := range want {
			for _, p := range bar[:4] {
				visited[p] = visited[p] || bid <= p && p <= ask
			}
		}
	}
	for p, seen := range visited {
		if !seen {
			t.Errorf("the book never stood at %v", p)
		}
	}
	select {
	case <-r.b.Done():
	default:
		t.Error("the end of the data was not told")
	}
	if got := append(r.heard(klines), r.heard(book)...); len(got) != 0 {
		t.Errorf("after the end: %s", got)
	}
	r.pass(2 * time.Second)
	if got := append(r.heard(klines), r.heard(book)...); len(got) != 0 {
		t.Errorf("long after the end: %s", got)
	}
	var mark struct {
		Next int64  `json:"nextFundingTime"`
		Rate string `json:"lastFundingRate"`
	}
	if code := r.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1d", nil); code != http.StatusOK {
		t.Errorf("history after the end: %d", code)
	}
	if code := r.get("/fapi/v1/openInterest?symbol=BTCUSDT", nil); code != http.StatusBadRequest {
		t.Errorf("open interest that nobody recorded: %d", code)
	}
	if r.get("/fapi/v1/premiumIndex?symbol=BTCUSDT", &mark); mark.Next != 0 || mark.Rate != "" {
		t.Errorf("funding that nobody recorded: %+v", mark)
	}
}
