package cycle_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/cycle"
)

var start = model.MillisOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))

func mustNew(t testing.TB) *cycle.Tracker {
	t.Helper()
	tr, err := cycle.New(cycle.DefaultParams())
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// run is a stretch of equal days.
type run struct {
	days int
	day  cycle.Day
}

// walk pushes the runs and returns the day, counted from 1, on which each state
// of the cycle and of the narrative began.
func walk(t testing.TB, tr *cycle.Tracker, runs ...run) (cycles, narratives []began) {
	t.Helper()
	at := 0
	for _, r := range runs {
		for range r.days {
			at++
			d := r.day
			d.End = start.Add(time.Duration(at) * 24 * time.Hour)
			if err := tr.Push(&d); err != nil {
				t.Fatal(err)
			}
			cycles = note(cycles, at, tr.Cycle())
			narratives = note(narratives, at, tr.Narrative())
		}
	}
	return cycles, narratives
}

type began struct {
	day    int
	state  cycle.State
	jumped bool
}

func note(list []began, at int, s cycle.Standing) []began {
	if s.State == cycle.Unknown || len(list) > 0 && list[len(list)-1].state == s.State {
		return list
	}
	return append(list, began{at, s.State, s.Jumped})
}

func equal(a, b []began) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func levels(l1, defi float64) cycle.Day {
	return cycle.Day{L1: cycle.Side{Level: model.Known(l1)}, DeFi: cycle.Side{Level: model.Known(defi)}}
}

// defiAt is a day on which the layer ones and DeFi stand so on the graph.
func defiAt(l1, defi model.Quadrant, breadth, level float64) cycle.Day {
	d := levels(100, level)
	d.L1.Quadrant, d.DeFi.Quadrant, d.DeFi.Breadth = l1, defi, model.Known(breadth)
	return d
}

func TestTheCycleGoesRound(t *testing.T) {
	dominance := defiAt(model.Leading, model.Lagging, 0.3, 100)
	explosion := defiAt(model.Weakening, model.Leading, 0.8, 140)
	narrow := defiAt(model.Weakening, model.Leading, 0.5, 140)
	resurgence := defiAt(model.Improving, model.Lagging, 0.3, 70)
	cycles, _ := walk(t, mustNew(t), run{60, dominance}, run{10, narrow}, run{40, explosion}, run{60, resurgence})
	want := []began{
		{3, cycle.L1Dominance, false},
		{73, cycle.DeFiExplosion, false}, // the third close with breadth
	}
	if len(cycles) != 4 || !equal(cycles[:2], want) {
		t.Fatalf("got %+v", cycles)
	}
	back, again := cycles[2], cycles[3]
	if back.state != cycle.L1Resurgence || back.jumped || again.state != cycle.L1Dominance || again.jumped || again.day != back.day+7 {
		t.Errorf("after the explosion: %+v, %+v; dominance comes again when the resurgence is seven closes old", back, again)
	}
}

func TestAResurgenceNeedsAnExplosion(t *testing.T) {
	falling := defiAt(model.Lagging, model.Weakening, 0.3, 70)
	cycles, _ := walk(t, mustNew(t), run{55, defiAt("", "", 0.3, 100)}, run{30, falling})
	if len(cycles) > 0 {
		t.Errorf("got %+v", cycles)
	}
}

// aiDay is a day on which neither is near the other but for what is given.
func aiDay(change func(*cycle.Day)) cycle.Day {
	d := levels(100, 100)
	d.AI.Quadrant, d.DeFi.Quadrant = model.Lagging, model.Lagging
	d.AI.Z28, d.DeFi.Z28 = model.Known(0), model.Known(2)
	d.AI.RSI, d.AI.FundingBps = model.Known(50), model.Known(1)
	d.AI.TurnoverZ, d.AI.Interest = model.Known(0), model.Known(0)
	change(&d)
	return d
}

func TestTheNarrative(t *testing.T) {
	calm := aiDay(func(d *cycle.Day) { d.DeFi.Z28 = model.Known(0.4) })
	ignition := aiDay(func(d *cycle.Day) {
		d.AI.Quadrant, d.AI.TurnoverZ, d.AI.Interest = model.Improving, model.Known(1.5), model.Known(0.1)
	})
	hot := aiDay(func(d *cycle.Day) { d.AI.Quadrant, d.AI.RSI = model.Leading, model.Known(76) })
	defi := aiDay(func(d *cycle.Day) { d.AI.Quadrant, d.DeFi.Quadrant = model.Weakening, model.Improving })
	cases := []struct {
		name string
		runs []run
		want []began
	}{
		{"in the articles' order", []run{{10, calm}, {10, ignition}, {10, hot}, {10, defi}, {10, calm}}, []began{
			{3, cycle.Consolidation, false}, {13, cycle.AIIgnition, false}, {23, cycle.AIPeak, false},
			{33, cycle.DeFiReemergence, false}, {43, cycle.Consolidation, false},
		}},
		{"a jump is allowed and marked", []run{{10, calm}, {10, hot}}, []began{{3, cycle.Consolidation, false}, {13, cycle.AIPeak, true}}},
		{"two closes are not enough", []run{{10, calm}, {2, hot}, {10, calm}}, []began{{3, cycle.Consolidation, false}}},
		{"another challenger begins anew", []run{{10, calm}, {2, hot}, {2, defi}, {10, calm}}, []began{{3, cycle.Consolidation, false}}},
		{"seven closes at least", []run{{3, calm}, {10, hot}}, []began{{3, cycle.Consolidation, false}, {10, cycle.AIPeak, true}}},
		{"extreme funding is a peak", []run{{3, aiDay(func(d *cycle.Day) { d.AI.FundingBps = model.Known(10) })}}, []began{{3, cycle.AIPeak, false}}},
		{"reducing risk comes first", []run{{3, aiDay(func(d *cycle.Day) {
			d.AI.Quadrant, d.AI.TurnoverZ, d.AI.Interest = model.Leading, model.Known(2), model.Known(0.1)
			d.AI.RSI, d.DeFi.Z28 = model.Known(80), model.Known(0)
		})}}, []began{{3, cycle.AIPeak, false}}},
		{"ignition without open interest", []run{{3, aiDay(func(d *cycle.Day) {
			d.AI.Quadrant, d.AI.TurnoverZ, d.AI.Interest = model.Leading, model.Known(2), model.Unknown("none")
		})}}, []began{{3, cycle.AIIgnition, false}}},
		{"no ignition without the rotation", []run{{5, aiDay(func(d *cycle.Day) {
			d.AI.Quadrant, d.AI.TurnoverZ, d.AI.Interest = "", model.Known(2), model.Known(1)
		})}}, nil},
		{"a stale figure decides nothing", []run{{5, aiDay(func(d *cycle.Day) { d.AI.RSI = model.Stale(90, "old") })}}, nil},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := walk(t, mustNew(t), tt.runs...); !equal(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestViews(t *testing.T) {
	tr := mustNew(t)
	for _, v := range tr.Views() {
		if v.State != "UNKNOWN" || v.Why == "" || len(v.Evidence) > 0 {
			t.Errorf("before the first day: %+v", v)
		}
	}
	walk(t, tr, run{8, defiAt(model.Leading, model.Lagging, 0.3, 100)})
	if v := tr.Views()[0]; !v.Holds || v.AgeDays.Or(0) != 5 {
		t.Errorf("got %+v", v)
	}
	next := defiAt(model.Leading, model.Leading, 0.8, 100)
	next.End = start.Add(9 * 24 * time.Hour)
	if err := tr.Push(&next); err != nil {
		t.Fatal(err)
	}
	v := tr.Views()[0]
	if v.Playbook != "s1-blueprint" || v.State != "L1_DOMINANCE" || v.Candidate != "DEFI_EXPLOSION" || v.CandidateCount != 1 || v.CandidateNeeds != 3 || v.Holds {
		t.Errorf("got %+v", v)
	}
	want := map[string]model.EvidenceState{
		"L1_DOMINANCE.l1": model.EvidenceFor, "L1_DOMINANCE.defi": model.EvidenceAgainst,
		"DEFI_EXPLOSION.defi": model.EvidenceFor, "DEFI_EXPLOSION.breadth": model.EvidenceFor, "DEFI_EXPLOSION.ratio": model.EvidenceUnknown,
	}
	if len(v.Evidence) != len(want) {
		t.Fatalf("got %+v", v.Evidence)
	}
	for _, e := range v.Evidence {
		if e.State != want[e.ID] || e.Source == "" || e.Text == "" || e.Threshold == "" || e.Shown == "" {
			t.Errorf("got %+v, want %s", e, want[e.ID])
		}
		if e.ID == "DEFI_EXPLOSION.ratio" && (e.Weight != 0 || e.Vote.State() != model.NumUnknown) || e.ID == "DEFI_EXPLOSION.defi" && e.Weight != 0.5 {
			t.Errorf("what is missing leaves its weight to the others: %+v", e)
		}
	}
}

func TestDaysOutOfOrderAreRefused(t *testing.T) {
	tr := mustNew(t)
	walk(t, tr, run{3, defiAt(model.Leading, model.Lagging, 0.3, 100)})
	before := tr.Cycle()
	for _, end := range []model.Millis{0, start, start.Add(3 * 24 * time.Hour)} {
		d := cycle.Day{End: end}
		if err := tr.Push(&d); !errors.Is(err, cycle.ErrInput) || tr.Cycle() != before {
			t.Errorf("%v: got %v, %+v", end, err, tr.Cycle())
		}
	}
}

func TestParamsAreChecked(t *testing.T) {
	for name, change := range map[string]func(*cycle.Params){
		"breadth": func(p *cycle.Params) { p.Breadth = 0 }, "near": func(p *cycle.Params) { p.Near = math.NaN() },
		"rsi": func(p *cycle.Params) { p.RSI = 100 }, "averages": func(p *cycle.Params) { p.Slow = p.Fast },
		"confirm": func(p *cycle.Params) { p.Confirm = 0 }, "funding": func(p *cycle.Params) { p.FundingBps = math.Inf(1) },
	} {
		p := cycle.DefaultParams()
		change(&p)
		if _, err := cycle.New(p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Whatever comes, a state begins no sooner than three closes after a change of
// conditions and seven after the state before it.
func TestStatesNeverHurry(t *testing.T) {
	quadrants := []model.Quadrant{"", model.Leading, model.Weakening, model.Lagging, model.Improving}
	rapid.Check(t, func(t *rapid.T) {
		tr, err := cycle.New(cycle.DefaultParams())
		if err != nil {
			t.Fatal(err)
		}
		num := func(name string, low, top float64) model.Num {
			if rapid.IntRange(0, 4).Draw(t, "missing") == 0 {
				return model.Unknown("none")
			}
			return model.Known(rapid.Float64Range(low, top).Draw(t, name))
		}
		side := func() cycle.Side {
			return cycle.Side{
				Quadrant: rapid.SampledFrom(quadrants).Draw(t, "quadrant"), Level: num("level", 50, 150), Z28: num("z", -3, 3), RSI: num("rsi", 0, 100),
				Breadth: num("breadth", 0, 1), TurnoverZ: num("turnover", -3, 3), Interest: num("interest", -1, 1), FundingBps: num("funding", -20, 20),
			}
		}
		at, last := 0, map[string]int{}
		before := []cycle.State{cycle.Unknown, cycle.Unknown}
		for range rapid.IntRange(1, 20).Draw(t, "runs") {
			d := cycle.Day{L1: side(), DeFi: side(), AI: side()}
			for range rapid.IntRange(1, 6).Draw(t, "days") {
				at++
				d.End = start.Add(time.Duration(at) * 24 * time.Hour)
				if err := tr.Push(&d); err != nil {
					t.Fatal(err)
				}
				for i, s := range []cycle.Standing{tr.Cycle(), tr.Narrative()} {
					name := tr.Views()[i].Name
					if s.State == before[i] {
						continue
					}
					if at < 3 || before[i] != cycle.Unknown && at-last[name] < 7 {
						t.Fatalf("day %d: %s after %s of day %d", at, s.State, before[i], last[name])
					}
					before[i], last[name] = s.State, at
				}
			}
		}
	})
}
