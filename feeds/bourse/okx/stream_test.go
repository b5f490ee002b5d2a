package okx

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"eddy/model"
)

func subscription(channel, inst string) string {
	return `{"id":"q1","op":"subscribe","args":[{"channel":"` + channel + `","instId":"` + inst + `"}]}`
}

// Bars live on the business socket and everything else on the other; the index
// goes by the name of a pair (venue page, §1 and §3).
func TestChannels(t *testing.T) {
	r := start(t)
	for _, tt := range []struct {
		name, path, channel, inst string
		served                    bool
	}{
		{"tickers", publicPath, "tickers", "BTC-USDT-SWAP", true},
		{"best bid and ask", publicPath, "bbo-tbt", "BTC-USDT-SWAP", true},
		{"mark", publicPath, "mark-price", "BTC-USDT-SWAP", true},
		{"index", publicPath, "index-tickers", "BTC-USDT", true},
		{"funding", publicPath, "funding-rate", "BLUR-USDT-SWAP", true},
		{"open interest", publicPath, "open-interest", "ETH-USDT-SWAP", true},
		{"bars", businessPath, "candle1H", "ETH-USDT-SWAP", true},
		{"bars on public", publicPath, "candle1H", "ETH-USDT-SWAP", false},
		{"tickers on business", businessPath, "tickers", "ETH-USDT-SWAP", false},
		{"index by the swap", publicPath, "index-tickers", "BTC-USDT-SWAP", false},
		{"lower case", publicPath, "tickers", "btc-usdt-swap", false},
		{"no such contract", publicPath, "tickers", "NOPE-USDT-SWAP", false},
		{"no such channel", publicPath, "prices", "BTC-USDT-SWAP", false},
		{"no such length", businessPath, "candle7H", "BTC-USDT-SWAP", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r.Pass(time.Second) // three dials a second are allowed
			c := r.Dial(tt.path)
			r.Say(c, subscription(tt.channel, tt.inst))
			r.heard(c)
			r.Pass(7 * time.Second)
			r.Say(c, subscription(tt.channel, tt.inst))
			got := r.heard(c)
			data := 0
			for _, f := range got {
				if strings.HasPrefix(f, `{"arg":{"channel":"`+tt.channel+`","instId":"`+tt.inst+`"},"data":[`) && json.Valid([]byte(f)) {
					data++
				}
			}
			if tt.served != (data > 0) {
				t.Errorf("%d frames of data among %q", data, got)
			}
			answer := got[len(got)-1]
			if refused := strings.Contains(answer, `"code":"60018"`); refused == tt.served || !strings.Contains(answer, `"id":"q1"`) {
				t.Errorf("answered %s", answer)
			}
		})
	}
}

func TestOneBadArgIsRefusedAlone(t *testing.T) {
	r := start(t)
	c := r.Dial(publicPath)
	r.Say(c, `{"op":"subscribe","args":[{"channel":"mark-price","instId":"NOPE-USDT-SWAP"},{"channel":"mark-price","instId":"BTC-USDT-SWAP"}]}`)
	got := r.heard(c)
	if len(got) != 3 || !strings.Contains(got[0], "60018") || !strings.Contains(got[1], `"event":"subscribe"`) || !strings.Contains(got[2], `"markPx"`) {
		t.Errorf("got %q", got)
	}
}

// A closed bar is told once, with "1" in its last column, and its volumes agree
// with the size of a contract.
func TestBars(t *testing.T) {
	r := start(t)
	c := r.Dial(businessPath)
	r.Say(c, subscription("candle1H", "BTC-USDT-SWAP"))
	r.heard(c)
	r.Pass(13 * time.Second) // two hours of market time and a bit
	closed := 0
	for _, f := range r.heard(c) {
		var push struct{ Data [][]string }
		if err := json.Unmarshal([]byte(f), &push); err != nil || len(push.Data) != 1 || len(push.Data[0]) != 9 {
			t.Fatalf("%v in %s", err, f)
		}
		row := push.Data[0]
		if row[8] == "1" {
			closed++
		}
		contracts, coins := parse(t, row[5]), parse(t, row[6])
		if diff := contracts*0.01 - coins; diff > 0.01 || diff < -0.01 {
			t.Errorf("%v contracts are not %v coins", contracts, coins)
		}
		if open := model.Millis(parse(t, row[0])); open.Floor(model.Hour1) != open {
			t.Errorf("bar opens at %v", open)
		}
	}
	if closed != 2 {
		t.Errorf("%d closed bars, want 2", closed)
	}
}

func parse(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A socket over which nothing passes is cut after 30 seconds; one that pings
// stays.
func TestSilenceIsCut(t *testing.T) {
	r := start(t)
	silent, awake := r.Dial(publicPath), r.Dial(publicPath)
	r.heard(silent)
	for range 4 {
		r.heard(awake)
		r.Pass(10 * time.Second)
	}
	r.Ended(silent)
	r.heard(awake)
}

func TestTooManyOperations(t *testing.T) {
	r := start(t)
	c := r.Dial(publicPath)
	for i := range mostOperations {
		r.Say(c, subscription("mark-price", "BTC-USDT-SWAP"))
		if i%40 == 0 {
			r.heard(c)
		}
	}
	r.heard(c)
	r.Say(c, subscription("mark-price", "ETH-USDT-SWAP"))
	if got := r.heard(c); len(got) != 1 || !strings.Contains(got[0], "60014") {
		t.Fatalf("got %q", got)
	}
	r.Pass(time.Second)
	r.Ended(c)
}

func TestTooManyDials(t *testing.T) {
	r := start(t)
	for range mostDials {
		r.heard(r.Dial(publicPath))
	}
	r.Ended(r.Dial(publicPath))
	r.Pass(2 * time.Second)
	r.heard(r.Dial(businessPath))
}

func TestNonsense(t *testing.T) {
	r := start(t)
	c := r.Dial(publicPath)
	for _, text := range []string{"{", `[]`, `{"op":"login","args":[{}]}`, `{"op":"subscribe","args":[]}`, strings.Repeat("x", mostPayload+1)} {
		r.Say(c, text)
		if got := r.heard(c); len(got) != 1 || !strings.Contains(got[0], "60012") {
			t.Errorf("%.20q was answered %q", text, got)
		}
	}
	r.Ended(r.Dial("/ws/v5/private"))
}

// Funding names the settlement after the next one "nextFundingTime".
func TestFunding(t *testing.T) {
	r := start(t)
	r.Pass(time.Second) // away from midnight, when funding is just being settled
	_, _, rows := r.get("/api/v5/public/funding-rate?instId=BLUR-USDT-SWAP")
	var f struct{ FundingTime, NextFundingTime, PrevFundingTime, SettFundingRate string }
	if len(rows) != 1 || json.Unmarshal(rows[0], &f) != nil {
		t.Fatalf("got %s", rows)
	}
	now := r.X.view.Now()
	next, after := model.Millis(parse(t, f.FundingTime)), model.Millis(parse(t, f.NextFundingTime))
	if next <= now || next.Sub(now) > 4*time.Hour || after.Sub(next) != 4*time.Hour {
		t.Errorf("at %v next %v, then %v", now, next, after)
	}
	_, _, past := r.get("/api/v5/public/funding-rate-history?instId=BLUR-USDT-SWAP&limit=2")
	var p struct{ FundingTime, RealizedRate string }
	if len(past) != 2 || json.Unmarshal(past[0], &p) != nil || p.FundingTime != f.PrevFundingTime || p.RealizedRate != f.SettFundingRate {
		t.Errorf("settled %s, running %+v", past, f)
	}
}

// History is told from the newest backwards; "after" means older and "before"
// newer (venue page, §5).
func TestPaging(t *testing.T) {
	r := start(t)
	path := "/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1H&limit=3"
	opens := func(path string) []string {
		_, code, rows := r.get(path)
		if code != "0" {
			t.Fatalf("%s: code %s", path, code)
		}
		var out []string
		for _, raw := range rows {
			var row []string
			if err := json.Unmarshal(raw, &row); err != nil {
				t.Fatal(err)
			}
			out = append(out, row[0])
		}
		return out
	}
	first := opens(path)
	next := opens(path + "&after=" + first[2])
	again := opens(path + "&before=" + next[0])
	if len(first) != 3 || len(next) != 3 || fmt.Sprint(again) != fmt.Sprint(first) {
		t.Fatalf("first %v, next %v, again %v", first, next, again)
	}
	for i, all := 1, append(first, next...); i < len(all); i++ {
		if parse(t, all[i-1])-parse(t, all[i]) != 3_600_000 {
			t.Errorf("%s is followed by %s", all[i-1], all[i])
		}
	}
	days := opens("/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=1D&limit=2")
	if open := model.Millis(parse(t, days[0])); open.Floor(model.Day1) == open || open.Add(8*time.Hour).Floor(model.Day1) != open.Add(8*time.Hour) {
		t.Errorf("a day of Hong Kong opens at %v", open)
	}
}

func TestRest(t *testing.T) {
	r := start(t)
	for _, tt := range []struct {
		path   string
		code   string
		rows   int
		status int
	}{
		{"/api/v5/public/time", "0", 1, 200},
		{"/api/v5/public/instruments?instType=SWAP", "0", 4, 200},
		{"/api/v5/public/instruments?instType=FUTURES", "0", 0, 200},
		{"/api/v5/public/instruments", "51000", 0, 200},
		{"/api/v5/public/open-interest?instType=SWAP", "0", 4, 200},
		{"/api/v5/public/mark-price?instType=SWAP", "0", 4, 200},
		{"/api/v5/market/index-tickers?quoteCcy=USDT", "0", 4, 200},
		{"/api/v5/market/tickers?instType=SWAP", "0", 4, 200},
		{"/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=1Dutc&limit=7", "0", 7, 200},
		{"/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=1H&limit=999", "0", 300, 200},
		{"/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1H&limit=999", "0", 100, 200},
		{"/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=1h", "51000", 0, 200},
		{"/api/v5/market/candles?instId=NOPE-USDT-SWAP&bar=1H", "51001", 0, 200},
		{"/api/v5/market/candles?bar=1H", "50014", 0, 200},
		{"/api/v5/rubik/stat/contracts/open-interest-history?instId=BTC-USDT-SWAP&period=4H", "0", 100, 200},
		{"/api/v5/nothing", "50404", 0, 404},
	} {
		status, code, rows := r.get(tt.path)
		if status != tt.status || code != tt.code || len(rows) != tt.rows {
			t.Errorf("%s: %d, code %s, %d rows; want %d, %s, %d", tt.path, status, code, len(rows), tt.status, tt.code, tt.rows)
		}
	}
}

func TestRestLimit(t *testing.T) {
	r := start(t)
	for range 10 {
		r.get("/api/v5/public/time")
	}
	if status, code, _ := r.get("/api/v5/public/time"); status != 429 || code != "50011" {
		t.Errorf("got %d, code %s", status, code)
	}
	r.Pass(2 * time.Second)
	if status, _, _ := r.get("/api/v5/public/time"); status != 200 {
		t.Errorf("got %d two seconds later", status)
	}
}
