package hyperliquid

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/boursetest"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is the venue on loopback, whose clock the test moves.
type rig struct{ *boursetest.Rig[*Exchange] }

func start(t *testing.T) *rig {
	t.Helper()
	return &rig{boursetest.Start(t, boursetest.Stand[*Exchange]{
		Venue: model.Hyperliquid, Traits: Traits, Rules: Rules, New: New, Days: 40,
		Assets: append(synthetic.DefaultAssets()[:2], synthetic.AssetSpec{
			Asset: "PEPE", Sector: synthetic.NFT, Price: 0.0000079, Turnover: 90, Interest: 20, FundingH: 4,
		}),
	})}
}

func (r *rig) dial() *websocket.Conn { return r.Dial("/ws") }

func (r *rig) read(c *websocket.Conn) string { return string(r.Read(c)) }

// heard returns what a socket was told so far: up to the answer to a ping.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
	r.Say(c, `{"method":"ping"}`)
	before, _ := r.Until(c, `{"channel":"pong"}`)
	return before
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
	r.T.Helper()
	resp, err := http.Post("http://"+r.Server.Address()+"/info", "application/json", strings.NewReader(body))
	if err != nil {
		r.T.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		r.T.Fatal(err)
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
