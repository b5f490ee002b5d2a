package macro

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for something that must come.
const patience = time.Minute

// hearing is a sink that remembers, and can be waited on.
type hearing struct {
	mu     sync.Mutex
	series map[model.Series]*model.Context // the newest of each
	points map[model.Series][]model.ContextPoint
	health map[string]model.ContextHealth
	told   map[model.Series]int
	news   chan struct{}
}

func newHearing() *hearing {
	return &hearing{
		series: make(map[model.Series]*model.Context), points: make(map[model.Series][]model.ContextPoint),
		health: make(map[string]model.ContextHealth), told: make(map[model.Series]int), news: make(chan struct{}, 1),
	}
}

func (h *hearing) Put(_ context.Context, events []model.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ev := range events {
		switch d := ev.Detail.(type) {
		case *model.Context:
			h.series[d.Series] = d
			h.points[d.Series] = append(h.points[d.Series], d.Points...)
			h.told[d.Series]++
		case *model.ContextHealth:
			h.health[d.Source] = *d
		}
	}
	select {
	case h.news <- struct{}{}:
	default:
	}
	return nil
}

// until waits for a condition, which is looked at after every event.
func (h *hearing) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		h.mu.Lock()
		done := ok()
		h.mu.Unlock()
		if done {
			return
		}
		select {
		case <-h.news:
		case <-late:
			h.mu.Lock()
			defer h.mu.Unlock()
			t.Fatalf("no %s; health %+v", what, h.health)
		}
	}
}

func (h *hearing) is(s model.Series, state model.ContextState) func() bool {
	return func() bool { return h.series[s] != nil && h.series[s].State == state }
}

// serve answers every request by a handler.
func serve(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}

// listen runs a feed until the test ends or stop is called.
func listen(t *testing.T, c Config) (h *hearing, stop func()) {
	t.Helper()
	f, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	h = newHearing()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx, h) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != context.Canceled {
				t.Errorf("run: %v", err)
			}
			for _, s := range f.sources {
				if s.client != nil {
					s.client.Close()
				}
			}
		})
	}
	t.Cleanup(stop)
	return h, stop
}

func say(w http.ResponseWriter, body string) {
	_, _ = w.Write([]byte(body)) // the client's side is what is tested
}

const fearNow = `{"data":[{"value":"72","value_classification":"Greed","timestamp":"1763596800"},{"value":"62","value_classification":"Greed","timestamp":"1763510400"}],"metadata":{"error":null}}`

// quick makes the market's clock so fast that every job is due again at once.
const quick = 1e9

func TestTheFourOutcomes(t *testing.T) {
	for _, tc := range []struct {
		name   string
		handle http.HandlerFunc
		want   model.ContextState
		why    string
	}{
		{"fresh", func(w http.ResponseWriter, _ *http.Request) { say(w, fearNow) }, model.ContextFresh, ""},
		{"limited", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}, model.ContextLimited, "Too Many Requests"},
		{"error", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no\x1b[2J entry", http.StatusForbidden) }, model.ContextError, "no[2J entry"},
		{"none", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such thing", http.StatusNotFound) }, model.ContextNone, "no such thing"},
		{"a page", func(w http.ResponseWriter, _ *http.Request) { say(w, "<!doctype html><html>") }, model.ContextError, "invalid character '<'"},
		{"an error within", func(w http.ResponseWriter, _ *http.Request) { say(w, `{"data":[],"metadata":{"error":"broken"}}`) }, model.ContextError, "the source says: broken"},
		{"nothing", func(w http.ResponseWriter, _ *http.Request) { say(w, `{"data":[]}`) }, model.ContextError, "tells nothing"},
		{"too long", func(w http.ResponseWriter, _ *http.Request) {
			chunk := strings.Repeat(" ", 1<<16)
			for range 100 {
				if _, err := w.Write([]byte(chunk)); err != nil {
					return
				}
			}
		}, model.ContextError, "over the size limit"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h, stop := listen(t, Config{FearGreed: serve(t, tc.handle)})
			h.until(t, "state", h.is("fear_greed", tc.want))
			stop()
			got := h.series["fear_greed"]
			if !strings.Contains(got.Why, tc.why) || got.Why != model.CleanText(got.Why) {
				t.Errorf("why %q, want %q", got.Why, tc.why)
			}
			if len(got.Points) > 0 != (tc.want == model.ContextFresh) || (got.Asked != 0) != (tc.want == model.ContextFresh) {
				t.Errorf("points %v, asked %s", got.Points, got.Asked)
			}
			health := h.health["fear_greed"]
			if health.State != tc.want || (health.Errors > 0) != (tc.want == model.ContextError || tc.want == model.ContextLimited) || health.Series != 1 {
				t.Errorf("health %+v", health)
			}
			if off := h.health["yields"]; off.State != model.ContextNone || off.Why == "" {
				t.Errorf("a source that is switched off: %+v", off)
			}
		})
	}
}

// A refusal hidden in a success counts as one, and the client leaves the source
// alone meanwhile.
func TestA429InTheClothesOfA200(t *testing.T) {
	var asked atomic.Int32
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		say(w, `{"status":{"error_code":429,"error_message":"You've exceeded the Rate Limit."}}`)
	})
	h, stop := listen(t, Config{CoinGecko: url, Assets: []model.Asset{"BTC"}, Speed: quick})
	h.until(t, "limited floors", h.is("nft.floor.azuki", model.ContextLimited))
	stop()
	if got := h.series["cap.total"]; got.State != model.ContextLimited || !strings.Contains(got.Why, "exceeded") {
		t.Errorf("got %+v", got)
	}
	if n := asked.Load(); n > 2 || h.health["coingecko"].Errors != uint64(n) {
		t.Errorf("asked %d times although it wants to be left alone, %d errors counted", n, h.health["coingecko"].Errors)
	}
}

// A figure the answer lacks is none, not zero, and not an error.
func TestNoFigure(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/coins/markets"):
			if got := r.URL.Query().Get("ids"); got != "bitcoin,ethereum" {
				t.Errorf("asked for %q", got)
			}
			say(w, `[{"id":"bitcoin","market_cap":null,"total_volume":0},{"id":"ethereum","market_cap":5}]`)
		default:
			http.NotFound(w, r)
		}
	})
	h, stop := listen(t, Config{CoinGecko: url, Assets: []model.Asset{"ETH", "BTC", "NEWCOIN"}, Speed: 2})
	h.until(t, "coins", h.is("cap.ETH", model.ContextFresh))
	stop()
	for name, want := range map[model.Series]string{
		"cap.BTC": "not in its answer", "volume.ETH": "not in its answer",
		"cap.NEWCOIN": "the source's name for NEWCOIN is not known",
	} {
		if got := h.series[name]; got.State != model.ContextNone || got.Why != want || got.Points != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := h.series["volume.BTC"]; len(got.Points) != 1 || got.Points[0].Value != 0 {
		t.Errorf("a turnover of zero: %+v", got)
	}
}

// What was heard survives a restart, with its age, and a source that has
// answered a moment ago is not asked again.
func TestRestart(t *testing.T) {
	var asked atomic.Int32
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		say(w, fearNow)
	})
	dir := t.TempDir()
	began := time.Now()
	first, stop := listen(t, Config{FearGreed: url, Dir: dir})
	first.until(t, "index", first.is("fear_greed", model.ContextFresh))
	stop()

	second, stop := listen(t, Config{FearGreed: url, Dir: dir, Now: func() time.Time { return began.Add(90 * time.Minute) }})
	second.until(t, "index", func() bool { return second.told["fear_greed"] > 0 })
	stop()
	got := second.series["fear_greed"]
	if got.State != model.ContextFresh || len(second.points["fear_greed"]) != 2 || got.Note != "Greed" || got.Unit != index {
		t.Errorf("after 90 minutes: %+v, points %v", got, second.points)
	}

	// Days later, with nobody there to ask.
	later := func() time.Time { return began.Add(72 * time.Hour) }
	third, stop := listen(t, Config{FearGreed: "http://127.0.0.1:1", Dir: dir, Now: later})
	third.until(t, "silence", func() bool { return third.health["fear_greed"].State == model.ContextError })
	stop()
	if third.told["fear_greed"] != 1 || len(third.points["fear_greed"]) != 0 {
		t.Errorf("figures of another source were taken from the cache")
	}
	fourth, stop := listen(t, Config{FearGreed: url, Dir: dir, Now: later})
	fourth.until(t, "index", func() bool { return fourth.told["fear_greed"] >= 2 })
	stop()
	if n := asked.Load(); n < 2 || n > 3 {
		t.Errorf("asked %d times", n)
	}
}

// A cache nobody can read is set aside and said; the source goes on.
func TestDamagedCache(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "fear_greed.json")
	if err := os.WriteFile(path, []byte(`{"version":1,"base":"`), 0o644); err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		<-release
		say(w, fearNow)
	})
	h, stop := listen(t, Config{FearGreed: url, Dir: dir})
	h.until(t, "word", func() bool { return strings.Contains(h.health["fear_greed"].Why, "set aside") })
	close(release)
	h.until(t, "index", h.is("fear_greed", model.ContextFresh))
	stop()
	if _, err := os.Stat(path + ".damaged"); err != nil {
		t.Error(err)
	}
	var f cacheFile
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &f) != nil || len(f.Series) != 1 {
		t.Errorf("the new cache: %.100s %v", data, err)
	}
}

// A folder that cannot be written costs the cache and nothing else.
func TestNoRoomForTheCache(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, fearNow) })
	h, stop := listen(t, Config{FearGreed: url, Dir: file})
	h.until(t, "index", h.is("fear_greed", model.ContextFresh))
	stop()
	if why := h.health["fear_greed"].Why; !strings.Contains(why, "cache") {
		t.Errorf("why %q", why)
	}
}

// A panic in one source costs one answer.
func TestPanic(t *testing.T) {
	f, err := New(Config{FearGreed: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	f.sources[0].tasks[0].ask = func(context.Context, question) (answer, error) { panic("surprise") }
	h := newHearing()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx, h) }()
	h.until(t, "error", h.is("fear_greed", model.ContextError))
	cancel()
	<-done
	if why := h.series["fear_greed"].Why; why != "panicked: surprise" {
		t.Errorf("why %q", why)
	}
}

// A node over HTTP: the newest means, the next block's fee, and a value for
// every day back.
func TestNodeOverHTTP(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var ask struct {
			Method string
			Params []any
		}
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || ask.Method != "eth_feeHistory" {
			t.Errorf("asked %+v, %v", ask, err)
		}
		say(w, feeReply(1, ask.Params))
	})
	h, stop := listen(t, Config{Ethereum: url + "/key", Speed: 1.5}) // no limit of requests a second
	h.until(t, "past", func() bool { return len(h.points["gas.base_fee"]) >= pastDays })
	stop()
	if got := h.series["gas.base_fee.next"]; got.Points[0].Value != 2 || got.Unit != gwei {
		t.Errorf("next: %+v", got)
	}
	for _, p := range h.points["gas.base_fee"] {
		if p.Value != 1 {
			t.Errorf("got %+v", p)
		}
	}
}

// feeReply answers eth_feeHistory: 1 gwei in every block and 2 in the next, at
// height 24,000,000.
func feeReply(id int, params []any) string {
	var count int
	if len(params) < 2 {
		return `{"id":1,"error":{"code":-32602,"message":"params"}}`
	}
	if _, err := fmt.Sscanf(fmt.Sprint(params[0]), "0x%x", &count); err != nil || count > 1024 {
		return `{"id":1,"error":{"code":-32602,"message":"count"}}`
	}
	newest := 24_000_000
	if params[1] != "latest" {
		if _, err := fmt.Sscanf(fmt.Sprint(params[1]), "0x%x", &newest); err != nil {
			return `{"id":1,"error":{"code":-32602,"message":"block"}}`
		}
	}
	fees := strings.Repeat(`"0x3b9aca00",`, count)
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"result":{"oldestBlock":"0x%x","baseFeePerGas":[%s"0x77359400"]}}`, id, newest-count+1, fees)
}

// A node over a websocket: blocks come by themselves, questions go over the same
// socket, and a lost socket is subscribed again.
func TestNodeOverWebsocket(t *testing.T) {
	var subscribed atomic.Int32
	upgrade := websocket.Upgrader{}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		c, err := upgrade.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for {
			var ask struct {
				ID     int
				Method string
				Params []any
			}
			if c.ReadJSON(&ask) != nil {
				return
			}
			reply := feeReply(ask.ID, ask.Params)
			if ask.Method == "eth_subscribe" {
				reply = `{"jsonrpc":"2.0","id":1,"result":"0xabc"}`
			}
			if c.WriteMessage(websocket.TextMessage, []byte(reply)) != nil {
				return
			}
			if ask.Method == "eth_subscribe" {
				n := subscribed.Add(1)
				say := func(frame string) { _ = c.WriteMessage(websocket.TextMessage, []byte(frame)) } // fails with the socket
				say(`{"garbage`)
				say(`{"method":"eth_subscription","params":{"result":{"number":"0x1"}}}`)
				say(fmt.Sprintf(`{"method":"eth_subscription","params":{"subscription":"0xabc","result":{"number":"0x16e3600","hash":"0x1","baseFeePerGas":"0x%x","gasUsed":"0x0","gasLimit":"0x3938700","timestamp":"0x%x"}}}`,
					int64(n)*8e9, time.Now().Unix()))
				if n == 1 {
					return // the socket is lost
				}
			}
		}
	})
	h, stop := listen(t, Config{Ethereum: "ws" + strings.TrimPrefix(url, "http")})
	h.until(t, "block after the loss", func() bool {
		c := h.points["gas.base_fee.next"]
		return len(c) > 0 && c[len(c)-1].Value == 14 // 16 gwei less an eighth: the block was empty
	})
	h.until(t, "past", func() bool { return len(h.points["gas.base_fee"]) >= pastDays })
	stop()
	if subscribed.Load() < 2 {
		t.Errorf("subscribed %d times", subscribed.Load())
	}
}

func TestBadAddresses(t *testing.T) {
	for _, c := range []Config{{FearGreed: "ftp://host"}, {Ethereum: "ws://user@host"}, {CoinGecko: "https://host?key=1"}} {
		if _, err := New(c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}

// What a kill in the middle of writing left is cleared away, but not what
// another program may be writing now.
func TestLeftoversAreSwept(t *testing.T) {
	dir := t.TempDir()
	old, young := filepath.Join(dir, "fear_greed.json.1.new"), filepath.Join(dir, "fear_greed.json.2.new")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("{"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := loadCache(filepath.Join(dir, "fear_greed.json"), "x", newShelf(), noon); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old leftover: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("the young one: %v", err)
	}
}
