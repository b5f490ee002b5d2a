package model_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"eddy/model"
)

func TestNumKeepsFourStatesApart(t *testing.T) {
	type row struct {
		N model.Num `json:"n,omitzero"`
	}
	for _, tc := range []struct {
		name string
		n    model.Num
		want string
	}{
		{"absent", model.Num{}, `{}`},
		{"zero is a number", model.Known(0), `{"n":0}`},
		{"small price", model.Known(0.00000123), `{"n":0.00000123}`},
		{"stale is still a number", model.Stale(2.5, "26 h old"), `{"n":2.5}`},
		{"unknown says why", model.Unknown("needs 3 bars"), `{"n":{"unknown":"needs 3 bars"}}`},
		{"unknown text is cleaned", model.Unknown("a\x1b[2Jb"), `{"n":{"unknown":"a[2Jb"}}`},
		{"not applicable", model.NotApplicable("dated"), `{"n":null}`},
		{"NaN never leaves", model.Known(math.NaN()), `{"n":{"unknown":"not finite"}}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := json.Marshal(row{tc.n})
			if err != nil || string(got) != tc.want {
				t.Errorf("got %s, %v; want %s", got, err, tc.want)
			}
		})
	}
}

func TestMillis(t *testing.T) {
	m := model.MillisOf(time.Date(2021, 11, 10, 14, 25, 36, 789e6, time.UTC))
	if got, want := m.String(), "2021-11-10T14:25:36.789Z"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := m.Floor(model.Hour4).String(), "2021-11-10T12:00:00.000Z"; got != want {
		t.Errorf("floor: got %q, want %q", got, want)
	}
	if b, err := json.Marshal(model.Millis(0)); string(b) != "null" || err != nil {
		t.Errorf("unknown moment: got %s, %v; want null", b, err)
	}
	if model.Millis(0).Add(time.Hour).Known() {
		t.Error("an unknown moment became known by adding an hour")
	}
}

func TestInterval(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"1m": time.Minute, "15m": 15 * time.Minute, "1h": time.Hour, "4h": 4 * time.Hour, "1d": 24 * time.Hour, "1w": 7 * 24 * time.Hour,
	} {
		if got := model.Interval(d).String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := model.Hour4.PerYear(); got != 2190 {
		t.Errorf("4 h bars a year: got %v, want 2190", got)
	}
}

func TestSplitMultiplier(t *testing.T) {
	for _, tc := range []struct {
		base  string
		asset model.Asset
		coins float64
	}{
		{"BTC", "BTC", 1}, {"1000PEPE", "PEPE", 1000}, {"1000000MOG", "MOG", 1e6},
		{"1MBABYDOGE", "BABYDOGE", 1e6}, {"10000SATS", "SATS", 10000}, {"SHIB1000", "SHIB", 1000},
		{"1INCH", "1INCH", 1}, {"4USDT", "4USDT", 1}, {"币安人生", "币安人生", 1},
		{"1000X", "X", 1000}, {"API3", "API3", 1}, {"1000", "1000", 1},
	} {
		asset, coins := model.SplitMultiplier(tc.base)
		if asset != tc.asset || coins != tc.coins {
			t.Errorf("%s: got %s x %v, want %s x %v", tc.base, asset, coins, tc.asset, tc.coins)
		}
	}
	if a, k := model.SplitK("kPEPE"); a != "PEPE" || k != 1000 {
		t.Errorf("kPEPE: got %s x %v", a, k)
	}
	if a, k := model.SplitK("KAS"); a != "KAS" || k != 1 {
		t.Errorf("KAS: got %s x %v", a, k)
	}
}

func TestCleanText(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"plain", "plain"},
		{"a\x1b[31mred\x1b[0m", "a[31mred[0m"},
		{"bell\a and \x9b2J C1", "bell and 2J C1"},
		{"line\nbreak\tand tab", "line break and tab"},
		{"over\u202eride and zero\u200bwidth", "override and zerowidth"},
		{"币安人生 keeps", "币安人生 keeps"},
		{"broken \xff\xfe utf8", "broken  utf8"},
	} {
		if got := model.CleanText(tc.in); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.in, got, tc.want)
		}
	}
}
