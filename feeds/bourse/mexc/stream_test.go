package mexc

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
	"eddy/model/modeltest"
)

func ask(method, symbol string) string {
	return `{"method":"` + method + `","param":{"symbol":"` + symbol + `","interval":"Min60"}}`
}

// Every channel is acknowledged without a name and speaks with its data before
// its channel; a contract that does not exist is refused alone, and an unknown
// method is not answered at all (venue page, §3).
func TestChannels(t *testing.T) {
	r := start(t)
	for _, tt := range []struct {
		name, method, symbol, answer string
	}{
		{"ticker", "sub.ticker", "BTC_USDT", "success"},
		{"all tickers", "sub.tickers", "", "success"},
		{"mark", "sub.fair.price", "BTC_USDT", "success"},
		{"index", "sub.index.price", "BTC_USDT", "success"},
		{"funding", "sub.funding.rate", "FILECOIN_USDT", "success"},
		{"bars", "sub.kline", "ETH_USDT", "success"},
		{"book", "sub.depth.full", "ETH_USDT", "success"},
		{"a coin by its plain name", "sub.ticker", "FIL_USDT", "Contract [FIL_USDT] not exists"},
		{"no such contract", "sub.ticker", "NOPE_USDT", "Contract [NOPE_USDT] not exists"},
		{"lower case", "sub.ticker", "btc_usdt", "Contract [btc_usdt] not exists"},
		{"no such method", "sub.prices", "BTC_USDT", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := r.Dial(socketPath)
			r.Say(c, ask(tt.method, tt.symbol))
			got := r.heard(c)
			var answer struct{ Channel, Data string }
			if len(got) > 0 {
				if err := json.Unmarshal([]byte(got[0]), &answer); err != nil {
					t.Fatal(err)
				}
			}
			if answer.Data != tt.answer {
				t.Errorf("answered %+v", answer)
			}
			r.Pass(15 * time.Second)
			data := 0
			for _, f := range append(got, r.heard(c)...) {
				if strings.Contains(f, `"channel":"push.`+strings.TrimPrefix(tt.method, "sub.")+`"`) && json.Valid([]byte(f)) {
					data++
				}
			}
			if served := tt.answer == "success"; served != (data > 1) {
				t.Errorf("%d frames of data", data)
			}
			r.Say(c, ask("un"+tt.method, tt.symbol))
			r.heard(c)
			r.Pass(3 * time.Second)
			if got := r.heard(c); len(got) != 0 {
				t.Errorf("after it was taken back: %d frames", len(got))
			}
		})
	}
}

// The last word on a bar comes stamped with its end, and its volume counts
// contracts: turnover is volume times size times price (venue page, §5).
func TestBars(t *testing.T) {
	r := start(t)
	c := r.Dial(socketPath)
	r.Say(c, ask("sub.kline", "BTC_USDT"))
	r.heard(c)
	r.Pass(13 * time.Second) // two hours of market time and a bit
	ended := 0
	for _, f := range r.heard(c) {
		var push struct {
			Stamp int64 `json:"ts"`
			Data  struct {
				T          int64
				O, C, H, L float64
				Q, A       float64
				Interval   string
			}
		}
		if err := json.Unmarshal([]byte(f), &push); err != nil {
			t.Fatalf("%v in %s", err, f)
		}
		k := push.Data
		if k.T%3600 != 0 || k.Interval != "Min60" || k.H < k.L || k.Q > 0 && math.Abs(k.A/(k.Q*0.0001*(k.O+k.C+k.H+k.L)/4)-1) > 0.05 {
			t.Errorf("bar %s", f)
		}
		if push.Stamp == (k.T+3600)*1000 {
			ended++
		}
	}
	if ended != 2 {
		t.Errorf("%d bars ended, want 2", ended)
	}
}

// A client that does not ping is cut after a minute although data flow.
func TestSilentClientIsCut(t *testing.T) {
	r := start(t)
	silent, awake := r.Dial(socketPath), r.Dial(socketPath)
	r.Say(silent, ask("sub.ticker", "BTC_USDT"))
	r.heard(silent)
	for range 5 {
		r.heard(awake)
		r.Pass(15 * time.Second)
	}
	r.Ended(silent)
	r.heard(awake)
}

// So many topics as were seen to work are served; one more costs the socket.
func TestTooManyTopics(t *testing.T) {
	r := startWith(t, gate.Rules{}, synthetic.DefaultAssets()[:16])
	c := r.Dial(socketPath)
	asked := 0
	for _, contract := range r.X.coins {
		for _, k := range klineSteps {
			if asked == mostTopics {
				break
			}
			asked++
			r.Say(c, `{"method":"sub.kline","param":{"symbol":"`+contract.symbol+`","interval":"`+k.name+`"}}`)
		}
	}
	r.heard(c)
	r.Pass(100 * time.Millisecond)
	r.heard(c)
	r.Say(c, ask("sub.ticker", "BTC_USDT"))
	r.heard(c)
	r.Pass(100 * time.Millisecond)
	r.Ended(c)
}

func TestFlood(t *testing.T) {
	r := startWith(t, Rules, synthetic.DefaultAssets()[:1])
	c := r.Dial(socketPath)
	for range Rules.MessagesPerSecond + 1 {
		if err := c.WriteMessage(1, []byte(`{"method":"ping"}`)); err != nil {
			break // it is cut already
		}
	}
	r.Ended(c)
}

func TestNonsense(t *testing.T) {
	r := start(t)
	c := r.Dial(socketPath)
	for _, text := range []string{"{", `[]`, `7`} {
		r.Say(c, text)
		if got := r.heard(c); len(got) != 1 || !strings.Contains(got[0], "rs.error") {
			t.Errorf("%q was answered %q", text, got)
		}
	}
	r.Ended(r.Dial("/ws"))
}

// Rows have the fields of the venue's own frames.
func TestShapes(t *testing.T) {
	r := start(t)
	c := r.Dial(socketPath)
	r.Say(c, ask("sub.ticker", "BTC_USDT"))
	r.Say(c, ask("sub.funding.rate", "BTC_USDT"))
	r.Say(c, ask("sub.fair.price", "BTC_USDT"))
	frames := map[string]string{}
	for _, f := range r.heard(c) {
		var head struct{ Channel string }
		if err := json.Unmarshal([]byte(f), &head); err != nil {
			t.Fatal(err)
		}
		frames[head.Channel] = f
	}
	for channel, file := range map[string]string{
		"push.ticker": "ws_ticker_2020.json", "push.funding.rate": "ws_funding_rate.json", "push.fair.price": "ws_fair_price.json",
	} {
		want, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "mexc", file))
		if err != nil {
			t.Fatal(err)
		}
		lacking := keys(t, want)
		for k := range keys(t, []byte(frames[channel])) {
			delete(lacking, k)
		}
		for _, k := range []string{"riseFallRates", "riseFallRatesOfTimezone", "zone"} { // of other spans than a day
			delete(lacking, k)
		}
		if len(lacking) > 0 {
			t.Errorf("%s lacks %v", channel, lacking)
		}
	}
}

// keys returns the names of the members of a frame's data.
func keys(t *testing.T, frame []byte) map[string]bool {
	t.Helper()
	var f struct{ Data map[string]json.RawMessage }
	if err := json.Unmarshal(frame, &f); err != nil {
		t.Fatalf("%v in %s", err, frame)
	}
	out := map[string]bool{}
	for k := range f.Data {
		out[k] = true
	}
	return out
}

func TestRest(t *testing.T) {
	r := start(t)
	for _, tt := range []struct {
		path   string
		status int
		code   int
		begins string
	}{
		{"ping", 200, 0, "1"},
		{"detail", 200, 0, `[{`},
		{"detail?symbol=FILECOIN_USDT", 200, 0, `{"amountScale":4`},
		{"detail?symbol=NOPE_USDT", 200, 1001, ""},
		{"ticker", 200, 0, `[{"symbol":"BTC_USDT","lastPrice":`},
		{"ticker?symbol=ETH_USDT", 200, 0, `{"symbol":"ETH_USDT"`},
		{"funding_rate", 200, 0, `[{"symbol":"BTC_USDT","fundingRate":`},
		{"funding_rate/ETH_USDT", 200, 0, `{"symbol":"ETH_USDT"`},
		{"funding_rate/NOPE_USDT", 200, 1001, ""},
		{"funding_rate/history?symbol=BTC_USDT&page_size=2", 200, 0, `{"pageSize":2`},
		{"funding_rate/history?symbol=BTC_USDT&page_size=x", 200, 600, ""},
		{"index_price/BTC_USDT", 200, 0, `{"symbol":"BTC_USDT","indexPrice":`},
		{"fair_price/BTC_USDT", 200, 0, `{"symbol":"BTC_USDT","fairPrice":`},
		{"depth/BTC_USDT?limit=5", 200, 0, `{"asks":[[`},
		{"kline/BTC_USDT?interval=Min60", 200, 0, `{"time":[`},
		{"kline/BTC_USDT?interval=1h", 200, 600, ""},
		{"kline/BTC_USDT?interval=Min60&start=-1", 200, 600, ""},
		{"kline/NOPE_USDT?interval=Min60", 200, 1001, ""},
		{"nothing", 404, 0, ""},
		{"nothing/BTC_USDT", 404, 0, ""},
	} {
		status, e := r.get(prefix + tt.path)
		if status != tt.status || e.Code != tt.code || e.Success != (tt.begins != "") || !strings.HasPrefix(string(e.Data), tt.begins) {
			t.Errorf("%s: %d, code %d, %.60s", tt.path, status, e.Code, e.Data)
		}
	}
	if status, _ := r.get("/api/v2/ping"); status != 404 {
		t.Errorf("another version answers %d", status)
	}
}

// Bars come by columns, oldest first, within the seconds asked for.
func TestKlines(t *testing.T) {
	r := start(t)
	var all, part struct {
		Time                        []int64
		Open, Close, High, Low, Vol []float64
		Amount, RealOpen, RealClose []float64
	}
	r.into(prefix+"kline/BTC_USDT?interval=Min60", &all)
	n := len(all.Time)
	if n < 100 || n > mostBars || len(all.Open) != n || len(all.Vol) != n || len(all.RealClose) != n {
		t.Fatalf("%d bars", n)
	}
	for i := 1; i < n; i++ {
		if all.Time[i]-all.Time[i-1] != 3600 {
			t.Fatalf("%d is followed by %d", all.Time[i-1], all.Time[i])
		}
	}
	r.into(fmt.Sprintf("%skline/BTC_USDT?interval=Min60&start=%d&end=%d", prefix, all.Time[n-10], all.Time[n-6]), &part)
	if d := cmp.Diff(all.Time[n-10:n-5], part.Time); d != "" {
		t.Error(d)
	}
}

// Funding comes newest first, page by page, and goes on from where the running
// one began.
func TestFundingHistory(t *testing.T) {
	r := start(t)
	r.Pass(time.Second) // away from midnight, when funding is just being settled
	var first, second settlementPage
	r.into(prefix+"funding_rate/history?symbol=FILECOIN_USDT&page_num=1&page_size=2", &first)
	r.into(prefix+"funding_rate/history?symbol=FILECOIN_USDT&page_num=2&page_size=2", &second)
	list := append(first.List, second.List...)
	if len(list) != 4 || first.Current != 1 || second.Current != 2 || first.Pages != (first.Count+1)/2 {
		t.Fatalf("got %+v and %+v", first, second)
	}
	for i := 1; i < len(list); i++ {
		if list[i-1].At-list[i].At != 4*3600_000 || list[i].Cycle != 4 {
			t.Errorf("%+v is followed by %+v", list[i-1], list[i])
		}
	}
	var running struct{ NextSettleTime, CollectCycle int64 }
	r.into(prefix+"funding_rate/FILECOIN_USDT", &running)
	if running.CollectCycle != 4 || running.NextSettleTime-list[0].At != 4*3600_000 {
		t.Errorf("running %+v after %+v", running, list[0])
	}
}

func TestRestLimit(t *testing.T) {
	r := start(t)
	for range 10 {
		r.get(prefix + "detail?symbol=BTC_USDT")
	}
	if status, e := r.get(prefix + "detail"); status != 200 || e.Code != 510 || e.Success {
		t.Errorf("got %d, code %d", status, e.Code)
	}
	if _, e := r.get(prefix + "ping"); e.Code != 0 {
		t.Errorf("another path: code %d", e.Code)
	}
	r.Pass(2 * time.Second)
	if _, e := r.get(prefix + "detail"); e.Code != 0 {
		t.Errorf("code %d two seconds later", e.Code)
	}
}

func TestStepsFollowSubscriptions(t *testing.T) {
	r := start(t)
	c := r.Dial(socketPath)
	r.Say(c, ask("sub.kline", "BTC_USDT"))
	r.Say(c, ask("sub.kline", "BTC_USDT")) // twice is once
	r.heard(c)
	if d := cmp.Diff([]model.Interval{model.Hour1}, r.X.Steps()); d != "" {
		t.Error(d)
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
