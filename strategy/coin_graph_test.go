package strategy_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/rotation"
)

// A coin's place is what the graph makes of its closes over those of the
// benchmark: here BTC alone, whose index moves as its price does.
func TestCoinPlaceIsThatOfItsCloses(t *testing.T) {
	members := []model.Asset{"AAA", "BBB", "CCC"}
	s := soloEngine(t, members, path).Snapshot()
	for _, coin := range members {
		want, err := rotation.New(rotation.DefaultParams())
		if err != nil {
			t.Fatal(err)
		}
		for day := range 300 {
			want.Push(path(coin, day), path("BTC", day))
		}
		got := asset(t, s, coin)
		x, y := got.Ratio.Or(math.NaN()), got.RatioMomentum.Or(math.NaN())
		p := want.Point()
		if math.Abs(x-p.X) > 1e-9 || math.Abs(y-p.Y) > 1e-9 || got.Quadrant != p.Quadrant() {
			t.Errorf("%s at %v, %v (%s), its closes put it at %v, %v", coin, x, y, got.Quadrant, p.X, p.Y)
		}
		tail := want.AppendTail(nil, rotation.MaxTail)
		day := got.Rotations[len(got.Rotations)-1]
		if day.Timeframe != model.Day1 || len(day.Tail) != len(tail) {
			t.Fatalf("%s: tail of %d points on %s bars, want %d", coin, len(day.Tail), day.Timeframe, len(tail))
		}
		for i := range tail {
			if math.Abs(day.Tail[i][0]-tail[i][0]) > 1e-9 || math.Abs(day.Tail[i][1]-tail[i][1]) > 1e-9 {
				t.Errorf("%s: point %d at %v, want %v", coin, i, day.Tail[i], tail[i])
			}
		}
	}
}

func TestCoinPlaceSaysWhatItWaitsFor(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 80, 40)
	s := e.Snapshot()
	eth := asset(t, s, "ETH")
	for i, want := range []string{"needs 19 more bars of 1h", "needs 49 more bars of 4h", ""} {
		if r := eth.Rotations[i]; r.Ratio.Why() != want {
			t.Errorf("ratio on %s bars waits %q, want %q", r.Timeframe, r.Ratio.Why(), want)
		}
	}
	if want := "needs 17 more bars of 1d"; eth.RatioMomentum.Why() != want || eth.Quadrant != model.QuadrantUnknown {
		t.Errorf("momentum waits %q, want %q; quadrant %q", eth.RatioMomentum.Why(), want, eth.Quadrant)
	}

	e = newEngine(t)
	e.Apply(mark("ETH", model.Binance, 3000, day0))
	if eth = asset(t, e.Snapshot(), "ETH"); !strings.Contains(eth.Ratio.Why(), "waiting for history") {
		t.Errorf("without any bar the ratio waits %q", eth.Ratio.Why())
	}
}

// Between two closes snapshots share the closed bars' tails and preview the open
// bar; a close leaves the older ones as they were.
func TestCoinTailsAreSharedUntilTheNextClose(t *testing.T) {
	e := newEngine(t)
	coins := feed(t, e, 200, 1500)
	hourly := func() model.RotationView { return asset(t, e.Snapshot(), "ETH").Rotations[0] }
	first := hourly()
	running := bars(1, model.Hour1, day0, 1)[0]
	running.Close, running.High, running.Closed = 2*running.Close, 2*running.High, false
	at := day0.Add(time.Minute)
	e.Apply(&model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", EventTime: at, Received: at, Has: model.FieldBar, Bar: running})
	second := hourly()
	if &first.Tail[0] != &second.Tail[0] {
		t.Error("the open bar made the tails anew")
	}
	if len(second.Developing) != 1 || second.Developing[0] == first.Developing[0] {
		t.Errorf("the open bar stays at %v after a leap of the price", second.Developing)
	}
	head := first.Tail[len(first.Tail)-1]
	closeHour(e, coins, day0)
	third := hourly()
	if &first.Tail[0] == &third.Tail[0] || first.Tail[len(first.Tail)-1] != head || third.Tail[len(third.Tail)-2] != head {
		t.Errorf("tails end in %v before and %v after a close", first.Tail[len(first.Tail)-2:], third.Tail[len(third.Tail)-2:])
	}
}
