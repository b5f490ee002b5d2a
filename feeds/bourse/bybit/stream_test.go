package bybit

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"eddy/feeds/bourse/market"
)

func TestAnswers(t *testing.T) {
	r := start(t)
	c := r.dial()
	long := strings.Repeat(`"x",`, 10)
	for _, tc := range []struct{ name, request, want string }{
		{"ping", `{"req_id":"p1","op":"ping"}`, `{"success":true,"ret_msg":"pong","conn_id":"eddy-1","req_id":"p1","op":"ping"}`},
		{"a topic", subscribe("kline.60.ETHUSDT"), `{"success":true,"ret_msg":"","conn_id":"eddy-1","req_id":"s","op":"subscribe"}`},
		{"the same again", subscribe("tickers.BTCUSDT", "kline.60.ETHUSDT"), `{"success":false,"ret_msg":"error:already subscribed,topic:kline.60.ETHUSDT","conn_id":"eddy-1","req_id":"s","op":"subscribe"}`},
		{"twice in one", subscribe("tickers.BTCUSDT", "tickers.BTCUSDT"), `{"success":false,"ret_msg":"error:already subscribed,topic:tickers.BTCUSDT","conn_id":"eddy-1","req_id":"s","op":"subscribe"}`},
		{"one that does not exist", subscribe("tickers.BTCUSDT", "tickers.NOPEUSDT"), `{"success":false,"ret_msg":"error:handler not found,topic:tickers.NOPEUSDT","conn_id":"eddy-1","req_id":"s","op":"subscribe"}`},
		{"a length that does not exist", subscribe("kline.7.BTCUSDT"), `{"success":false,"ret_msg":"error:handler not found,topic:kline.7.BTCUSDT","conn_id":"eddy-1","req_id":"s","op":"subscribe"}`},
		{"nothing", `{"op":"subscribe","args":[]}`, `{"success":false,"ret_msg":"error:no args","conn_id":"eddy-1","op":"subscribe"}`},
		{"taken back", `{"req_id":"u","op":"unsubscribe","args":["kline.60.ETHUSDT"]}`, `{"success":true,"ret_msg":"","conn_id":"eddy-1","req_id":"u","op":"unsubscribe"}`},
		{"and asked for again", subscribe("kline.60.ETHUSDT"), `{"success":true,"ret_msg":"","conn_id":"eddy-1","req_id":"s","op":"subscribe"}`},
		{"an unknown op", `{"op":"dance"}`, `{"success":false,"ret_msg":"error:unknown op \"dance\"","conn_id":"eddy-1","op":"dance"}`},
		{"no JSON", `{"op":` + long, `{"success":false,"ret_msg":"error:request not a valid json","conn_id":"eddy-1","op":""}`},
	} {
		got := r.ask(c, tc.request)
		if len(got) != 1 || got[0] != tc.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tc.name, got, tc.want)
		}
	}
	if got := r.X.hub.Sessions(topic{stream: tickers, coin: 0}); len(got) != 0 {
		t.Error("a refused request subscribed to something")
	}
}

func TestTopicsOfOneSocketAreCounted(t *testing.T) {
	r := start(t)
	s := &session{x: r.X, args: maxArgs - 10}
	if refusal := s.subscribe([]string{"tickers.BTCUSDT"}); !strings.Contains(refusal, "over 21000 characters") {
		t.Errorf("got %q", refusal)
	}
}

func TestPathsWithoutASocket(t *testing.T) {
	r := start(t)
	for _, path := range []string{"/", "/v5/public/spot", "/v5/public"} {
		c, _, err := websocket.DefaultDialer.Dial("ws://"+r.Server.Address()+path, nil)
		if err != nil {
			continue
		}
		if _, _, err = c.ReadMessage(); err == nil {
			t.Errorf("%s speaks", path)
		}
		_ = c.Close() // it is cut already
	}
}

// TestSnapshotsComeFirst hears the snapshots before the acknowledgement, as on
// the venue.
func TestSnapshotsComeFirst(t *testing.T) {
	r := start(t)
	got := r.ask(r.dial(), subscribe("tickers.BTCUSDT", "orderbook.1.BTCUSDT", "kline.60.BTCUSDT"))
	if len(got) != 3 || read(t, got[0]).Type != "snapshot" || read(t, got[1]).Topic != "orderbook.1.BTCUSDT" {
		t.Fatalf("got %s", got)
	}
	var members map[string]string
	if err := json.Unmarshal(read(t, got[0]).Data, &members); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(memberNames[:], "symbol", "fundingCap", "preOpenPrice") {
		if _, ok := members[name]; !ok {
			t.Errorf("no %s", name)
		}
	}
	if members["openInterest"] == members["singleOpenInterest"] {
		t.Error("open interest counts both sides")
	}
}

// TestDeltasAddUp lays every delta over the snapshot and comes to what a client
// that arrives later is told.
func TestDeltasAddUp(t *testing.T) {
	r := start(t)
	early := r.dial()
	frames := r.ask(early, subscribe("tickers.ETHUSDT"))[:1]
	r.Pass(8 * time.Second)
	frames = append(frames, r.heard(early)...)
	sum, sequence, partial := map[string]string{}, int64(0), 0
	for i, text := range frames {
		f := read(t, text)
		if i > 0 && f.Type != "delta" || f.CS <= sequence {
			t.Fatalf("frame %d: %s number %d after %d", i, f.Type, f.CS, sequence)
		}
		sequence = f.CS
		members := map[string]string{}
		if err := json.Unmarshal(f.Data, &members); err != nil {
			t.Fatal(err)
		}
		if _, price := members["bid1Price"]; f.Type == "delta" {
			if _, size := members["bid1Size"]; price != size {
				t.Errorf("price and size of a side go together: %s", text)
			}
			if len(members) < len(memberNames)/2 {
				partial++
			}
		}
		for k, v := range members {
			sum[k] = v
		}
	}
	if len(frames) < 20 || partial < 10 {
		t.Errorf("%d frames, %d of them with few members", len(frames), partial)
	}
	late := map[string]string{}
	if err := json.Unmarshal(read(t, r.ask(r.dial(), subscribe("tickers.ETHUSDT"))[0]).Data, &late); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(late, sum); d != "" {
		t.Errorf("(-told late +summed):\n%s", d)
	}
}

// TestBarsCloseInOrder hears every hour once closed, none left out.
func TestBarsCloseInOrder(t *testing.T) {
	r := start(t)
	c := r.dial()
	r.ask(c, subscribe("kline.60.BTCUSDT", "kline.D.BTCUSDT"))
	r.Pass(40 * time.Second)
	last, closed := int64(0), 0
	for _, text := range r.heard(c) {
		var bars []struct {
			Start, End int64
			Interval   string
			Confirm    bool
		}
		if err := json.Unmarshal(read(t, text).Data, &bars); err != nil || len(bars) != 1 {
			t.Fatalf("%v in %s", err, text)
		}
		b := bars[0]
		if b.Interval != "60" || !b.Confirm {
			continue
		}
		if last != 0 && b.Start != last+3_600_000 || b.End != b.Start+3_599_999 {
			t.Errorf("bar %d after %d", b.Start, last)
		}
		last = b.Start
		closed++
	}
	if closed != 6 {
		t.Errorf("got %d closed hours in 40 s, want 6", closed)
	}
}

func TestADelistedCoinIsRefused(t *testing.T) {
	r := start(t)
	r.X.view.Delist(1, r.X.view.Now())
	r.Pass(time.Second)
	if got := r.ask(r.dial(), subscribe("tickers."+r.X.symbols[1])); !strings.Contains(got[0], "handler not found") {
		t.Errorf("got %s", got)
	}
	if state, _ := r.X.view.Status(1); statusName(state) != "Closed" || statusName(market.Pending) != "PreLaunch" {
		t.Errorf("got %s", statusName(state))
	}
}
