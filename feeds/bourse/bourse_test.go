package bourse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/barfile"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRun(t *testing.T) {
	b, err := New(Config{Seed: 7, Assets: few(), Demo: true, PingEvery: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if got := b.venues[0].rules.PingEvery; got != time.Minute {
		t.Errorf("a ping every %s, want one a minute", got)
	}
	if got, want := b.Label(), "synthetic, seed 7, 600x"; got != want {
		t.Errorf("label %q, want %q", got, want)
	}
	if diff := cmp.Diff([]model.Asset{"BTC", "ETH", "SOL"}, b.Assets()); diff != "" {
		t.Error(diff)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	c, _, err := websocket.DefaultDialer.Dial(b.Endpoints()[2].URL+"/ws/btcusdt@kline_1h", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, m, err := c.ReadMessage(); err != nil || !strings.Contains(string(m), `"s":"BTCUSDT"`) {
		t.Errorf("first frame %s %v", m, err)
	}
	if now := b.MarketTime(); now <= synthetic.Begin {
		t.Errorf("market time stands at %s", now)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("run: %v", err)
	}
	if _, _, err := c.ReadMessage(); err == nil {
		for err == nil {
			_, _, err = c.ReadMessage()
		}
	}
	_ = c.Close() // cut by the exchange
}

func TestRefusedConfig(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "BTC.csv")
	if err := os.WriteFile(broken, []byte("ts,open\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		config Config
		want   string
	}{
		{"speed", Config{Speed: -1}, "speed -1"},
		{"venue", Config{Venues: []model.Venue{"kraken"}}, `venue "kraken" cannot be served`},
		{"no venue", Config{Venues: []model.Venue{}}, "no venue"},
		{"venue twice", Config{Venues: []model.Venue{model.Binance, model.Binance}}, "named twice"},
		{"scenario", Config{Scenario: "doom"}, `no scenario "doom"`},
		{"scenario on bars", Config{Scenario: "flat", DataDir: "x"}, "plays on the synthetic market only"},
		{"fault", Config{Faults: "binance:doom@1s"}, `unknown kind "doom"`},
		{"fault of an unknown coin", Config{Faults: "*:delist=XYZ@1s", Assets: few()}, "XYZ is not traded here"},
		{"listen", Config{Listen: "nowhere", Assets: few()}, `listen "nowhere"`},
		{"port", Config{Listen: "127.0.0.1:x", Assets: few()}, "is not a port"},
		{"bars", Config{DataDir: filepath.Dir(broken)}, "BTC.csv: line 1: bad header"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.config)
			if !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want ErrConfig with %q", err, tt.want)
			}
		})
	}
	var e *barfile.Error
	if _, err := New(Config{DataDir: filepath.Dir(broken)}); !errors.As(err, &e) || e.Line != 1 {
		t.Errorf("error %v does not carry file and line", err)
	}
}

func TestPortTaken(t *testing.T) {
	b, err := New(Config{Assets: few()})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	listen := strings.TrimPrefix(b.Endpoints()[0].URL, "http://")
	if _, err := New(Config{Assets: few(), Listen: listen}); err == nil || errors.Is(err, ErrConfig) {
		t.Errorf("error %v, want one of the network", err)
	}
}

func TestEveryScenarioBuilds(t *testing.T) {
	for _, s := range Scenarios() {
		assets := append(few(), synthetic.AssetSpec{Asset: "BLUR", Sector: synthetic.NFT, Price: 1, Turnover: 1, Interest: 1, FundingH: 4})
		b, err := New(Config{Scenario: s.Name, Assets: assets})
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		if !strings.Contains(b.Label(), s.Name) {
			t.Errorf("label %q does not name %s", b.Label(), s.Name)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	if got := len(Scenarios()); got != 10 {
		t.Errorf("%d scenarios, want the ten of analytics §9.11", got)
	}
}

// One print of ten times the price, in the book and in the day's figures, and
// never in the mark or a bar.
func TestBadTick(t *testing.T) {
	r := start(t, Config{Assets: few(), Scenario: "bad-tick"})
	book := r.dial(r.url("ws_public") + "/ws/ethusdt@bookTicker")
	rest := r.dial(r.url("ws_market") + "/ws/ethusdt@markPrice@1s/ethusdt@kline_1h")
	r.heard(book)
	r.heard(rest)
	r.pass(20 * time.Second)
	bad := 0
	for _, f := range r.heard(book) {
		if field(t, f, "b") > 15_000 {
			bad++
		}
	}
	if bad != 1 {
		t.Errorf("%d bad prints, want 1", bad)
	}
	for _, f := range r.heard(rest) {
		if strings.Contains(f, "markPrice") && field(t, f, "p") > 15_000 || strings.Contains(f, "kline") && field(t, f, "h") > 15_000 {
			t.Errorf("a bad print in %s", f)
		}
	}
}

// field reads a number in quotes from a frame.
func field(t testing.TB, frame, name string) (v float64) {
	t.Helper()
	_, rest, found := strings.Cut(frame, `"`+name+`":"`)
	if !found {
		t.Fatalf("no %s in %s", name, frame)
	}
	if _, err := fmt.Sscanf(rest, "%g", &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDelistByOrder(t *testing.T) {
	r := start(t, Config{Assets: few(), Faults: "binance:delist=SOL@3s"})
	c := r.dial(r.url("ws_market") + "/ws/!contractInfo")
	r.heard(c)
	r.pass(2 * time.Second)
	if got := r.heard(c); len(got) != 0 {
		t.Errorf("told too early: %s", got)
	}
	r.pass(2 * time.Second)
	got := r.heard(c)
	if len(got) != 1 || !strings.Contains(got[0], `"s":"SOLUSDT"`) || !strings.Contains(got[0], `"cs":"SETTLING"`) {
		t.Errorf("told %s", got)
	}
	if code := r.get("/fapi/v1/ticker/bookTicker?symbol=SOLUSDT", nil); code != http.StatusBadRequest {
		t.Errorf("the book of a coin that is gone: %d", code)
	}
}

// However fast the market, a screenful of coins stays below 2500 frames a
// second, and no bar is lost.
func TestFastMarketStaysCheap(t *testing.T) {
	r := start(t, Config{Assets: synthetic.DefaultAssets()[:25], Speed: 20_000})
	mkt, pub := r.dial(r.url("ws_market")+"/stream"), r.dial(r.url("ws_public")+"/stream")
	var forMarket, forPublic []string
	for _, a := range r.b.Assets() {
		s := strings.ToLower(string(a)) + "usdt@"
		forMarket = append(forMarket, `"`+s+`kline_1h"`, `"`+s+`markPrice@1s"`, `"`+s+`ticker"`)
		forPublic = append(forPublic, `"`+s+`bookTicker"`)
	}
	subscribe(t, mkt, forMarket)
	subscribe(t, pub, forPublic)
	const seconds = 10
	frames, closes := 0, 0
	for range seconds {
		r.pass(time.Second)
		for _, f := range append(r.heard(mkt), r.heard(pub)...) {
			frames++
			if strings.Contains(f, `"x":true`) {
				closes++
			}
		}
	}
	if frames > 2500*seconds {
		t.Errorf("%d frames in %d s", frames, seconds)
	}
	if want := 25 * (20_000 * seconds / 3600); closes != want {
		t.Errorf("%d bars closed, want %d", closes, want)
	}
	t.Logf("%d frames a second", frames/seconds)
}

func subscribe(t testing.TB, c *websocket.Conn, streams []string) {
	t.Helper()
	request := `{"method":"SUBSCRIBE","params":[` + strings.Join(streams, ",") + `],"id":1}`
	if err := c.WriteMessage(websocket.TextMessage, []byte(request)); err != nil {
		t.Fatal(err)
	}
	if _, b, err := c.ReadMessage(); err != nil || string(b) != `{"result":null,"id":1}` {
		t.Fatalf("answered %s %v", b, err)
	}
}

// BenchmarkFrames measures how fast frames go through a socket: one tick of
// forty coins that are asked everything, read to the last.
func BenchmarkFrames(b *testing.B) {
	r := start(b, Config{Speed: 600})
	c := r.dial(r.url("ws_market") + "/stream")
	var streams []string
	for _, a := range r.b.Assets() {
		s := strings.ToLower(string(a)) + "usdt@"
		streams = append(streams, `"`+s+`kline_1h"`, `"`+s+`markPrice@1s"`, `"`+s+`ticker"`)
	}
	subscribe(b, c, streams)
	frames := 0
	for b.Loop() {
		r.pass(time.Second)
		frames += len(r.heard(c))
	}
	b.ReportMetric(float64(frames)/b.Elapsed().Seconds(), "frames/s")
}
