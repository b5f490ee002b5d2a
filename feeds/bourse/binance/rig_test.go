package binance

import (
	"encoding/json"
	"net/http"
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

func start(t *testing.T, script string) *rig {
	t.Helper()
	return &rig{boursetest.Start(t, boursetest.Stand[*Exchange]{
		Venue: model.Binance, Traits: Traits, Rules: Rules, New: New, Days: 40, Script: script,
		Assets: append(synthetic.DefaultAssets()[:3], synthetic.AssetSpec{
			Asset: "BLUR", Sector: synthetic.NFT, Price: 0.03, Turnover: 2, Interest: 1, FundingH: 4,
		}),
	})}
}

// ask sends a request and returns the frames that come up to its answer, the
// answer last.
func (r *rig) ask(c *websocket.Conn, request string) []string {
	r.T.Helper()
	r.Say(c, request)
	before, answer := r.Until(c, `{"result"`, `{"code"`)
	return append(before, answer)
}

// list asks for the subscriptions: an answer that comes behind everything sent
// before it.
const list = `{"method":"LIST_SUBSCRIPTIONS","id":99}`

// heard returns what a socket was told so far.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
	all := r.ask(c, list)
	return all[:len(all)-1]
}

func (r *rig) get(path string, into any) (int, http.Header) {
	r.T.Helper()
	resp, body := r.Get(path)
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			r.T.Fatalf("%s: %v in %s", path, err, body)
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
