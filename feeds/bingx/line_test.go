package bingx_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/backfill"
	"eddy/feeds/bingx"
	"eddy/feeds/station"
	"eddy/model"
)

// wayward serves a list of one contract and a socket that refuses its bars and
// leaks one all the same, sends a frame nobody asked for, one that is too large
// to be unpacked, and says Ping; whatever it hears goes to heard.
func wayward(t *testing.T, heard chan<- string) *httptest.Server {
	bomb := pack(t, strings.Repeat(" ", 9<<20))
	large := pack(t, `{"code":0,"dataType":"BTC-USDT@ticker","data":{"pad":"`+strings.Repeat("x", 2<<20)+`"}}`)
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !websocket.IsWebSocketUpgrade(r) {
			data := `[]`
			if strings.HasSuffix(r.URL.Path, "/contracts") {
				data = `[{"symbol":"BTC-USDT","status":1,"apiStateOpen":"true"}]`
			}
			fmt.Fprint(w, `{"code":0,"msg":"","data":`+data+`}`)
			return
		}
		ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		say := func(frame []byte) { _ = ws.WriteMessage(websocket.BinaryMessage, frame) } // a client that left hears nothing
		for {
			_, message, err := ws.ReadMessage()
			if err != nil {
				return
			}
			var req struct{ ID, DataType string }
			if json.Unmarshal(message, &req) != nil {
				heard <- string(message)
				continue
			}
			switch {
			case strings.Contains(req.DataType, "kline"):
				say(pack(t, `{"id":"`+req.ID+`","code":80015,"msg":"paused","dataType":"","data":null}`))
				say(pack(t, `{"code":0,"dataType":"BTC-USDT@kline_1h","data":[{"c":"1","o":"1","h":"1","l":"1","v":"1","T":1789999200000}]}`))
				say(pack(t, `{"code":0,"dataType":"ETH-USDT@ticker","data":{"s":"ETH-USDT","c":"1"}}`))
				say(bomb)
				say(large)
				say(pack(t, "Ping"))
			default:
				say(pack(t, `{"id":"`+req.ID+`","code":0,"msg":"","dataType":"","data":null}`))
			}
			if strings.HasSuffix(req.DataType, "@markPrice") {
				say(pack(t, `{"code":0,"dataType":"BTC-USDT@markPrice","data":{"E":1790000000000,"s":"BTC-USDT","p":"5"}}`))
			}
		}
	}))
}

// TestLine hears only what the venue said yes to, answers the Ping, and goes on
// after frames that make no sense.
func TestLine(t *testing.T) {
	t.Parallel()
	heard := make(chan string, 8)
	server := wayward(t, heard)
	t.Cleanup(server.Close)
	v, e := open(t, bingx.Config{
		Rest: server.URL, WS: "ws" + strings.TrimPrefix(server.URL, "http") + "/swap-market",
		Setup: station.Setup{Assets: []model.Asset{"BTC"}, History: []backfill.Want{}},
	})
	select {
	case got := <-heard:
		if got != "Pong" {
			t.Errorf("heard %q, want Pong", got)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the Ping was not answered")
	}
	e.Await(t, 0, "the refusal", func(ev model.Event) bool {
		return ev.Kind == model.KindError && strings.Contains(ev.Text, "paused (code 80015)")
	})
	e.Await(t, 0, "a mark price after all of that", func(ev model.Event) bool { return ev.Kind == model.KindMark && ev.Mark == 5 })
	for _, ev := range e.Heard() {
		if ev.Kind == model.KindBar || ev.Symbol == "ETH-USDT" {
			t.Errorf("what leaked was let out: %+v", ev)
		}
	}
	if h := v.Health(); h.Dropped != 2 || h.Errors < 2 || h.Reconnects != 0 {
		t.Errorf("health: got %+v, want two frames dropped, two refused, and one connection", h)
	}
}
