package weex

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// frame has what tests look at.
type frame struct {
	Event  string          `json:"e"`
	Stamp  int64           `json:"E"`
	Symbol string          `json:"s"`
	First  int64           `json:"U"`
	ID     int64           `json:"u"`
	Data   json.RawMessage `json:"d"`
	Bids   [][2]string     `json:"b"`
	Asks   [][2]string     `json:"a"`
	UpA    json.RawMessage `json:"A"`
}

func read(t *testing.T, text string) (f frame) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return f
}

func TestAnswers(t *testing.T) {
	r := start(t)
	c := r.dial()
	for _, tc := range []struct{ name, request, want string }{
		{"ping", `{"method":"PING","id":7}`, `{"result":true,"id":7}`},
		{"a stream", subscribe("ETHUSDT@ticker"), `{"result":true,"id":1}`},
		{"in other letters", subscribe("ethusdt@ticker"), `{"result":true,"id":1}`},
		{"taken back", `{"method":"UNSUBSCRIBE","params":["ETHUSDT@ticker"],"id":3}`, `{"result":true,"id":3}`},
		{"one that does not exist", subscribe("ETHUSDT@ticker", "NOPEUSDT@ticker"), `{"result":false,"id":1,"msg":"INVALID_ARGUMENT: invalid symbol : NOPEUSDT"}`},
		{"best bid and ask", subscribe("ETHUSDT@bookTicker"), `{"result":false,"id":1,"msg":"INVALID_ARGUMENT: invalid event : bookTicker"}`},
		{"another size", subscribe("ETHUSDT@depth20"), `{"result":false,"id":1,"msg":"INVALID_ARGUMENT: invalid event : depth20"}`},
		{"bars of nothing", subscribe("ETHUSDT@kline_1h"), `{"result":false,"id":1,"msg":"INVALID_ARGUMENT: invalid event : kline_1h"}`},
	} {
		got := r.ask(c, tc.request)
		if last := got[len(got)-1]; last != tc.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tc.name, last, tc.want)
		}
	}
	if r.X.hub.Any(func(topic) bool { return true }) {
		t.Error("a refused request subscribed to something")
	}
}

func TestTheSixthRefusalClosesTheSocket(t *testing.T) {
	r := start(t)
	c := r.dial()
	for range mostRefusals {
		r.ask(c, subscribe("NOPEUSDT@ticker"))
	}
	_, _, err := c.ReadMessage()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != 1007 {
		t.Errorf("got %v, want a close with 1007", err)
	}
}

func TestTooManyStreams(t *testing.T) {
	r := start(t)
	var names []string
	for _, k := range klineSteps {
		for _, s := range r.X.symbols {
			names = append(names, s+"@kline_"+k.name+"_LAST_PRICE", s+"@kline_"+k.name+"_MARK_PRICE")
		}
	}
	for _, s := range r.X.symbols {
		names = append(names, s+"@depth15", s+"@depth200", s+"@ticker")
	}
	if len(names) > mostStreams {
		names = names[:mostStreams]
	}
	c := r.dial()
	got := r.ask(c, subscribe(append(names, names...)[:mostStreams+1]...))
	if len(names) < mostStreams/2 || !strings.Contains(got[len(got)-1], "too many subscriptions") {
		t.Errorf("%d names gave %s", len(names), got[len(got)-1])
	}
}

func TestTooManyOperationsCutTheSocket(t *testing.T) {
	r := start(t)
	c := r.dial()
	for range mostOperations / 2 {
		r.ask(c, subscribe("ETHUSDT@ticker"))
		r.ask(c, `{"method":"UNSUBSCRIBE","params":["ETHUSDT@ticker"],"id":2}`)
	}
	if err := c.WriteMessage(websocket.TextMessage, []byte(subscribe("ETHUSDT@ticker"))); err != nil {
		t.Fatal(err)
	}
	if _, b, err := c.ReadMessage(); err == nil {
		t.Errorf("got %s, want the line to be cut", b)
	}
}

func TestSocketsWithoutSubscriptionsOrAnswersAreCut(t *testing.T) {
	r := start(t)
	idle, mute := r.dial(), r.dial()
	r.ask(mute, subscribe("ETHUSDT@kline_1w_LAST_PRICE"))
	r.Pass(idleFor + time.Second)
	if _, _, err := idle.ReadMessage(); err == nil {
		t.Error("an idle socket was kept")
	}
	r.Pass(pingEvery)
	for !strings.Contains(string(r.Read(mute)), `"event":"ping"`) { // at once: a cut may lose what nobody has read
		continue
	}
	pings := 1
	r.Pass(time.Duration(mostUnanswered+1) * pingEvery)
	for {
		_, b, err := mute.ReadMessage()
		if err != nil {
			break
		}
		if strings.Contains(string(b), `"event":"ping"`) {
			pings++
		}
	}
	if pings > mostUnanswered {
		t.Errorf("cut after %d unanswered pings", pings)
	}
}

func TestAnAnswerKeepsTheSocket(t *testing.T) {
	r := start(t)
	c := r.dial()
	r.ask(c, subscribe("ETHUSDT@kline_1w_LAST_PRICE"))
	for range mostUnanswered + 3 {
		r.Pass(pingEvery)
		if err := c.WriteMessage(websocket.TextMessage, []byte(`{"method":"PONG","id":1}`)); err != nil {
			t.Fatal(err)
		}
		r.heard(c)
	}
}

// TestBooksAddUp lays every change over the snapshot and comes to what a client
// that arrives later is told, and each change chains to the one before.
func TestBooksAddUp(t *testing.T) {
	for _, d := range depths {
		t.Run(d.name, func(t *testing.T) {
			r := start(t)
			early := r.dial()
			frames := r.ask(early, subscribe("ETHUSDT@"+d.name))
			frames = frames[:len(frames)-1]
			r.Pass(8 * time.Second)
			frames = append(frames, r.heard(early)...)
			sides, id := [2]map[string]string{{}, {}}, int64(0)
			for i, text := range frames {
				f := read(t, text)
				if i == 0 && f.Event != "depthSnapshot" || i > 0 && (f.Event != "depth" || f.First != id) {
					t.Fatalf("frame %d after %d: %.120s", i, id, text)
				}
				id = f.ID
				for k, side := range [2][][2]string{f.Bids, f.Asks} {
					for _, l := range side {
						if sides[k][l[0]] = l[1]; l[1] == "0" {
							delete(sides[k], l[0])
						}
					}
				}
			}
			late := read(t, r.ask(r.dial(), subscribe("ETHUSDT@"+d.name))[0])
			if len(frames) < 5 || late.ID != id || len(late.Bids) != d.levels {
				t.Fatalf("%d frames to %d, then a snapshot of %d with %d bids", len(frames), id, late.ID, len(late.Bids))
			}
			for k, side := range [2][][2]string{late.Bids, late.Asks} {
				if len(side) != len(sides[k]) {
					t.Errorf("side %d: %d levels summed, %d told late", k, len(sides[k]), len(side))
				}
				for _, l := range side {
					if sides[k][l[0]] != l[1] {
						t.Errorf("side %d at %s: %s summed, %s told late", k, l[0], sides[k][l[0]], l[1])
					}
				}
			}
		})
	}
}

// TestBarsFollowTheirSnapshot hears every hour to its end, in order.
func TestBarsFollowTheirSnapshot(t *testing.T) {
	r := start(t)
	c := r.dial()
	frames := r.ask(c, subscribe("BTCUSDT@kline_1h_LAST_PRICE"))
	frames = frames[:len(frames)-1]
	r.Pass(30 * time.Second)
	frames = append(frames, r.heard(c)...)
	type bar struct {
		Open int64  `json:"t"`
		End  int64  `json:"T"`
		I    string `json:"i"`
		UpI  string `json:"I"`
	}
	last, ended := int64(0), 0
	for i, text := range frames {
		f := read(t, text)
		var bars []bar
		if err := json.Unmarshal(f.Data, &bars); err != nil {
			t.Fatal(err)
		}
		if i == 0 && (f.Event != "klineSnapshot" || len(bars) != pastBars) || i > 0 && len(bars) != 1 {
			t.Fatalf("frame %d: %s of %d bars", i, f.Event, len(bars))
		}
		for _, b := range bars {
			if b.End != b.Open+3_600_000 || last != 0 && b.Open != last && b.Open != last+3_600_000 {
				t.Fatalf("bar %d to %d after %d", b.Open, b.End, last)
			}
			last = b.Open
			if i > 0 && f.Stamp >= b.End {
				ended++
			}
		}
	}
	if ended != 5 {
		t.Errorf("%d hours came to an end in 30 s, want 5", ended)
	}
}

func TestTickers(t *testing.T) {
	r := start(t)
	c := r.dial()
	r.ask(c, subscribe("BTCUSDT@ticker"))
	r.Pass(3 * time.Second)
	got := r.heard(c)
	if len(got) < 5 || len(got) > 11 {
		t.Errorf("%d tickers in 3 s", len(got))
	}
	var data []map[string]json.RawMessage
	if err := json.Unmarshal(read(t, got[0]).Data, &data); err != nil || len(data) != 1 {
		t.Fatalf("%v in %s", err, got[0])
	}
	for _, name := range strings.Split("p P w c o h l v q O C n m i", " ") {
		if data[0][name] == nil {
			t.Errorf("no %s", name)
		}
	}
}

func TestREST(t *testing.T) {
	r := start(t)
	now := strconv.FormatInt(int64(r.X.view.Now()), 10)
	for _, tc := range []struct {
		path   string
		status int
		want   string
	}{
		{"time", 200, `{"serverTime":` + now + `}`},
		{"exchangeInfo", 200, `"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT"`},
		{"premiumIndex", 200, `"collectCycle":`},
		{"premiumIndex?symbol=BTCUSDT", 200, `[{"symbol":"BTCUSDT"`},
		{"ticker/24hr?symbol=ethusdt", 200, `"lastPrice":`},
		{"ticker/bookTicker", 200, `"askPrice":`},
		{"klines?symbol=BTCUSDT&interval=1h&limit=2", 200, `[[`},
		{"klines?symbol=BTCUSDT&interval=1h&limit=1001", 400, `{"code":-1142,"msg":"Parameter 'limit' is invalid."}`},
		{"klines?symbol=BTCUSDT&interval=7h", 400, `Parameter 'interval' is invalid.`},
		{"historyKlines?symbol=BTCUSDT&interval=1d&endTime=" + now + "&limit=3", 200, `[[`},
		{"historyKlines?symbol=BTCUSDT&interval=1d&startTime=5&endTime=4", 400, `Parameter 'startTime' is invalid.`},
		{"fundingRate?symbol=BTCUSDT&limit=2", 200, `"fundingTime":`},
		{"openInterest?symbol=BTCUSDT", 200, `{"openInterest":`},
		{"openInterest", 400, `{"code":-1141,`},
		{"openInterest?symbol=NOPEUSDT", 400, `{"code":-1121,`},
		{"symbolPrice?symbol=BTCUSDT&priceType=LAST", 200, `"price":`},
		{"symbolPrice?symbol=BTCUSDT&priceType=X", 400, `priceType`},
		{"depth?symbol=BTCUSDT&limit=15", 200, `"lastUpdateId":`},
		{"depth?symbol=BTCUSDT&limit=20", 400, `Parameter 'limit' is invalid.`},
		{"openInterestHist", 404, `"status":404`},
	} {
		status, body := r.get(pathPrefix + tc.path)
		if status != tc.status || !strings.Contains(body, tc.want) {
			t.Errorf("%s: got %d %.200s; want %d %s", tc.path, status, body, tc.status, tc.want)
		}
	}
}

func TestTooMuchWeightIsBanned(t *testing.T) {
	r := start(t)
	for range weightPerSpan / 40 {
		if status, _ := r.get(pathPrefix + "ticker/24hr?symbol=BTCUSDT"); status != 200 {
			t.Fatalf("got %d within the limit", status)
		}
	}
	if status, body := r.get(pathPrefix + "ticker/24hr"); status != 429 || !strings.Contains(body, `"code"`) {
		t.Errorf("got %d %s beyond the limit", status, body)
	}
	r.Wait(banned - time.Second)
	if status, _ := r.get(pathPrefix + "time"); status != 429 {
		t.Errorf("got %d while banned", status)
	}
	r.Wait(2 * time.Second)
	if status, _ := r.get(pathPrefix + "time"); status != 200 {
		t.Errorf("got %d after the ban", status)
	}
}

func TestADelistedCoinVanishes(t *testing.T) {
	r := start(t)
	r.X.view.Delist(1, r.X.view.Now())
	r.Pass(time.Second)
	if got := r.ask(r.dial(), subscribe(r.X.symbols[1]+"@ticker")); !strings.Contains(got[0], "invalid symbol") {
		t.Errorf("got %s", got)
	}
	if _, body := r.get(pathPrefix + "exchangeInfo"); strings.Contains(body, r.X.symbols[1]) {
		t.Error("it is listed still")
	}
}
