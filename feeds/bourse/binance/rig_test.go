package binance

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

func start(t *testing.T, script string) *rig {
	t.Helper()
	s, _ := synthetic.FindScript(script)
	assets := append(synthetic.DefaultAssets()[:3], synthetic.AssetSpec{
		Asset: "BLUR", Sector: synthetic.NFT, Price: 0.03, Turnover: 2, Interest: 1, FundingH: 4,
	})
	src, err := synthetic.New(synthetic.Options{Seed: 1, Past: 40, Assets: assets, Script: s})
	if err != nil {
		t.Fatal(err)
	}
	stage := market.NewStage(src)
	r := &rig{t: t, from: stage.Now(), clock: time.Unix(1_800_000_000, 0)}
	r.pulse = market.NewPulse(stage, market.VenueCadence, speed)
	r.x = New(market.NewView(stage, Traits), func() time.Time { return r.clock })
	if r.server, err = gate.Listen("127.0.0.1:0", model.Binance, nil); err != nil {
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

// ask sends a request and returns the frames that come up to its answer, the
// answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(request)); err != nil {
		r.t.Fatal(err)
	}
	return r.until(c, func(frame string) bool {
		return strings.HasPrefix(frame, `{"result"`) || strings.HasPrefix(frame, `{"code"`)
	})
}

func (r *rig) until(c *websocket.Conn, last func(string) bool) []string {
	r.t.Helper()
	var out []string
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			r.t.Fatalf("after %d frames: %v", len(out), err)
		}
		out = append(out, string(b))
		if last(string(b)) {
			return out
		}
	}
}

// list asks for the subscriptions: an answer that comes behind everything sent
// before it.
const list = `{"method":"LIST_SUBSCRIPTIONS","id":99}`

// heard returns what a socket was told so far.
func (r *rig) heard(c *websocket.Conn) []string {
	r.t.Helper()
	all := r.ask(c, list)
	return all[:len(all)-1]
}

func (r *rig) get(path string, into any) (int, http.Header) {
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
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			r.t.Fatalf("%s: %v in %s", path, err, body)
		}
	}
	return resp.StatusCode, resp.Header
}

// keys returns the names of a JSON object's fields.
func keys(t *testing.T, object string) map[string]bool {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(object), &m); err != nil {
		t.Fatalf("%v in %s", err, object)
	}
	out := map[string]bool{}
	for k := range m {
		out[k] = true
	}
	return out
}
