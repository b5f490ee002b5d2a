package bingx

import (
	"bytes"
	"compress/gzip"
	"context"
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
	if r.server, err = gate.Listen("127.0.0.1:0", model.BingX, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.server.Run(ctx, r.x, allow) }()
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
	return c
}

// ask sends a request and returns the frames, unpacked, that come up to its
// answer, the answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(request)); err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for {
		out = append(out, r.read(c))
		if strings.HasPrefix(out[len(out)-1], `{"id":`) {
			return out
		}
	}
}

// read reads a frame, which must be binary and one gzip member.
func (r *rig) read(c *websocket.Conn) string {
	r.t.Helper()
	kind, b, err := c.ReadMessage()
	if err != nil {
		r.t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil || kind != websocket.BinaryMessage {
		r.t.Fatalf("frame of kind %d: %v", kind, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

// heard returns what a socket was told so far: an answer comes behind it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.t.Helper()
	all := r.ask(c, request{"h", "unsub", "BTC-USDT@kline_3d"}.text())
	return all[:len(all)-1]
}

func subscribe(topic string) string { return request{"s", "sub", topic}.text() }

func (q request) text() string {
	return `{"id":"` + q.ID + `","reqType":"` + q.ReqType + `","dataType":"` + q.Topic + `"}`
}

// allow makes requests of a test free: it asks faster than a client may.
var allow = gate.Rules{}
