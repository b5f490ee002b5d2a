package binance

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/model"
)

func TestReadBars(t *testing.T) {
	const t0, hour = 1790002800000, 3600_000
	row := func(n int, prices string) string {
		return fmt.Sprintf(`[%d,%s,"2",%d,"1",1,"1","1","0"]`, t0+n*hour, prices, t0+(n+1)*hour-1)
	}
	good := `"100","110","90","105"`
	three := "[" + row(0, good) + "," + row(1, good) + "," + row(2, good) + "]"
	for _, tc := range []struct {
		name, body string
		now        model.Millis
		bars, rows int
		fails      bool
	}{
		{"the last one is open", three, t0 + 3*hour - 1, 2, 3, false},
		{"the last one has closed", three, t0 + 3*hour, 3, 3, false},
		{"a clock that lags costs the last row only", three, t0, 2, 3, false},
		{"nothing heard of the clock", three, 0, 2, 3, false},
		{"a broken row is a hole", "[" + row(0, good) + "," + row(1, `"0","0","0","0"`) + "," + row(2, good) + "]", t0 + 9*hour, 2, 3, false},
		{"a row twice", "[" + row(0, good) + "," + row(0, good) + "]", t0 + 9*hour, 1, 2, false},
		{"a row that is none", `[5,` + row(0, good) + "]", t0 + 9*hour, 1, 2, false},
		{"empty", "[]", t0, 0, 0, false},
		{"null", "null", t0, 0, 0, false},
		{"cut off", three[:len(three)-1], t0, 0, 0, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bars, rows, err := readBars([]byte(tc.body), 1, tc.now)
			if len(bars) != tc.bars || rows != tc.rows || (err != nil) != tc.fails {
				t.Errorf("got %d bars of %d rows, %v; want %d of %d", len(bars), rows, err, tc.bars, tc.rows)
			}
		})
	}
}

func FuzzReadBars(f *testing.F) {
	f.Add([]byte(`[[1672531200000,"16537.50","16618.80","16488.00","16610.30","105502.965",1672617599999,"1746449849.73920",594299,"52617.509","871082706.82390","0"]]`), 1000.0)
	f.Add([]byte(`null`), 1.0)
	f.Add([]byte(`[[1,2],{"a":1},[]]`), 1e6)
	f.Fuzz(func(t *testing.T, body []byte, multiplier float64) {
		bars, rows, err := readBars(body, multiplier, 1790000000000)
		if err == nil && !json.Valid(body) {
			t.Errorf("accepted what is no JSON: %q", body)
		}
		if len(bars) > rows {
			t.Errorf("%d bars of %d rows", len(bars), rows)
		}
		for i, b := range bars {
			if !b.Consistent() || !b.Closed || i > 0 && b.OpenTime <= bars[i-1].OpenTime {
				t.Errorf("bar %d: %+v", i, b)
			}
		}
	})
}

func TestPointless(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"unknown symbol", &rest.Error{Status: 400, Code: "-1121"}, true},
		{"too many requests", &rest.Error{Status: 429}, false},
		{"banned for a while", &rest.Error{Status: 418}, false},
		{"firewall", &rest.Error{Status: 403}, false},
		{"server trouble", &rest.Error{Status: 503}, false},
		{"network", errors.New("connection reset"), false},
		{"nothing", nil, false},
	} {
		if got := errors.Is(pointless(tc.err), backfill.ErrPointless); got != tc.want {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestInspect(t *testing.T) {
	for _, tc := range []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"refusal", 400, `{"code":-1121,"msg":"Invalid symbol."}`, "-1121 Invalid symbol."},
		{"refusal with status 200", 200, `{"code":-1003,"msg":"Too many"}`, "-1003 Too many"},
		{"a good body", 200, `{"openInterest":"5","symbol":"BTCUSDT","time":1}`, ""},
		{"a list", 200, `[]`, ""},
		{"success in words", 200, `{"code":200,"msg":"success"}`, ""},
		{"a page of a firewall", 403, `<html>`, ""},
		{"nothing", 500, ``, ""},
	} {
		got := ""
		if e := inspect(tc.status, []byte(tc.body)); e != nil {
			got = e.Code + " " + e.Msg
		}
		if got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}
