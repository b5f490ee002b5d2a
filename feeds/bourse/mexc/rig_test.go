package mexc

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/boursetest"
	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is the venue on loopback, whose clock the test moves.
type rig struct{ *boursetest.Rig[*Exchange] }

// start runs the venue by its rules but for the limit of messages a second,
// which TestFlood looks at.
func start(t *testing.T) *rig {
	t.Helper()
	return startWith(t, gate.Rules{}, append(synthetic.DefaultAssets()[:3], synthetic.AssetSpec{
		Asset: "FIL", Sector: synthetic.Infrastructure, Price: 1.4, Turnover: 2, Interest: 1, FundingH: 4,
	}))
}

func startWith(t *testing.T, rules gate.Rules, assets []synthetic.AssetSpec) *rig {
	t.Helper()
	return &rig{boursetest.Start(t, boursetest.Stand[*Exchange]{
		Venue: model.MEXC, Traits: Traits, Rules: rules, New: New, Days: 40, Assets: assets,
	})}
}

// heard returns what a socket was told so far: the answer to a ping comes
// behind everything sent before it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
	r.Say(c, `{"method":"ping"}`)
	before, _ := r.Until(c, `{"channel":"pong"`)
	return before
}

// envelope is an answer by REST.
type envelope struct {
	Success bool
	Code    int
	Message string
	Data    json.RawMessage
}

// get asks by REST.
func (r *rig) get(path string) (status int, e envelope) {
	r.T.Helper()
	resp, body := r.Get(path)
	if resp.StatusCode != http.StatusOK {
		return resp.StatusCode, e
	}
	if err := json.Unmarshal(body, &e); err != nil {
		r.T.Fatalf("%s: %v in %s", path, err, body)
	}
	return resp.StatusCode, e
}

// into decodes the data of an answer.
func (r *rig) into(path string, v any) {
	r.T.Helper()
	_, e := r.get(path)
	if err := json.Unmarshal(e.Data, v); err != nil {
		r.T.Fatalf("%s: %v in %s", path, err, e.Data)
	}
}
