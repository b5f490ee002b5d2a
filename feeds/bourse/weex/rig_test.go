package weex

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/boursetest"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is the venue on loopback, whose clock the test moves.
type rig struct{ *boursetest.Rig[*Exchange] }

func start(t *testing.T) *rig {
	t.Helper()
	return &rig{boursetest.Start(t, boursetest.Stand[*Exchange]{Venue: model.WEEX, Traits: Traits, Rules: Rules, New: New})}
}

func (r *rig) dial() *websocket.Conn {
	r.T.Helper()
	c := r.Dial(socketPath)
	if greeting := string(r.Read(c)); !strings.Contains(greeting, `"event":"connected"`) {
		r.T.Fatalf("no greeting: %s", greeting)
	}
	return c
}

// ask sends a request and returns the frames that come up to its answer, the
// answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.T.Helper()
	r.Say(c, request)
	before, answer := r.Until(c, `{"result"`)
	return append(before, answer)
}

// heard returns what a socket was told so far: the pong comes behind it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
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
	r.T.Helper()
	resp, body := r.Get(path)
	return resp.StatusCode, string(body)
}
