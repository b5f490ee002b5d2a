package okx

import (
	"encoding/json"
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
		Venue: model.OKX, Traits: Traits, Rules: Rules, New: New, Days: 40,
		Assets: append(synthetic.DefaultAssets()[:3], synthetic.AssetSpec{
			Asset: "BLUR", Sector: synthetic.NFT, Price: 0.03, Turnover: 2, Interest: 1, FundingH: 4,
		}),
	})}
}

// heard returns what a socket was told so far: the answer to a ping comes
// behind everything sent before it.
func (r *rig) heard(c *websocket.Conn) []string {
	r.T.Helper()
	r.Say(c, "ping")
	before, _ := r.Until(c, "pong")
	return before
}

// get asks by REST and returns status, code and rows.
func (r *rig) get(path string) (status int, code string, rows []json.RawMessage) {
	r.T.Helper()
	resp, body := r.Get(path)
	var envelope struct {
		Code string            `json:"code"`
		Data []json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		r.T.Fatalf("%s: %v in %s", path, err, body)
	}
	return resp.StatusCode, envelope.Code, envelope.Data
}
