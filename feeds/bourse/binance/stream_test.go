package binance

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/model/modeltest"
)

// A stream on the wrong route, without a route or in the wrong case is
// acknowledged and never heard of again (venue page, §1).
func TestRoutes(t *testing.T) {
	r := start(t, "")
	tests := []struct {
		name, path, stream string
		speaks             bool
	}{
		{"book on public", "/public/ws", "btcusdt@bookTicker", true},
		{"all books on public", "/public/ws", "!bookTicker", true},
		{"mark on market", "/market/ws", "btcusdt@markPrice@1s", true},
		{"slow mark on market", "/market/ws", "btcusdt@markPrice", true},
		{"all marks", "/market/ws", "!markPrice@arr", true},
		{"all marks each second", "/market/ws", "!markPrice@arr@1s", true},
		{"day", "/market/ws", "ethusdt@ticker", true},
		{"all days", "/market/ws", "!ticker@arr", true},
		{"mini", "/market/ws", "ethusdt@miniTicker", true},
		{"all minis", "/market/ws", "!miniTicker@arr", true},
		{"kline", "/market/ws", "ethusdt@kline_1h", true},
		{"combined", "/market/stream", "ethusdt@kline_1m", true},
		{"book on market", "/market/ws", "btcusdt@bookTicker", false},
		{"mark on public", "/public/ws", "btcusdt@markPrice@1s", false},
		{"kline on public", "/public/stream", "btcusdt@kline_1h", false},
		{"no route", "/ws", "btcusdt@markPrice@1s", false},
		{"no route, combined", "/stream", "btcusdt@bookTicker", false},
		{"upper case", "/market/ws", "BTCUSDT@markPrice@1s", false},
		{"wrong case of the rest", "/market/ws", "btcusdt@markprice", false},
		{"no such symbol", "/market/ws", "nopeusdt@ticker", false},
		{"no such length", "/market/ws", "btcusdt@kline_7h", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := r.Dial(tt.path)
			ack := r.ask(c, `{"method":"SUBSCRIBE","params":["`+tt.stream+`"],"id":1}`)
			if got := ack[len(ack)-1]; got != `{"result":null,"id":1}` {
				t.Fatalf("answered %s", got)
			}
			r.Pass(7 * time.Second)
			got := r.heard(c)
			if speaks := len(got) > 0; speaks != tt.speaks {
				t.Errorf("%d frames, want some: %v", len(got), tt.speaks)
			}
			if tt.path == "/market/stream" && !strings.HasPrefix(got[0], `{"stream":"`+tt.stream+`","data":{`) {
				t.Errorf("not wrapped: %.80s", got[0])
			}
		})
	}
}

func TestStreamsInTheAddress(t *testing.T) {
	r := start(t, "")
	plain := r.Dial("/market/ws/btcusdt@markPrice@1s/ethusdt@ticker")
	wrapped := r.Dial("/market/stream?streams=btcusdt@markPrice@1s/ethusdt@ticker")
	if got := r.ask(plain, list); got[0] != `{"result":["btcusdt@markPrice@1s","ethusdt@ticker"],"id":99}` {
		t.Errorf("subscribed to %s", got)
	}
	r.heard(wrapped)
	r.Pass(3 * time.Second)
	bare, packed := r.heard(plain), r.heard(wrapped)
	if len(bare) == 0 || len(bare) != len(packed) {
		t.Fatalf("%d plain frames and %d wrapped ones", len(bare), len(packed))
	}
	for i := range bare {
		if !strings.HasSuffix(packed[i], `"data":`+bare[i]+"}") {
			t.Errorf("%s is not the wrapped %s", packed[i], bare[i])
		}
	}
}

func TestRequests(t *testing.T) {
	r := start(t, "")
	c := r.Dial("/market/ws")
	tests := []struct{ name, request, answer string }{
		{"subscribe", `{"method":"SUBSCRIBE","params":["btcusdt@markPrice","x"],"id":1}`, `{"result":null,"id":1}`},
		{"twice is once", `{"method":"SUBSCRIBE","params":["x"],"id":2}`, `{"result":null,"id":2}`},
		{"list", `{"method":"LIST_SUBSCRIPTIONS","id":3}`, `{"result":["btcusdt@markPrice","x"],"id":3}`},
		{"unsubscribe", `{"method":"UNSUBSCRIBE","params":["x"],"id":4}`, `{"result":null,"id":4}`},
		{"list again", `{"method":"LIST_SUBSCRIPTIONS","id":5}`, `{"result":["btcusdt@markPrice"],"id":5}`},
		{"set combined", `{"method":"SET_PROPERTY","params":["combined",true],"id":6}`, `{"result":null,"id":6}`},
		{"get combined", `{"method":"GET_PROPERTY","params":["combined"],"id":7}`, `{"result":true,"id":7}`},
		{"unknown property", `{"method":"GET_PROPERTY","params":["speed"],"id":8}`, `{"code":0,"msg":"Unknown property","id":8}`},
	}
	for _, tt := range tests {
		got := r.ask(c, tt.request)
		if last := got[len(got)-1]; last != tt.answer {
			t.Errorf("%s: %s, want %s", tt.name, last, tt.answer)
		}
	}
	c = r.Dial("/market/ws") // ten messages a second are all there are
	for _, tt := range []struct {
		name, request string
		code          int
	}{
		{"no JSON", `{"method"`, invalidJSON},
		{"no method", `{"id":1}`, invalidRequest},
		{"id is text", `{"method":"SUBSCRIBE","params":["a"],"id":"1"}`, invalidRequest},
		{"id is negative", `{"method":"SUBSCRIBE","params":["a"],"id":-1}`, invalidRequest},
		{"params are no list", `{"method":"SUBSCRIBE","params":"a","id":1}`, wrongType},
		{"a stream is no text", `{"method":"SUBSCRIBE","params":[1],"id":1}`, wrongType},
		{"unknown method", `{"method":"LOGIN","id":1}`, invalidRequest},
		{"combined is no boolean", `{"method":"SET_PROPERTY","params":["combined","yes"],"id":1}`, wrongType},
	} {
		got := r.ask(c, tt.request)
		var e struct {
			Code int    `json:"code"`
			Msg  string `json:"msg"`
		}
		if err := json.Unmarshal([]byte(got[0]), &e); err != nil || e.Code != tt.code || e.Msg == "" {
			t.Errorf("%s: %s, want code %d", tt.name, got[0], tt.code)
		}
	}
}

func TestTooManyStreams(t *testing.T) {
	r := start(t, "")
	names := make([]string, maxStreams)
	for i := range names {
		names[i] = fmt.Sprintf("%q", fmt.Sprintf("coin%dusdt@ticker", i))
	}
	c := r.Dial("/market/ws")
	if got := r.ask(c, `{"method":"SUBSCRIBE","params":[`+strings.Join(names, ",")+`],"id":1}`); got[0] != `{"result":null,"id":1}` {
		t.Errorf("%d streams: %s", maxStreams, got[0])
	}
	if got := r.ask(c, `{"method":"SUBSCRIBE","params":["one@more"],"id":2}`); !strings.HasPrefix(got[0], `{"code":2`) {
		t.Errorf("one more: %s", got[0])
	}
}

// A closed kline follows every bar, in order, with the figures REST gives.
func TestClosedKlines(t *testing.T) {
	r := start(t, "")
	c := r.Dial("/market/stream?streams=btcusdt@kline_1h/ethusdt@kline_1h/btcusdt@kline_4h")
	r.heard(c)
	r.Pass(40 * time.Second) // 6 h 40 min
	type row struct {
		K struct {
			Open   int64  `json:"t"`
			End    int64  `json:"T"`
			Symbol string `json:"s"`
			Step   string `json:"i"`
			O      string `json:"o"`
			H      string `json:"h"`
			L      string `json:"l"`
			C      string `json:"c"`
			V      string `json:"v"`
			Closed bool   `json:"x"`
			F      int64  `json:"f"`
			Last   int64  `json:"L"`
			Taker  string `json:"V"`
			Quote  string `json:"q"`
			TakerQ string `json:"Q"`
		} `json:"k"`
	}
	closes := map[string][]row{}
	var order []int64
	for _, frame := range r.heard(c) {
		var m struct{ Data row }
		if err := json.Unmarshal([]byte(frame), &m); err != nil {
			t.Fatal(err)
		}
		if k := m.Data.K; k.Closed {
			closes[k.Symbol+k.Step] = append(closes[k.Symbol+k.Step], m.Data)
			order = append(order, k.End)
		}
	}
	for i := 1; i < len(order); i++ {
		if order[i] < order[i-1] {
			t.Error("an earlier bar closed after a later one")
		}
	}
	for name, n := range map[string]int{"BTCUSDT1h": 6, "ETHUSDT1h": 6, "BTCUSDT4h": 1} {
		if len(closes[name]) != n {
			t.Fatalf("%s closed %d times, want %d", name, len(closes[name]), n)
		}
		k := closes[name][0].K
		var rest [][]any
		r.get(fmt.Sprintf("/fapi/v1/klines?symbol=%s&interval=%s&startTime=%d&limit=%d", k.Symbol, k.Step, k.Open, n), &rest)
		for i, want := range rest {
			k := closes[name][i].K
			got := []any{float64(k.Open), k.O, k.H, k.L, k.C, k.V, float64(k.End), k.Quote}
			if diff := cmp.Diff(want[:8], got); diff != "" {
				t.Errorf("%s bar %d: %s", name, i, diff)
			}
		}
	}
}

// The update id of the book grows with every frame.
func TestBookIDsGrow(t *testing.T) {
	r := start(t, "")
	c := r.Dial("/public/ws/btcusdt@bookTicker/!bookTicker")
	r.heard(c)
	r.Pass(6 * time.Second)
	last := map[string]int64{}
	for _, frame := range r.heard(c) {
		var b struct {
			U int64  `json:"u"`
			S string `json:"s"`
			T int64  `json:"T"`
		}
		if err := json.Unmarshal([]byte(frame), &b); err != nil {
			t.Fatal(err)
		}
		if b.U <= last[b.S] {
			t.Errorf("%s: id %d after %d", b.S, b.U, last[b.S])
		}
		last[b.S] = b.U
	}
	if len(last) != 4 {
		t.Errorf("books of %d symbols, want 4", len(last))
	}
}

// Around a settlement: the frame stamped exactly at it has the old rate and
// time, the next one the new (venue page, §3).
func TestFundingSwitch(t *testing.T) {
	r := start(t, "")
	c := r.Dial("/market/ws/btcusdt@markPrice@1s")
	r.heard(c)
	r.Pass(50 * time.Second) // past 08:00
	at := int64(r.From) + 8*3600_000
	var next []int64
	for _, frame := range r.heard(c) {
		var m struct {
			E    int64           `json:"E"`
			Name json.RawMessage `json:"e"`
			T    int64           `json:"T"`
		}
		if err := json.Unmarshal([]byte(frame), &m); err != nil {
			t.Fatal(err)
		}
		switch {
		case m.E <= at && m.E > int64(r.From) && m.T != at, m.E > at && m.T != at+8*3600_000:
			t.Errorf("at %s next funding is %s", model.Millis(m.E), model.Millis(m.T))
		}
		if m.E == at {
			next = append(next, m.T)
		}
	}
	if len(next) == 0 {
		t.Error("no frame at the very moment of the settlement")
	}
}

func TestDelistingIsAnnounced(t *testing.T) {
	r := start(t, "delisting")
	c := r.Dial("/market/ws/!contractInfo/blurusdt@kline_1h")
	r.heard(c)
	r.Pass(40 * time.Second)
	var states []string
	for _, frame := range r.heard(c) {
		var m struct {
			Event  string          `json:"e"`
			At     json.RawMessage `json:"E"`
			Status string          `json:"cs"`
			Off    int64           `json:"dt"`
		}
		if err := json.Unmarshal([]byte(frame), &m); err != nil {
			t.Fatal(err)
		}
		if m.Event == "contractInfo" {
			states = append(states, m.Status+"@"+strconv.FormatInt((m.Off-int64(r.From))/3600_000, 10)+"h")
		}
	}
	if diff := cmp.Diff([]string{"TRADING@6h", "SETTLING@6h"}, states); diff != "" {
		t.Error(diff)
	}
}

// Events have the fields of the venue's own frames of 2026.
func TestShapes(t *testing.T) {
	r := start(t, "delisting")
	pub, mkt := r.Dial("/public/ws/btcusdt@bookTicker"), r.Dial("/market/ws/btcusdt@markPrice@1s/btcusdt@ticker/btcusdt@kline_1h/!contractInfo")
	r.heard(pub)
	r.heard(mkt)
	r.Pass(14 * time.Second)
	frames := map[string]string{}
	for _, f := range append(r.heard(pub), r.heard(mkt)...) {
		var m struct {
			Event string          `json:"e"`
			At    json.RawMessage `json:"E"`
		}
		if err := json.Unmarshal([]byte(f), &m); err != nil {
			t.Fatal(err)
		}
		frames[m.Event] = f
	}
	for _, tt := range []struct {
		event, file string
		extra       []string // in ours, newer than the capture
		lacking     []string // brackets come only when they change
	}{
		{"markPriceUpdate", "usdm_ws_markprice_3s_combined_2026-08.json", nil, nil},
		{"bookTicker", "usdm_ws_bookticker_raw_2026-07.json", nil, nil},
		{"24hrTicker", "usdm_ws_24hrticker_2026-05.json", []string{"ps", "st"}, nil},
		{"kline", "usdm_ws_kline_closed_2026-08.json", nil, nil},
		{"contractInfo", "usdm_ws_contractinfo_with_brackets.json", []string{"st"}, []string{"bks"}},
	} {
		t.Run(tt.event, func(t *testing.T) {
			want := reference(t, tt.file)
			for _, k := range tt.extra {
				want[k] = true
			}
			for _, k := range tt.lacking {
				delete(want, k)
			}
			if diff := cmp.Diff(want, keys(t, frames[tt.event])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// reference returns the fields of a captured frame, without its wrapper.
func reference(t *testing.T, file string) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "binance", file))
	if err != nil {
		t.Fatal(err)
	}
	var wrapped struct{ Data json.RawMessage }
	if err := json.Unmarshal(b, &wrapped); err == nil && len(wrapped.Data) > 0 {
		b = wrapped.Data
	}
	return keys(t, string(b))
}

func TestStepsFollowSubscriptions(t *testing.T) {
	r := start(t, "")
	c := r.Dial("/market/ws/btcusdt@kline_1h/ethusdt@kline_1h/btcusdt@kline_1d")
	r.heard(c)
	if diff := cmp.Diff([]model.Interval{model.Hour1, model.Day1}, r.X.Steps()); diff != "" {
		t.Error(diff)
	}
	r.ask(c, `{"method":"UNSUBSCRIBE","params":["btcusdt@kline_1d"],"id":1}`)
	if diff := cmp.Diff([]model.Interval{model.Hour1}, r.X.Steps()); diff != "" {
		t.Error(diff)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); len(r.X.Steps()) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a socket that has gone still counts")
		}
	}
}

func FuzzRequest(f *testing.F) {
	for _, s := range []string{
		`{"method":"SUBSCRIBE","params":["btcusdt@ticker"],"id":1}`, `{"method":"x","id":18446744073709551615}`,
		`{"method":"SET_PROPERTY","params":["combined",true],"id":2}`, `[]`, `{"method":null}`, "\xff",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		r, bad := parseRequest(message)
		if bad != nil {
			if !json.Valid(bad.body("")) {
				t.Errorf("the refusal %s is no JSON", bad.body(""))
			}
			return
		}
		if _, bad := r.names(); bad == nil && !json.Valid(result(r.id, "null")) {
			t.Errorf("the answer to %q is no JSON", message)
		}
	})
}

func FuzzTopic(f *testing.F) {
	for _, s := range []string{"btcusdt@kline_1M", "!ticker@arr", "btcusdt@markPrice@1s", "@", "btcusdt@"} {
		f.Add(s)
	}
	x := &Exchange{lower: map[string]int{"btcusdt": 0}, streamSymbols: []string{"btcusdt"}}
	f.Fuzz(func(t *testing.T, name string) {
		if got, ok := x.parseTopic(name); ok && x.nameOf(got) != name {
			t.Errorf("%q is called %q", name, x.nameOf(got))
		}
	})
}
