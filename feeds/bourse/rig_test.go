package bourse

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"

	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

// rig is an exchange whose clock the test moves.
type rig struct {
	t    testing.TB
	b    *Bourse
	wall time.Duration
	from model.Millis
}

func start(t testing.TB, config Config) *rig {
	t.Helper()
	b, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var group errgroup.Group
	for _, v := range b.venues {
		v.rules.MessagesPerSecond = 0 // the tests ask more often than a client may
		group.Go(func() error { return v.server.Run(ctx, v.protocol, v.rules) })
	}
	t.Cleanup(func() {
		cancel()
		if err := group.Wait(); err != nil {
			t.Errorf("run: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return &rig{t: t, b: b, from: b.stage.Now()}
}

// pass lets wall time pass, tick by tick.
func (r *rig) pass(d time.Duration) {
	for end := r.wall + d; r.wall < end; {
		r.wall += tickEvery
		r.b.tick(r.wall, r.from+model.Millis(float64(r.wall.Milliseconds())*r.b.config.Speed))
	}
}

func (r *rig) url(key string) string {
	for _, e := range r.b.Endpoints() {
		if e.Key == key {
			return e.URL
		}
	}
	r.t.Fatalf("no endpoint %s", key)
	return ""
}

func (r *rig) dial(url string) *websocket.Conn {
	r.t.Helper()
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() }) // it may be closed already
	return c
}

// heard returns what a socket was told so far: everything before the answer to
// a question.
func (r *rig) heard(c *websocket.Conn) []string {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(`{"method":"LIST_SUBSCRIPTIONS","id":9}`)); err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			r.t.Fatal(err)
		}
		if strings.HasPrefix(string(b), `{"result"`) {
			return out
		}
		out = append(out, string(b))
	}
}

func (r *rig) get(path string, into any) int {
	r.t.Helper()
	resp, err := http.Get(r.url("rest") + path)
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
			r.t.Fatalf("%v in %.200s", err, body)
		}
	}
	return resp.StatusCode
}

// few is a market that is quick to make up.
func few() []synthetic.AssetSpec { return synthetic.DefaultAssets()[:3] }
