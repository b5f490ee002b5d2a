package mexc

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is the venue on loopback over a made-up market of a few coins, whose
// clock the test moves.
type rig struct {
	t      *testing.T
	x      *Exchange
	server *gate.Server
	pulse  *market.Pulse
	from   model.Millis
	wall   time.Duration

	mu    sync.Mutex
	clock time.Time // the wall clock of limits
}

// speed is how fast the rig's market runs: an hour lasts six seconds.
const speed = 600

// start runs the venue by its rules but for the limit of messages a second,
// which TestFlood looks at.
func start(t *testing.T) *rig {
	assets := append(synthetic.DefaultAssets()[:3], synthetic.AssetSpec{
		Asset: "FIL", Sector: synthetic.Infrastructure, Price: 1.4, Turnover: 2, Interest: 1, FundingH: 4,
	})
	return startWith(t, gate.Rules{}, assets)
}

func startWith(t *testing.T, rules gate.Rules, assets []synthetic.AssetSpec) *rig {
	t.Helper()
	src, err := synthetic.New(synthetic.Options{Seed: 1, Past: 40, Assets: assets})
	if err != nil {
		t.Fatal(err)
	}
	stage := market.NewStage(src)
	r := &rig{t: t, from: stage.Now(), clock: time.Unix(1_800_000_000, 0)}
	r.pulse = market.NewPulse(stage, market.VenueCadence, speed)
	r.x = New(market.NewView(stage, Traits), r.now)
	if r.server, err = gate.Listen("127.0.0.1:0", model.MEXC, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.server.Run(ctx, r.x, rules) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return r
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock
}

// pass lets wall time pass, tick by tick.
func (r *rig) pass(d time.Duration) {
	const tick = 50 * time.Millisecond
	for end := r.wall + d; r.wall < end; {
		r.wall += tick
		r.mu.Lock()
		r.clock = r.clock.Add(tick)
		r.mu.Unlock()
		to := r.from + model.Millis(r.wall.Milliseconds()*speed)
		r.x.Tick(r.wall, r.pulse.Advance(r.wall, to, r.x.Steps()))
	}
}

func (r *rig) dial(path string) *websocket.Conn {
	r.t.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws://"+r.server.Address()+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() }) // it may be closed already
	return c
}

func (r *rig) say(c *websocket.Conn, text string) {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		r.t.Fatal(err)
	}
}

// heard returns what a socket was told so far: the answer to a ping comes
// behind everything sent before it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.t.Helper()
	r.say(c, `{"method":"ping"}`)
	var out []string
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			r.t.Fatalf("after %d frames: %v", len(out), err)
		}
		if strings.HasPrefix(string(b), `{"channel":"pong"`) {
			return out
		}
		out = append(out, string(b))
	}
}

// ended waits for the socket to be cut.
func (r *rig) ended(c *websocket.Conn) {
	r.t.Helper()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			if strings.Contains(err.Error(), "timeout") {
				r.t.Errorf("the socket was not cut: %v", err)
			}
			return
		}
	}
}

// envelope is an answer by REST.
type envelope struct {
	Success bool
	Code    int
	Message string
	Data    json.RawMessage
}

// get asks by REST.
func (r *rig) get(path string) (status int, e envelope) {
	r.t.Helper()
	resp, err := http.Get("http://" + r.server.Address() + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		return resp.StatusCode, e
	}
	if err := json.Unmarshal(body, &e); err != nil {
		r.t.Fatalf("%s: %v in %s", path, err, body)
	}
	return resp.StatusCode, e
}

// into decodes the data of an answer.
func (r *rig) into(path string, v any) {
	r.t.Helper()
	_, e := r.get(path)
	if err := json.Unmarshal(e.Data, v); err != nil {
		r.t.Fatalf("%s: %v in %s", path, err, e.Data)
	}
}
