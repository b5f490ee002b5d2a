// Package boursetest puts one venue's protocol on loopback over a made-up market
// of a few coins, whose clock the test moves.
package boursetest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

// Speed is how fast the market runs: an hour lasts six seconds.
const Speed = 600

// patience is for what a socket has to tell.
const patience = 30 * time.Second

// Exchange is a venue's side of the embedded exchange.
type Exchange interface {
	gate.Protocol
	Steps() []model.Interval
	Tick(wall time.Duration, changes []market.Change)
}

// Stand says which venue stands where.
type Stand[X Exchange] struct {
	Venue  model.Venue
	Traits market.Traits
	Rules  gate.Rules
	New    func(view *market.View, now func() time.Time) X

	Days   int                   // of the market's past; 0: 60
	Assets []synthetic.AssetSpec // nil: the first three
	Script string                // what happens on the market; "": nothing special
}

// Rig is a venue that runs.
type Rig[X Exchange] struct {
	T      *testing.T
	X      X
	Server *gate.Server
	From   model.Millis // when the market began to move

	pulse *market.Pulse
	wall  time.Duration

	mu    sync.Mutex
	clock time.Time // the wall clock of limits
}

// Start runs a venue until the test ends.
func Start[X Exchange](t *testing.T, s Stand[X]) *Rig[X] {
	t.Helper()
	stage := market.NewStage(s.source(t))
	r := &Rig[X]{T: t, From: stage.Now(), clock: time.Unix(1_800_000_000, 0)}
	r.pulse = market.NewPulse(stage, market.VenueCadence, Speed)
	r.X = s.New(market.NewView(stage, s.Traits), r.Now)
	var err error
	if r.Server, err = gate.Listen("127.0.0.1:0", s.Venue, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Server.Run(ctx, r.X, s.Rules) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return r
}

func (s Stand[X]) source(t *testing.T) *synthetic.Source {
	t.Helper()
	o := synthetic.Options{Seed: 1, Past: 60, Assets: synthetic.DefaultAssets()[:3]}
	if s.Days > 0 {
		o.Past = s.Days
	}
	if s.Assets != nil {
		o.Assets = s.Assets
	}
	if s.Script != "" {
		script, found := synthetic.FindScript(s.Script)
		if !found {
			t.Fatalf("no script is called %q", s.Script)
		}
		o.Script = script
	}
	src, err := synthetic.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// Now is the wall clock of limits.
func (r *Rig[X]) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock
}

// Wait moves the clock of limits alone.
func (r *Rig[X]) Wait(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = r.clock.Add(d)
}

// Pass lets wall time pass, tick by tick, and the market move.
func (r *Rig[X]) Pass(d time.Duration) {
	const tick = 50 * time.Millisecond
	for end := r.wall + d; r.wall < end; {
		r.wall += tick
		r.Wait(tick)
		to := r.From + model.Millis(r.wall.Milliseconds()*Speed)
		r.X.Tick(r.wall, r.pulse.Advance(r.wall, to, r.X.Steps()))
	}
}

// Dial opens a socket.
func (r *Rig[X]) Dial(path string) *websocket.Conn {
	r.T.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws://"+r.Server.Address()+path, nil)
	if err != nil {
		r.T.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
		r.T.Fatal(err)
	}
	r.T.Cleanup(func() { _ = c.Close() }) // it may be closed already
	return c
}

// Say sends a text frame.
func (r *Rig[X]) Say(c *websocket.Conn, text string) {
	r.T.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		r.T.Fatal(err)
	}
}

// Read returns the next frame as it came.
func (r *Rig[X]) Read(c *websocket.Conn) []byte {
	r.T.Helper()
	_, frame, err := c.ReadMessage()
	if err != nil {
		r.T.Fatal(err)
	}
	return frame
}

// Until returns the frames up to one that begins so, which is left out: what
// answers the last request comes behind everything sent before it.
func (r *Rig[X]) Until(c *websocket.Conn, begins ...string) (before []string, last string) {
	r.T.Helper()
	for {
		frame := string(r.Read(c))
		for _, b := range begins {
			if strings.HasPrefix(frame, b) {
				return before, frame
			}
		}
		before = append(before, frame)
	}
}

// Ended waits for the socket to be cut.
func (r *Rig[X]) Ended(c *websocket.Conn) {
	r.T.Helper()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			if strings.Contains(err.Error(), "timeout") {
				r.T.Errorf("the socket was not cut: %v", err)
			}
			return
		}
	}
}

// Get asks by REST and returns the answer, read to its end.
func (r *Rig[X]) Get(path string) (*http.Response, []byte) {
	r.T.Helper()
	resp, err := http.Get("http://" + r.Server.Address() + path)
	if err != nil {
		r.T.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.T.Fatal(err)
	}
	return resp, body
}
