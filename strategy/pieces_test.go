package strategy

import (
	"math"
	"testing"

	"eddy/model"
)

// settlements are n of a venue, eight hours apart, each a little after the hour.
func settlements(n int, rate float64, late model.Millis) (points []model.FundingPoint) {
	for i := range n {
		points = append(points, model.FundingPoint{Time: model.Millis(i)*8*3_600_000 + late, Rate: rate, IntervalH: 8})
	}
	return points
}

// A coin's funding is that of one contract, whatever others settle and in
// whatever order they tell of it.
func TestFundingIsOfOneContract(t *testing.T) {
	for name, order := range map[string][]int{"owner first": {0, 1, 2}, "owner last": {2, 1, 0}} {
		a := assetState{owner: 1, settled: make([]fundingTrail, 3)}
		for _, v := range order {
			a.settled[v].load(settlements(30, 0.0001*float64(v+1), model.Millis(3*v)))
		}
		mean, ok := a.funding().mean(-1, model.Millis(100*24*3_600_000))
		if n := len(a.funding().points); !ok || n != 30 || math.Abs(mean-0.0002) > 1e-12 {
			t.Errorf("%s: %d settlements of %v, want the owner's 30 of 0.0002", name, n, mean)
		}
	}
	a := assetState{owner: 0, settled: make([]fundingTrail, 3)}
	a.settled[0].announce(0.01, 8, 1)
	a.settled[0].announce(0.01, 8, 2)
	a.settled[2].load(settlements(30, 0.0003, 0))
	if n := len(a.funding().points); n != 30 {
		t.Errorf("%d settlements while the owner told of none of the past, want the other venue's 30", n)
	}
}

// Funding and open interest that come alone wait for more of them; with bars,
// and when all of history is in, they are built in with the rest.
func TestRefinementsWait(t *testing.T) {
	e := fedEngine(t)
	at := e.clock
	tell := func(d any, kind model.Kind) {
		e.Apply(&model.Event{Kind: kind, Venue: model.Binance, Symbol: "ETH", Asset: "ETH", Received: at, Detail: d})
	}
	rebuiltAfter := func(wait model.Millis) bool {
		before := e.rebuilt
		at += wait
		e.Apply(&model.Event{Kind: model.KindTick, Received: at})
		return e.rebuilt != before
	}
	tell(&model.Progress{What: "history", Done: 1, Total: 2}, model.KindBackfill)
	if rebuiltAfter(rebuildSeldom) {
		t.Error("built anew for nothing")
	}
	past := settlements(30, 0.0001, 0)
	tell(&model.History{Funding: past}, model.KindHistory)
	if e.settled() {
		t.Error("settled before funding is built in")
	}
	if rebuiltAfter(rebuildSeldom - 1) {
		t.Error("funding alone was built in at once")
	}
	if !rebuiltAfter(1) {
		t.Error("funding alone was not built in")
	}
	tell(&model.History{Funding: past}, model.KindHistory)
	if rebuiltAfter(rebuildSeldom) {
		t.Error("built anew for what was known")
	}
	tell(&model.History{OpenInterest: []model.OpenInterestPoint{{Time: 5, Coins: 1}}}, model.KindHistory)
	tell(&model.Progress{What: "history", Done: 2, Total: 2}, model.KindBackfill)
	if !rebuiltAfter(1000) {
		t.Error("open interest was not built in when history was")
	}
	if !e.settled() || !e.told.stale {
		t.Error("not settled, or nothing to tell anew, when history is in")
	}
}
