package weex

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
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
	clock  time.Time // the wall clock of request limits
}

// speed is how fast the rig's market runs: an hour lasts six seconds.
const speed = 600

func start(t *testing.T) *rig {
	t.Helper()
	src, err := synthetic.New(synthetic.Options{Seed: 1, Past: 60, Assets: synthetic.DefaultAssets()[:3]})
	if err != nil {
		t.Fatal(err)
	}
	stage := market.NewStage(src)
	r := &rig{t: t, from: stage.Now(), clock: time.Unix(1_800_000_000, 0)}
	r.pulse = market.NewPulse(stage, market.VenueCadence, speed)
	r.x = New(market.NewView(stage, Traits), func() time.Time { return r.clock })
	if r.server, err = gate.Listen("127.0.0.1:0", model.WEEX, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.server.Run(ctx, r.x, Rules) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return r
}

// pass lets wall time pass, tick by tick.
func (r *rig) pass(d time.Duration) {
	const tick = 50 * time.Millisecond
	for end := r.wall + d; r.wall < end; {
		r.wall += tick
		to := r.from + model.Millis(r.wall.Milliseconds()*speed)
		r.x.Tick(r.wall, r.pulse.Advance(r.wall, to, r.x.Steps()))
	}
}

func (r *rig) dial() *websocket.Conn {
	r.t.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws://"+r.server.Address()+socketPath, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() }) // it may be closed already
	if _, b, err := c.ReadMessage(); err != nil || !strings.Contains(string(b), `"event":"connected"`) {
		r.t.Fatalf("no greeting: %s %v", b, err)
	}
	return c
}

// ask sends a request and returns the frames that come up to its answer, the
// answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(request)); err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			r.t.Fatalf("after %d frames: %v", len(out), err)
		}
		out = append(out, string(b))
		if strings.HasPrefix(string(b), `{"result"`) {
			return out
		}
	}
}

// heard returns what a socket was told so far: the pong comes behind it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.t.Helper()
	all := r.ask(c, `{"method":"PING","id":99}`)
	return all[:len(all)-1]
}

func subscribe(names ...string) string {
	b, err := json.Marshal(map[string]any{"method": "SUBSCRIBE", "params": names, "id": 1})
	if err != nil {
		return ""
	}
	return string(b)
}

// get asks by REST and returns status and body.
func (r *rig) get(path string) (int, string) {
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
	return resp.StatusCode, string(body)
}
