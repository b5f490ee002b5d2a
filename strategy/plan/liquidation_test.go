package plan_test

import (
	"math"
	"testing"

	"eddy/model"
)

// crossBooks is the worked example of the margin reference, 1b: a wallet of
// 12,000 behind a long of 0.6 BTC at 64,000 (mark 63,000) and a short of 8 ETH at
// 3,100 (mark 3,150), on Binance's brackets. BTC is liquidated at 45,014.73, ETH
// at 4,488.15.
func crossBooks(cross bool) *model.Snapshot {
	h := cash("12000")
	h.Futures = []model.FuturesLeg{
		{Venue: model.Binance, Symbol: "BTCUSDT", Asset: "BTC", Cross: cross, Qty: num("0.6"), Entry: num("64000"), Leverage: num("10"), Stop: num("60000")},
		{Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", Short: true, Cross: cross, Qty: num("8"), Entry: num("3100"), Leverage: num("10"), Stop: num("3300")},
	}
	s := snapshot(model.Expansion, h)
	for i := range s.Assets {
		a := &s.Assets[i]
		for asset, price := range map[model.Asset]float64{"BTC": 63000, "ETH": 3150} {
			if a.Asset == asset {
				*a = assetView(asset, price, 9e9, a.Sector, a.SubSector)
			}
		}
	}
	return s
}

func TestCrossLegsOfAPlanShareTheirWallet(t *testing.T) {
	btc := (63000 - 45014.73) / 63000 * 100
	before := propose(t, crossBooks(true), "composite", "", false).Before
	if got := before.WorstPct.Or(0); math.Abs(got-btc) > 1e-4 || before.Worst != "BTC long" {
		t.Errorf("worst %v of %s, the reference says %v", got, before.Worst, btc)
	}
	// Isolated, each has its own tenth: the margin of the short is 2,480, so that
	// it is liquidated at (24,800 + 2,480) / (8 * 1.004) = 3,396.41.
	alone := propose(t, crossBooks(false), "composite", "", false).Before
	if eth := (3396.414 - 3150) / 3150 * 100; math.Abs(alone.WorstPct.Or(0)-eth) > 1e-3 || alone.Worst != "ETH short" {
		t.Errorf("isolated: worst %v of %s, want %v", alone.WorstPct.Or(0), alone.Worst, eth)
	}
}

// Cash that a plan spends no longer stands behind the cross legs, unless it lies
// somewhere else.
func TestWhatIsBoughtNoLongerBacksCrossLegs(t *testing.T) {
	at := func(s *model.Snapshot) (before, after float64) {
		p := propose(t, s, "s1-blueprint", "b-defi-alpha", true)
		if p.Totals.Turnover.IsZero() {
			t.Fatalf("nothing is bought: %v %q", actions(p), p.Why)
		}
		for i := range p.Legs {
			if l := &p.Legs[i]; l.Action == model.ActBuy {
				return l.Before.WorstPct.Or(0), l.After.WorstPct.Or(0)
			}
		}
		return 0, 0
	}
	if before, after := at(crossBooks(true)); after >= before {
		t.Errorf("worst distance %v before a purchase, %v after it", before, after)
	}
	placed := crossBooks(true)
	placed.Planning.Holdings.Cash = num("24000")
	placed.Planning.Holdings.Placed = []model.PlacedCash{{Venue: model.Binance, Amount: num("12000")}}
	if before, after := at(placed); before != after {
		t.Errorf("what lies at the venue is not spent on spot: %v before, %v after", before, after)
	}
}
