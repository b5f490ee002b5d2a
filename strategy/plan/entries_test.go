package plan

import (
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio/ledger"
)

// A leg that is taken off finds the one that stands in the books, whatever its
// margin mode.
func TestClosingLegsFindThoseThatStand(t *testing.T) {
	d := decimal.RequireFromString
	for _, cross := range []bool{false, true} {
		held := &model.Holdings{Cash: d("10000"), Futures: []model.FuturesLeg{{
			Venue: model.Binance, Symbol: "AAVEUSDT", Asset: "AAVE", Cross: cross, Qty: d("10"), Entry: d("100"), Leverage: d("2"), Stop: d("80"),
		}}}
		now := &model.Snapshot{Planning: &model.PlanBasis{Holdings: held}}
		leg := &model.PlanLeg{
			Action: model.ActClose, Asset: "AAVE", Venue: model.Binance, Symbol: "AAVEUSDT", Side: "long", Qty: d("10"), Price: d("110"),
			Cost: model.PlanCost{Fee: d("0.55")},
		}
		book, err := ledger.Open(filepath.Join(t.TempDir(), "ledger.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		at := model.Millis(1_700_000_000_000)
		begin, err := Opening(held)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := book.Commit(at, "begin", begin...); err != nil {
			t.Fatal(err)
		}
		if _, err := book.Commit(at, "plan", entriesOf(leg, now)...); err != nil {
			t.Errorf("cross %t: %v", cross, err)
		}
		if got := book.State().Portfolio("x").Snapshot(ledger.AssetOf); len(got.Futures) != 0 {
			t.Errorf("cross %t: still held: %+v", cross, got.Futures)
		}
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
}
