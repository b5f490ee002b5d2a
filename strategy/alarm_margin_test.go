package strategy_test

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy"
)

// twoLegs is an engine that holds two legs in one account, with its snapshot.
func twoLegs(t testing.TB) (*strategy.Engine, *model.Snapshot) {
	t.Helper()
	e := holding(t, &portfolio.Portfolio{Name: "x", Cash: dec("6000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Cross, "9000", "3"), leg(t, "ETH", portfolio.Long, portfolio.Cross, "4000", "3"),
	}})
	s := e.Snapshot()
	if r, ok := s.Margin[0].MarginRatio.Value(); !ok || r > 0.2 {
		t.Fatalf("the account's ratio is %v", s.Margin[0].MarginRatio)
	}
	return e, s
}

// A wick between two snapshots that eats the account is told, with the ratio a
// snapshot at that mark would show.
func TestAWickThatEatsTheAccountIsTold(t *testing.T) {
	e, s := twoLegs(t)
	btc, at := s.Positions[0], day0.Add(time.Second)
	low := btc.Mark.Or(0) - (s.Margin[0].Equity.Or(0)-0.8*s.Margin[0].Maintenance.Or(0))/btc.Qty.Or(0)
	e.Apply(mark("BTC", model.Binance, low, at))
	e.Apply(mark("BTC", model.Binance, btc.Mark.Or(0), at+1))
	rows := alertsBy(e.Snapshot(), "margin-ratio")
	if len(rows) != 1 || rows[0].IsOpen() {
		t.Fatalf("alerts: %+v", rows)
	}
	got := rows[0].Inputs[0].Value.Or(0)

	other, _ := twoLegs(t)
	other.Apply(mark("BTC", model.Binance, low, at))
	if shown := other.Snapshot().Margin[0].MarginRatio.Or(0); math.Abs(got-shown) > 1e-3*shown {
		t.Errorf("at the quote %v, at the snapshot %v", got, shown)
	}
}

// A leg nothing can liquidate has a stop all the same.
func TestAStopPassedBetweenSnapshots(t *testing.T) {
	e := holding(t, &portfolio.Portfolio{Name: "x", Cash: dec("90000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "1"),
	}})
	row := e.Snapshot().Positions[0]
	e.Apply(mark("BTC", model.Binance, row.Stop.Or(0)*0.999, day0.Add(time.Second)))
	e.Apply(mark("BTC", model.Binance, row.Mark.Or(0), day0.Add(time.Second)+1))
	if rows := alertsBy(e.Snapshot(), "stop-passed"); len(rows) != 1 || rows[0].IsOpen() {
		t.Errorf("%v from liquidation: %+v", row.DistancePct, rows)
	}
}

func TestAMarkOfAnAccountAllocatesNothing(t *testing.T) {
	e, s := twoLegs(t)
	now := s.Positions[0].Mark.Or(0)
	marks := []*model.Event{mark("BTC", model.Binance, now*1.001, day0), mark("BTC", model.Binance, now, day0)}
	if n := testing.AllocsPerRun(1000, func() { e.Apply(marks[0]); e.Apply(marks[1]) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
