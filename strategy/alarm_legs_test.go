package strategy_test

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// oneLeg is an engine that holds one isolated long, with its snapshot.
func oneLeg(t testing.TB) (*strategy.Engine, model.PositionRow) {
	t.Helper()
	e := holding(t, &portfolio.Portfolio{Name: "x", Cash: dec("40000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3"),
	}})
	s := e.Snapshot()
	if v, ok := s.Positions[0].DistancePct.Value(); !ok || v < 15 {
		t.Fatalf("the leg is %v from liquidation", s.Positions[0].DistancePct)
	}
	return e, s.Positions[0]
}

// alertsBy returns the alerts of a rule.
func alertsBy(s *model.Snapshot, rule string) (rows []model.AlertRow) {
	for _, a := range s.Alerts {
		if a.Rule == rule {
			rows = append(rows, a)
		}
	}
	return rows
}

// A wick between two snapshots raises what it calls for, with the figure it had
// at its mark, and the figure is the one a snapshot at that mark would show.
func TestAWickBetweenSnapshotsIsTold(t *testing.T) {
	e, row := oneLeg(t)
	liquidation := row.LiquidationPrice.Or(0)
	low := liquidation * 1.04
	at := day0.Add(time.Second)
	e.Apply(mark("BTC", model.Binance, low, at))
	e.Apply(mark("BTC", model.Binance, row.Mark.Or(0), at+1))
	s := e.Snapshot()
	near, passed := alertsBy(s, "liquidation"), alertsBy(s, "stop-passed")
	if len(near) != 1 || len(passed) != 1 || near[0].Severity != model.Critical || near[0].IsOpen() {
		t.Fatalf("alerts: %+v, %+v", near, passed)
	}
	got := near[0].Inputs[0].Value.Or(0)
	if want := (low - liquidation) / low * 100; math.Abs(got-want) > 1e-6 {
		t.Errorf("the frozen figure is %v, want %v", got, want)
	}

	other, _ := oneLeg(t)
	other.Apply(mark("BTC", model.Binance, low, at))
	if shown := other.Snapshot().Positions[0].DistancePct.Or(0); math.Abs(got-shown) > 0.01 {
		t.Errorf("at the quote %v, at the snapshot %v", got, shown)
	}
}

func TestAMarkOfALegAllocatesNothing(t *testing.T) {
	e, row := oneLeg(t)
	marks := []*model.Event{mark("BTC", model.Binance, row.Mark.Or(0)*1.001, day0), mark("BTC", model.Binance, row.Mark.Or(0), day0)}
	if n := testing.AllocsPerRun(1000, func() { e.Apply(marks[0]); e.Apply(marks[1]) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// BenchmarkApplyMarkOfALeg is a mark of a coin with a leg that rules stand on.
func BenchmarkApplyMarkOfALeg(b *testing.B) {
	e, row := oneLeg(b)
	marks := []*model.Event{mark("BTC", model.Binance, row.Mark.Or(0)*1.001, day0), mark("BTC", model.Binance, row.Mark.Or(0), day0)}
	b.ReportAllocs()
	for b.Loop() {
		e.Apply(marks[0])
		e.Apply(marks[1])
	}
}

// What an earlier run left open stays while its leg is held and nothing is heard
// of it yet, and ends once the leg is seen to be gone.
func TestAlertsOfLegsAfterARestart(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	left := func(id, subject string) model.AlertRow {
		return model.AlertRow{ID: id, Rule: "liquidation", Subject: subject, Severity: model.Warning, Since: day0 - 1000, Text: subject}
	}
	e, err := strategy.New(strategy.Config{
		Universe: u, Playbook: book, Profile: "standard", Venues: []model.Venue{model.Binance}, Mode: model.ModeLive,
		Alerts: []model.AlertRow{left("liquidation-1", "BTC long binance"), left("liquidation-2", "SOL long binance")},
		Portfolio: &portfolio.Portfolio{Name: "x", Cash: dec("40000"), Positions: []portfolio.Position{
			leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3"),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	open := func() (ids []string) {
		for _, a := range alertsBy(e.Snapshot(), "liquidation") {
			if a.IsOpen() {
				ids = append(ids, a.Subject)
			}
		}
		return ids
	}
	e.Apply(tick(day0))
	if got := open(); len(got) != 2 {
		t.Errorf("before anything is heard: %v", got)
	}
	feed(t, e, 400, 24*60)
	if got := open(); len(got) != 0 {
		t.Errorf("the one is far from liquidation and the other gone, and open are %v", got)
	}
}

// Two contracts of one coin are two subjects.
func TestLegsOfOneCoinAreToldApart(t *testing.T) {
	dated := leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3")
	dated.Symbol = "BTCUSDT_260327"
	s := holding(t, &portfolio.Portfolio{Name: "x", Cash: dec("40000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3"), dated,
	}}).Snapshot()
	subjects := make(map[string]int)
	for _, r := range s.AlertRules {
		if r.Rule == "liquidation" {
			subjects[r.Subject]++
		}
	}
	if len(subjects) != 2 {
		t.Errorf("subjects %v", subjects)
	}
}

// A venue whose history never comes holds the rules up for a while, not for
// ever.
func TestHistoryThatNeverComes(t *testing.T) {
	e := newEngine(t, model.Binance, model.Bybit)
	e.Apply(&model.Event{Kind: model.KindBackfill, Venue: model.Bybit, Received: day0, Detail: &model.Progress{What: "bybit history", Total: 9}})
	feed(t, e, 400, 1500)
	if n := len(e.Snapshot().Alerts); n != 0 {
		t.Fatalf("%d alerts while history is on its way", n)
	}
	e.Apply(tick(day0.Add(6 * time.Minute)))
	e.Snapshot()
	if n := len(e.Snapshot().Alerts); n == 0 {
		t.Error("nothing is told though most of history is in")
	}
}
