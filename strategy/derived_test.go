package strategy_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"eddy/model"
)

func derivedOf(t testing.TB, s *model.Snapshot, id string) model.DerivedView {
	t.Helper()
	for _, d := range s.Derived {
		if d.ID == id {
			return d
		}
	}
	t.Fatalf("no %s among %d derived figures", id, len(s.Derived))
	return model.DerivedView{}
}

// slowSeries is a daily series that ends on day0 at last and grew evenly to it
// from first.
func slowSeries(name model.Series, days int, first, last float64) *model.Event {
	c := &model.Context{Series: name, Source: "test", Unit: "usd", State: model.ContextFresh, Asked: day0, Every: time.Hour}
	for i := range days {
		v := first + (last-first)*float64(i)/float64(days-1)
		c.Points = append(c.Points, model.ContextPoint{Time: day0.Add(-time.Duration(days-1-i) * 24 * time.Hour), Value: v})
	}
	return &model.Event{Kind: model.KindContext, Received: day0, Detail: c}
}

func TestDerivedFiguresReachTheSnapshot(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 500, 600)
	e.Apply(slowSeries("tvl.total", 31, 100, 130))
	e.Apply(slowSeries("cap.AAVE", 2, 1e9, 1e9))
	e.Apply(slowSeries("volume.AAVE", 2, 5e7, 5e7))
	e.Apply(&model.Event{Kind: model.KindContext, Received: day0, Detail: &model.ContextHealth{Source: "test", Asked: day0}})
	s := e.Snapshot()
	for id, want := range map[string]float64{"tvl.growth_30d": 0.3, "defi.turnover_to_cap": 0.05} {
		if d := derivedOf(t, s, id); math.Abs(d.Value.Or(0)-want) > 1e-12 || d.State != "known" || !d.AgeMs.Fresh() || d.Source == "" {
			t.Errorf("got %+v, want %v", d, want)
		}
	}
	for _, id := range []string{"l1_dominance.index", "l1_dominance.slope", "l1_dominance.slope_with_eth", "btc.consolidating", "ai.turnover_z"} {
		if d := derivedOf(t, s, id); d.State == "unknown" && id != "ai.turnover_z" || d.From != "bars" {
			t.Errorf("got %+v", d)
		}
	}
	if d := derivedOf(t, s, "ai.turnover_to_oi"); d.State != "unknown" || d.Note == "" || d.Why == "" {
		t.Errorf("neither market value nor open interest of AI is known, and which was tried is said: %+v", d)
	}
	if d := derivedOf(t, s, "stablecoins.growth_30d"); d.State != "unknown" || d.Why != "no source tells stablecoins.total" {
		t.Errorf("got %+v", d)
	}
	if len(s.Context) != 3 || len(s.ContextSources) != 1 || s.ContextSources[0].AgeMs.Or(-1) != 1000 {
		t.Errorf("%d series, sources %+v", len(s.Context), s.ContextSources)
	}
	if slices.ContainsFunc(s.Derived, func(d model.DerivedView) bool { return d.Proxy }) {
		t.Error("a proxy beside the real thing")
	}
}

func TestTheProxyIsLabelled(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 300, 600)
	d := derivedOf(t, e.Snapshot(), "tvl.proxy")
	if !d.Proxy || d.Note == "" || !d.Value.Fresh() {
		t.Errorf("got %+v", d)
	}
	if d := derivedOf(t, e.Snapshot(), "tvl.growth_30d"); d.State != "unknown" {
		t.Errorf("the proxy was taken for the real thing: %+v", d)
	}
}

func TestCyclesReachTheSnapshot(t *testing.T) {
	e := newEngine(t)
	for _, v := range e.Snapshot().Cycles {
		if v.State != "UNKNOWN" || v.Why == "" {
			t.Errorf("without bars: %+v", v)
		}
	}
	feed(t, e, 500, 600)
	s := e.Snapshot()
	if len(s.Cycles) != 2 || s.Cycles[0].Playbook != "s1-blueprint" || s.Cycles[1].Playbook != "s2-narrative" {
		t.Fatalf("got %+v", s.Cycles)
	}
	for _, v := range s.Cycles {
		if v.State == "UNKNOWN" || !v.Since.Known() || len(v.Evidence) == 0 || v.Since > day0 {
			t.Errorf("got %+v", v)
		}
	}
}

func TestFlipsReachTheSnapshot(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 500, 600)
	p := e.Snapshot().Phase
	if len(p.Flips) != 9 || len(p.DevelopingFlips) != 9 {
		t.Fatalf("%d and %d flips", len(p.Flips), len(p.DevelopingFlips))
	}
	if last := p.Flips[len(p.Flips)-1]; last.ID != "funding" || last.Value.State() != model.NumUnknown {
		t.Errorf("funding was never told: %+v", last)
	}
}

func TestTheUsersEventsAreTakenBack(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 10, 100)
	say := func(j model.Judgement) {
		e.Apply(&model.Event{Kind: model.KindJudgement, Received: day0, Detail: &j})
	}
	event := model.Judgement{ID: "e1", Time: day0.Add(-24 * time.Hour), Kind: "regulation", Subject: "DeFi", Score: 0.8, HalfLife: 24 * time.Hour, Text: "exempted", Source: "register"}
	other := event
	other.ID, other.Time = "e2", day0
	say(other)
	say(event)
	say(event)
	s := e.Snapshot()
	if len(s.Events) != 2 || s.Events[0].ID != "e2" || math.Abs(s.Events[1].Weight.Or(0)-0.4) > 1e-3 || s.Events[1].HalfLifeH != 24 {
		t.Errorf("got %+v", s.Events)
	}
	event.Removed = true
	say(event)
	if s := e.Snapshot(); len(s.Events) != 1 {
		t.Errorf("got %+v", s.Events)
	}
}
