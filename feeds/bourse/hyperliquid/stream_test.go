package hyperliquid

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model/modeltest"
)

// TestFramesAreTheVenues compares the fields of every stream with those of a
// frame the venue really sent.
func TestFramesAreTheVenues(t *testing.T) {
	r := start(t)
	for _, tc := range []struct{ subscription, channel, file string }{
		{`{"type":"activeAssetCtx","coin":"BTC"}`, "activeAssetCtx", "ws_active_asset_ctx_btc_2026-09-03.json"},
		{`{"type":"bbo","coin":"BTC"}`, "bbo", "ws_bbo_btc_2026-09-03.json"},
		{`{"type":"candle","coin":"BTC","interval":"1h"}`, "candle", "ws_candle_hype_1d_2025-12.json"},
	} {
		c := r.dial()
		r.Say(c, subscribe(tc.subscription))
		ack := `{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":` + tc.subscription + `}}`
		if got := r.read(c); got != ack {
			t.Fatalf("got %s, want %s before anything else", got, ack)
		}
		r.Pass(2 * time.Second)
		frames := r.heard(c)
		if len(frames) == 0 {
			t.Fatalf("%s: silent", tc.channel)
		}
		body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "hyperliquid", tc.file))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range frames {
			if d := cmp.Diff(shape(t, string(bytes.TrimSpace(body))), shape(t, f)); d != "" {
				t.Errorf("%s (-venue +got):\n%s", f, d)
			}
		}
	}
}

// TestPoison is what one wrong name does: the line breaks, and everything else
// on it with it.
func TestPoison(t *testing.T) {
	for _, name := range []string{"btc", "PEPE", "KPEPE", "XYZ:SP500", "SP500", "NOPE", ""} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c := r.dial()
			r.Say(c, subscribe(`{"type":"bbo","coin":"BTC"}`))
			r.read(c)
			r.Say(c, subscribe(`{"type":"bbo","coin":"`+name+`"}`))
			if !r.isCut(c) {
				t.Error("the line holds")
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	r := start(t)
	c := r.dial()
	mids := `{"type":"allMids","dex":null}`
	for _, tc := range []struct{ name, message, want string }{
		{"subscribe", subscribe(`{"type":"candle","coin":"kPEPE","interval":"4h"}`), `{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"candle","coin":"kPEPE","interval":"4h"}}}`},
		{"again", subscribe(`{"type":"candle","coin":"kPEPE","interval":"4h"}`), `{"channel":"error","data":"Already subscribed: {\"type\":\"candle\",\"coin\":\"kPEPE\",\"interval\":\"4h\"}"}`},
		{"unsubscribe", `{"method":"unsubscribe","subscription":{"type":"candle","coin":"kPEPE","interval":"4h"}}`, `{"channel":"subscriptionResponse","data":{"method":"unsubscribe","subscription":{"type":"candle","coin":"kPEPE","interval":"4h"}}}`},
		{"again", `{"method":"unsubscribe","subscription":{"type":"candle","coin":"kPEPE","interval":"4h"}}`, `{"channel":"error","data":"Already unsubscribed: {\"type\":\"candle\",\"coin\":\"kPEPE\",\"interval\":\"4h\"}"}`},
		{"no JSON", `{"method"`, `{"channel":"error","data":"Error parsing JSON into valid websocket request: {\"method\""}`},
		{"no such method", `{"method":"login"}`, `{"channel":"error","data":"Error parsing JSON into valid websocket request: {\"method\":\"login\"}"}`},
		{"no such type", subscribe(`{"type":"tickers","coin":"BTC"}`), `{"channel":"error","data":"Error parsing JSON into valid websocket request: {\"method\":\"subscribe\",\"subscription\":{\"type\":\"tickers\",\"coin\":\"BTC\"}}"}`},
		{"no such length", subscribe(`{"type":"candle","coin":"BTC","interval":"7h"}`), `{"channel":"error","data":"Error parsing JSON into valid websocket request: {\"method\":\"subscribe\",\"subscription\":{\"type\":\"candle\",\"coin\":\"BTC\",\"interval\":\"7h\"}}"}`},
		{"defaults filled in", subscribe(`{"type":"allMids"}`), `{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":` + mids + `}}`},
	} {
		r.Say(c, tc.message)
		if got := r.read(c); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, got, tc.want)
		}
	}
	if got := r.read(c); !strings.HasPrefix(got, `{"channel":"allMids","data":{"mids":{"@142":`) || !strings.Contains(got, `"kPEPE":"0.00`) {
		t.Errorf("got %s", got)
	}
}

// TestBarsCloseInOrder: the last frame of a bar is what it came to, and every
// bar has one.
func TestBarsCloseInOrder(t *testing.T) {
	r := start(t)
	c := r.dial()
	r.Say(c, subscribe(`{"type":"candle","coin":"ETH","interval":"1h"}`))
	r.read(c)
	r.Pass(20 * time.Second)
	type bar struct {
		Data struct {
			Open int64  `json:"t"`
			End  int64  `json:"T"`
			C    string `json:"c"`
		} `json:"data"`
	}
	finals := map[int64]string{}
	var opened []int64
	for _, f := range r.heard(c) {
		var b bar
		if err := json.Unmarshal([]byte(f), &b); err != nil {
			t.Fatal(err)
		}
		if n := len(opened); n == 0 || opened[n-1] != b.Data.Open {
			opened = append(opened, b.Data.Open)
		}
		finals[b.Data.Open] = b.Data.C
	}
	if len(opened) < 4 {
		t.Fatalf("got %d bars", len(opened))
	}
	for i := 1; i < len(opened); i++ {
		if opened[i] != opened[i-1]+3_600_000 {
			t.Errorf("bar %d opens at %d behind %d", i, opened[i], opened[i-1])
		}
	}
	for _, open := range opened[:len(opened)-1] {
		_, body, _ := r.post(fmt.Sprintf(`{"type":"candleSnapshot","req":{"coin":"ETH","interval":"1h","startTime":%d,"endTime":%d}}`, open, open))
		if !strings.Contains(body, `"c":"`+finals[open]+`"`) {
			t.Errorf("the stream ends with %s, by REST it is %s", finals[open], body)
		}
	}
}

func TestIdleLineIsClosed(t *testing.T) {
	r := start(t)
	idle, kept := r.dial(), r.dial()
	r.heard(idle)
	for range 3 {
		r.heard(kept)
		r.Pass(25 * time.Second)
	}
	if !r.isCut(idle) {
		t.Error("a line on which the venue was silent for a minute holds")
	}
	r.heard(kept)
}

func TestLimits(t *testing.T) {
	t.Run("messages", func(t *testing.T) {
		r := start(t)
		c := r.dial()
		for range mostMessages + 1 {
			if err := c.WriteMessage(1, []byte(`{"method":"ping"}`)); err != nil {
				break // cut already
			}
		}
		if !r.isCut(c) {
			t.Error("the line holds")
		}
	})
	t.Run("lines", func(t *testing.T) {
		r := start(t)
		for range mostConnections {
			r.heard(r.dial())
		}
		if !r.isCut(r.dial()) {
			t.Error("one line more than allowed holds")
		}
	})
	t.Run("new lines", func(t *testing.T) {
		r := start(t)
		for range newConnections {
			c := r.dial()
			r.heard(c)
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			for r.Server.Sockets() > 0 {
				time.Sleep(time.Millisecond) // the server notices on its own time
			}
		}
		if !r.isCut(r.dial()) {
			t.Error("one new line more than allowed holds")
		}
	})
}

// TestDelisted still answers, with a frozen mark and nulls.
func TestDelisted(t *testing.T) {
	r := start(t)
	c := r.dial()
	r.Say(c, subscribe(`{"type":"activeAssetCtx","coin":"ETH"}`))
	r.Pass(2 * time.Second)
	r.heard(c)
	coin := r.X.coinOf["ETH"]
	r.X.view.Delist(coin, r.X.view.Now())
	for range 3 {
		r.Pass(10 * time.Second)
	}
	frames := r.heard(c)
	last := frames[len(frames)-1]
	for _, part := range []string{`"openInterest":"0.0"`, `"premium":null`, `"midPx":null,"impactPxs":null`} {
		if !strings.Contains(last, part) {
			t.Errorf("no %s in %s", part, last)
		}
	}
	if _, body, _ := r.post(`{"type":"meta"}`); !strings.Contains(body, `"name":"ETH","maxLeverage":20,"marginTableId":20,"isDelisted":true`) {
		t.Errorf("got %s", body)
	}
}

// TestThousands: a k counts a thousand coins in price and size.
func TestThousands(t *testing.T) {
	r := start(t)
	_, body, _ := r.post(`{"type":"metaAndAssetCtxs"}`)
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte(body), &parts); err != nil {
		t.Fatal(err)
	}
	var contexts []struct {
		Mark     json.Number `json:"markPx"`
		Interest json.Number `json:"openInterest"`
	}
	if err := json.Unmarshal(parts[1], &contexts); err != nil {
		t.Fatal(err)
	}
	mark, err := contexts[2].Mark.Float64()
	if err != nil || mark < 0.001 || mark > 0.1 {
		t.Errorf("mark of a thousand: got %v, %v", contexts[2].Mark, err)
	}
	held, ok := r.X.view.OpenInterest(2)
	interest, err := contexts[2].Interest.Float64()
	if !ok || err != nil || interest < held.Coins/1000-1 || interest > held.Coins/1000+1 {
		t.Errorf("open interest: got %v, %v of %v coins", interest, err, held.Coins)
	}
}
