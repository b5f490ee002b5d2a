package bybit

import (
	"encoding/json"
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
	return &rig{boursetest.Start(t, boursetest.Stand[*Exchange]{Venue: model.Bybit, Traits: Traits, Rules: Rules, New: New})}
}

func (r *rig) dial() *websocket.Conn { return r.Dial(socketPath) }

// ask sends a request and returns the frames that come up to its answer, the
// answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.T.Helper()
	r.Say(c, request)
	before, answer := r.Until(c, `{"success"`)
	return append(before, answer)
}

// heard returns what a socket was told so far: the pong comes behind it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
	all := r.ask(c, `{"req_id":"p","op":"ping"}`)
	return all[:len(all)-1]
}

func subscribe(topics ...string) string {
	b, err := json.Marshal(request{ID: "s", Op: "subscribe", Args: topics})
	if err != nil {
		return ""
	}
	return string(b)
}

// frame is what a push looks like.
type frame struct {
	Topic string          `json:"topic"`
	Type  string          `json:"type"`
	Data  json.RawMessage `json:"data"`
	CS    int64           `json:"cs"`
	TS    int64           `json:"ts"`
}

func read(t *testing.T, text string) (f frame) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return f
}
