package bingx

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestAnswers(t *testing.T) {
	r := start(t)
	c := r.dial()
	const yes = `{"id":"s","code":0,"msg":"","dataType":"","data":null}`
	no := func(words string) string {
		return `{"id":"s","code":80015,"msg":"` + words + `","dataType":"","data":null}`
	}
	for _, tc := range []struct{ name, request, want string }{
		{"a topic", subscribe("ETH-USDT@kline_1h"), yes},
		{"the same again", subscribe("ETH-USDT@kline_1h"), yes},
		{"taken back", request{"u", "unsub", "ETH-USDT@kline_1h"}.text(), `{"id":"u","code":0,"msg":"","dataType":"","data":null}`},
		{"an unknown symbol", subscribe("NOPE-USDT@ticker"), no("dataType not support")},
		{"in lower case", subscribe("btc-usdt@ticker"), no("dataType not support")},
		{"an unknown channel", subscribe("BTC-USDT@fundingRate"), no("dataType not support")},
		{"an unknown length", subscribe("BTC-USDT@kline_7m"), no("dataType not support")},
	} {
		if got := r.ask(c, tc.request); len(got) != 1 || got[0] != tc.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tc.name, got, tc.want)
		}
	}
	for _, mute := range []string{`{"id":"l","reqType":"sub","dataType":["BTC-USDT@ticker"]}`, `{"id":`, `{"id":"d","reqType":"dance"}`} {
		if err := c.WriteMessage(websocket.TextMessage, []byte(mute)); err != nil {
			t.Fatal(err)
		}
		if got := r.heard(c); len(got) != 0 {
			t.Errorf("%s was answered: %s", mute, got)
		}
	}
}

// TestFrames holds every channel to the shape of the venue page, §4.
func TestFrames(t *testing.T) {
	r := start(t)
	c := r.dial()
	channels := []string{"ticker", "bookTicker", "markPrice", "lastPrice", "kline_1h"}
	for _, ch := range channels {
		r.ask(c, subscribe("ETH-USDT@"+ch))
	}
	r.Pass(3 * time.Second)
	first := map[string]string{}
	for _, f := range r.heard(c) {
		var head struct {
			Topic string `json:"dataType"`
		}
		if err := json.Unmarshal([]byte(f), &head); err != nil {
			t.Fatalf("%v in %s", err, f)
		}
		if _, ch, _ := strings.Cut(head.Topic, "@"); first[ch] == "" {
			first[ch] = f
		}
	}
	for ch, wants := range map[string][]string{
		"ticker":     {`"e":"24hTicker"`, `"A":"`, `"a":"`, `"B":"`, `"b":"`, `"P":"`, `"O":`, `"C":`},
		"bookTicker": {`"e":"bookTicker","u":`, `"T":`, `"s":"ETH-USDT"`},
		"markPrice":  {`"e":"markPriceUpdate"`, `"p":"`},
		"lastPrice":  {`"e":"lastPriceUpdate"`, `"c":"`},
		"kline_1h":   {`"s":"ETH-USDT","data":[{"c":"`, `"T":`},
	} {
		for _, want := range append(wants, `{"code":0,"dataType":"ETH-USDT@`+ch+`"`) {
			if !strings.Contains(first[ch], want) {
				t.Errorf("%s: no %s in %s", ch, want, first[ch])
			}
		}
	}
}

// TestPongsKeepASocketAlive lets one client answer and one not.
func TestPongsKeepASocketAlive(t *testing.T) {
	r := start(t)
	good, mute := r.dial(), r.dial()
	r.heard(good) // both are known to the venue
	r.heard(mute)
	for round := range mostMissed + 2 {
		r.Pass(pingEvery + 50*time.Millisecond)
		if got := r.read(good); got != "Ping" {
			t.Fatalf("got %q, want Ping", got)
		}
		if round < mostMissed && r.read(mute) != "Ping" { // at once: a cut may lose what nobody has read
			t.Fatalf("round %d: the mute one heard something else than a Ping", round)
		}
		if err := good.WriteMessage(websocket.TextMessage, []byte("Pong")); err != nil {
			t.Fatal(err)
		}
		r.heard(good) // the pong was heard
	}
	if _, frame, err := mute.ReadMessage(); err == nil {
		t.Errorf("after %d pings without a pong came %q", mostMissed, frame)
	}
}

func TestTheTopicBeyondTheLimitIsRefusedAndLeaks(t *testing.T) {
	r := start(t)
	c := r.dial()
	asked := 0
	for coin := range r.X.coins {
		for _, k := range klineSteps {
			r.ask(c, subscribe(r.X.nameOf(topic{stream: kline, coin: coin})[:len(r.X.symbols[coin])+7]+k.name))
			asked++
		}
	}
	s := r.X.hub.Sessions(topic{stream: kline})[0]
	for i := asked; i < mostTopics; i++ {
		r.X.hub.Add(topic{stream: ticker, coin: 1000 + i}, s)
	}
	got := r.ask(c, subscribe("BTC-USDT@markPrice"))
	if len(got) != 1 || !strings.Contains(got[0], fmt.Sprintf(`"code":%d`, codeTooMany)) {
		t.Errorf("got %s", got)
	}
	if leak := r.heard(c); len(leak) != 1 || !strings.Contains(leak[0], "BTC-USDT@markPrice") {
		t.Errorf("got %s, want one frame that leaks", leak)
	}
}

func TestADelistedCoinIsRefused(t *testing.T) {
	r := start(t)
	r.X.view.Delist(1, r.X.view.Now())
	r.Pass(time.Second)
	c := r.dial()
	if got := r.ask(c, subscribe(r.X.symbols[1]+"@markPrice")); !strings.Contains(got[0], "80015") {
		t.Errorf("got %s", got)
	}
}

func TestSocketsAreCounted(t *testing.T) {
	r := start(t)
	var last *websocket.Conn
	for range mostSockets {
		last = r.dial()
		r.heard(last)
	}
	if _, _, err := r.dial().ReadMessage(); err == nil {
		t.Error("one socket too many speaks")
	}
}

func TestOtherPathsHaveNoSocket(t *testing.T) {
	r := start(t)
	c, _, err := websocket.DefaultDialer.Dial("ws://"+r.Server.Address()+"/market", nil)
	if err != nil {
		return
	}
	defer c.Close()
	if _, _, err = c.ReadMessage(); err == nil {
		t.Error("/market speaks")
	}
}
