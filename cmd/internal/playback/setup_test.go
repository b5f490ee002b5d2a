package playback

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/strategy/cost"
)

// A tape is replayed at the fees it was recorded with, a fee of nothing too.
func TestATapeKeepsItsFees(t *testing.T) {
	fees := cost.Fees{SpotAt: model.OKX, Own: []cost.OwnFee{{Venue: model.OKX, Product: cost.Spot, Source: "x"}, {Venue: model.MEXC, Product: cost.Perp, Rate: 3e-4}}}
	text, err := Setup{Playbook: "composite", Fees: fees}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadSetup(text)
	if d := cmp.Diff(fees, got.Fees); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}
