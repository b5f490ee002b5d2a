package bingx

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/boursetest"
	"eddy/feeds/bourse/gate"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is the venue on loopback, whose clock the test moves.
type rig struct{ *boursetest.Rig[*Exchange] }

// start makes requests free: a test asks faster than a client may.
func start(t *testing.T) *rig {
	t.Helper()
	return &rig{boursetest.Start(t, boursetest.Stand[*Exchange]{Venue: model.BingX, Traits: Traits, Rules: gate.Rules{}, New: New})}
}

func (r *rig) dial() *websocket.Conn { return r.Dial(socketPath) }

// ask sends a request and returns the frames, unpacked, that come up to its
// answer, the answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.T.Helper()
	r.Say(c, request)
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
	r.T.Helper()
	kind, b, err := c.ReadMessage()
	if err != nil {
		r.T.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil || kind != websocket.BinaryMessage {
		r.T.Fatalf("frame of kind %d: %v", kind, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		r.T.Fatal(err)
	}
	return string(text)
}

// heard returns what a socket was told so far: an answer comes behind it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
	all := r.ask(c, request{"h", "unsub", "BTC-USDT@kline_3d"}.text())
	return all[:len(all)-1]
}

func subscribe(topic string) string { return request{"s", "sub", topic}.text() }

func (q request) text() string {
	return `{"id":"` + q.ID + `","reqType":"` + q.ReqType + `","dataType":"` + q.Topic + `"}`
}
