package hyperliquid

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
	clock  time.Time // the wall clock of limits
}

// speed is how fast the rig's market runs: an hour lasts six seconds.
const speed = 600

func start(t *testing.T) *rig {
	t.Helper()
	assets := append(synthetic.DefaultAssets()[:2], synthetic.AssetSpec{
		Asset: "PEPE", Sector: synthetic.NFT, Price: 0.0000079, Turnover: 90, Interest: 20, FundingH: 4,
	})
	src, err := synthetic.New(synthetic.Options{Seed: 1, Past: 40, Assets: assets})
	if err != nil {
		t.Fatal(err)
	}
	stage := market.NewStage(src)
	r := &rig{t: t, from: stage.Now(), clock: time.Unix(1_800_000_000, 0)}
	r.pulse = market.NewPulse(stage, market.VenueCadence, speed)
	r.x = New(market.NewView(stage, Traits), func() time.Time { return r.clock })
	if r.server, err = gate.Listen("127.0.0.1:0", model.Hyperliquid, nil); err != nil {
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
	c, _, err := websocket.DefaultDialer.Dial("ws://"+r.server.Address()+"/ws", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() }) // it may be closed already
	return c
}

func (r *rig) say(c *websocket.Conn, message string) {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) read(c *websocket.Conn) string {
	r.t.Helper()
	_, b, err := c.ReadMessage()
	if err != nil {
		r.t.Fatal(err)
	}
	return string(b)
}

// heard returns what a socket was told so far: up to the answer to a ping.
func (r *rig) heard(c *websocket.Conn) []string {
	r.t.Helper()
	r.say(c, `{"method":"ping"}`)
	var out []string
	for {
		frame := r.read(c)
		if frame == `{"channel":"pong"}` {
			return out
		}
		out = append(out, frame)
	}
}

// isCut tells whether the venue breaks the line without a close frame.
func (r *rig) isCut(c *websocket.Conn) bool {
	for {
		_, _, err := c.ReadMessage()
		if err == nil {
			continue
		}
		return websocket.IsCloseError(err, websocket.CloseAbnormalClosure) || !websocket.IsUnexpectedCloseError(err)
	}
}

func subscribe(subscription string) string {
	return `{"method":"subscribe","subscription":` + subscription + `}`
}

// post asks a question and returns status, body and content type.
func (r *rig) post(body string) (int, string, string) {
	r.t.Helper()
	resp, err := http.Post("http://"+r.server.Address()+"/info", "application/json", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(answer), resp.Header.Get("Content-Type")
}

// shape returns a JSON text with every value replaced by its sort, so that two
// frames can be compared field by field; of a list the first element counts.
func shape(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return shapeOf(v)
}

func shapeOf(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = shapeOf(e)
		}
		return out
	case []any:
		if len(v) == 0 {
			return []any{}
		}
		return []any{shapeOf(v[0])}
	case string:
		return "text"
	case float64:
		return "number"
	default:
		return v
	}
}
