package phase_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/phase"
)

var start = model.MillisOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))

func dayAt(i int, market float64) phase.Day {
	return phase.Day{
		End: start.Add(time.Duration(i) * 24 * time.Hour), Market: market,
		Breadth: model.Known(0.8), FundingBps: model.Known(0.5),
	}
}

func mustNew(t testing.TB) *phase.Tracker {
	t.Helper()
	tr, err := phase.New(phase.DefaultParams())
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// rise pushes n days that rise by a third of a percent.
func rise(t testing.TB, tr *phase.Tracker, n int) {
	t.Helper()
	for i := range n {
		if err := tr.Push(dayAt(i, 100*math.Exp(0.0033*float64(i)))); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnknownBelowTwoHundredDays(t *testing.T) {
	tr := mustNew(t)
	if v := tr.View(nil); v.Phase != model.PhaseUnknown || v.Why != "needs 200 more daily bars" {
		t.Errorf("empty: got %s, %q", v.Phase, v.Why)
	}
	rise(t, tr, 158)
	v := tr.View(nil)
	if v.Phase != model.PhaseUnknown || v.Why != "needs 42 more daily bars" || v.Confidence.Why() != v.Why || len(v.Evidence) > 0 {
		t.Errorf("158 days: got %+v", v)
	}
	d := dayAt(158, 200)
	if _, ok := tr.Peek(&d); ok {
		t.Error("a preview without enough days")
	}
	if tr.State().Phase != model.PhaseUnknown {
		t.Errorf("state: got %+v", tr.State())
	}
	tr = mustNew(t)
	rise(t, tr, 199)
	if v := tr.View(nil); v.Why != "needs 1 more daily bar" {
		t.Errorf("199 days: got %q", v.Why)
	}
}

func TestViewOfARisingMarket(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 200)
	if c, ok := tr.Change(); !ok || c.From != model.PhaseUnknown || c.To != exp {
		t.Errorf("the first phase: got %+v, %v", c, ok)
	}
	open := dayAt(200, 100)
	r, ok := tr.Peek(&open)
	if !ok {
		t.Fatal("no preview")
	}
	v := tr.View(&r)
	if v.Phase != exp || v.Why != "" || v.Since != dayAt(199, 0).End || v.RunnerUp == exp || v.RunnerUp == "" || v.CandidateNeeds != 3 {
		t.Errorf("got %+v", v)
	}
	if age, ok := v.AgeDays.Value(); !ok || age != 0 {
		t.Errorf("age: got %v, %v", age, ok)
	}
	mine, _ := v.Scores[exp].Value()
	theirs, _ := v.Scores[v.RunnerUp].Value()
	if gap, ok := v.Gap.Value(); !ok || gap != mine-theirs || len(v.Scores) != 4 {
		t.Errorf("gap: got %v, %v, scores %v", gap, ok, v.Scores)
	}
	if now, _ := v.Developing[exp].Value(); now >= mine {
		t.Errorf("the open day falls by half, yet its score is %v after %v", now, mine)
	}
	c, _ := v.Confidence.Value()
	if coverage, _ := v.Coverage.Value(); coverage != 1 || c <= 0.25 || c > 1 || phase.BandOf(c) == "" {
		t.Errorf("confidence %v, coverage %v", c, coverage)
	}
}

func TestMissingInputsLowerTheConfidence(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 200)
	full, _ := tr.Confidence()
	d := dayAt(200, 100*math.Exp(0.0033*200))
	d.Breadth, d.FundingBps = model.Unknown("fewer than 5 coins"), model.Stale(0.5, "26 h old")
	if err := tr.Push(d); err != nil {
		t.Fatal(err)
	}
	less, ok := tr.Confidence()
	v := tr.View(nil)
	// Breadth carries .50 and funding .40 of the four scores' weight.
	if coverage, _ := v.Coverage.Value(); math.Abs(coverage-(1-.9/4)) > 1e-12 || !ok || less >= full {
		t.Errorf("coverage %v, confidence %v after %v", coverage, less, full)
	}
	unknown := 0
	for _, e := range v.Evidence {
		if e.State == model.EvidenceUnknown {
			unknown++
			if why := e.Value.Why(); why != "fewer than 5 coins" && why != "26 h old" {
				t.Errorf("%s: got the reason %q", e.ID, why)
			}
		}
	}
	if unknown != 2 { // breadth and the damp by funding
		t.Errorf("unknown: got %d of %+v", unknown, v.Evidence)
	}
}

func TestPushRefuses(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 200)
	before, state := tr.View(nil), tr.State()
	for name, d := range map[string]phase.Day{
		"same day": dayAt(199, 100), "day before": dayAt(3, 100), "no time": {Market: 100},
		"no price": dayAt(200, 0), "NaN": dayAt(200, math.NaN()), "infinite": dayAt(200, math.Inf(1)),
	} {
		if err := tr.Push(d); !errors.Is(err, phase.ErrInput) {
			t.Errorf("%s: got %v", name, err)
		}
		if d.Market != 100 {
			if _, ok := tr.Peek(&d); ok {
				t.Errorf("%s: previewed", name)
			}
		}
	}
	if tr.State() != state || tr.View(nil).Confidence != before.Confidence {
		t.Error("a refused day changed the state")
	}
}

func TestCrashOverride(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 260)
	last := 100 * math.Exp(0.0033*259)
	if tr.State().Phase == bear {
		t.Fatal("bear already")
	}
	// A fall by two thirds within a day: far under every average.
	if err := tr.Push(dayAt(260, last/3)); err != nil {
		t.Fatal(err)
	}
	c, ok := tr.Change()
	if !ok || c.To != bear || !c.Crash {
		t.Errorf("got %+v, %v, state %+v", c, ok, tr.State())
	}
	if s := tr.State(); s.Age != 0 || s.Count != 0 || s.Since != dayAt(260, 0).End {
		t.Errorf("state: got %+v", s)
	}
}

// A restart that resumes comes to the same phase on the same days, even when it
// has less history to warm up with.
func TestResume(t *testing.T) {
	market := func(i int) float64 {
		x := float64(i)
		return 100 * math.Exp(0.7*math.Sin(x/60)+0.05*math.Sin(x/7))
	}
	whole := mustNew(t)
	var stored phase.Stored
	for i := range 700 {
		if err := whole.Push(dayAt(i, market(i))); err != nil {
			t.Fatal(err)
		}
		if i == 600 {
			stored, _ = whole.Store()
		}
	}
	again := mustNew(t)
	if err := again.Resume(stored); err != nil {
		t.Fatal(err)
	}
	for i := 100; i < 700; i++ {
		if err := again.Push(dayAt(i, market(i))); err != nil {
			t.Fatal(err)
		}
		if c, switched := again.Change(); switched && i <= 600 {
			t.Fatalf("day %d: history was decided again: %+v", i, c)
		}
		if i == 600 && again.State() != stored.State {
			t.Fatalf("got %+v, want %+v", again.State(), stored.State)
		}
	}
	if got, want := again.State().Phase, whole.State().Phase; got != want {
		t.Errorf("at the end: got %s, want %s", got, want)
	}
	if err := again.Resume(stored); err == nil {
		t.Error("resumed in the middle")
	}
	if err := mustNew(t).Resume(phase.Stored{}); err == nil {
		t.Error("resumed from nothing")
	}
	if _, ok := mustNew(t).Store(); ok {
		t.Error("stored without a phase")
	}
}

func TestDeterministic(t *testing.T) {
	a, b := mustNew(t), mustNew(t)
	rise(t, a, 300)
	rise(t, b, 300)
	x, _ := a.Value()
	y, _ := b.Value()
	if x != y || a.State() != b.State() {
		t.Error("the same days gave another reading")
	}
}

func TestNewRefuses(t *testing.T) {
	for name, change := range map[string]func(*phase.Params){
		"windows":      func(p *phase.Params) { p.Windows.Fast = 200 },
		"temperature":  func(p *phase.Params) { p.Temperature = 0 },
		"margin":       func(p *phase.Params) { p.Switch.Margin = math.NaN() },
		"confirm":      func(p *phase.Params) { p.Switch.Confirm = 0 },
		"crash":        func(p *phase.Params) { p.Switch.CrashWindow = 0 },
		"downgrade":    func(p *phase.Params) { p.Switch.FastDowngrade, p.Switch.DowngradeConfirm = true, 0 },
		"rule missing": func(p *phase.Params) { p.Rules = p.Rules[:3] },
		"rule twice":   func(p *phase.Params) { p.Rules[0].Phase = bear },
		"rule unknown": func(p *phase.Params) { p.Rules[0].Phase = "BULL" },
		"weights":      func(p *phase.Params) { p.Rules[0].Terms[0].Weight = 0.5 },
		"weight":       func(p *phase.Params) { p.Rules[0].Terms[0].Weight = -1 },
		"no factors":   func(p *phase.Params) { p.Rules[0].Terms[0].Factors = nil },
		"flat factor":  func(p *phase.Params) { p.Rules[0].Terms[0].Factors[0].To = p.Rules[0].Terms[0].Factors[0].From },
		"bad factor":   func(p *phase.Params) { p.Rules[0].Terms[0].Factors[0].Feature = 99 },
		"damp":         func(p *phase.Params) { p.Rules[1].Damp.Share = 2 },
		"damp factor":  func(p *phase.Params) { p.Rules[1].Damp.Factors[0].To = math.Inf(1) },
	} {
		p := phase.DefaultParams()
		change(&p)
		if _, err := phase.New(p); err == nil || !strings.HasPrefix(err.Error(), "phase: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestBands(t *testing.T) {
	for c, want := range map[float64]phase.Band{0: phase.Low, 0.349: phase.Low, 0.35: phase.Medium, 0.6: phase.Medium, 0.601: phase.High} {
		if got := phase.BandOf(c); got != want {
			t.Errorf("%v: got %s, want %s", c, got, want)
		}
	}
}

func TestDaysDoNotAllocate(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 300)
	i := 300
	if n := testing.AllocsPerRun(100, func() {
		d := dayAt(i, 200+float64(i%9))
		_, _ = tr.Peek(&d)
		if err := tr.Push(d); err != nil {
			t.Fatal(err)
		}
		i++
	}); n != 0 {
		t.Errorf("%v allocations a day", n)
	}
}

func BenchmarkPeek(b *testing.B) {
	tr := mustNew(b)
	rise(b, tr, 300)
	d := dayAt(300, 200)
	b.ReportAllocs()
	for b.Loop() {
		d.Market += 1e-6
		_, _ = tr.Peek(&d)
	}
}

func BenchmarkPush(b *testing.B) {
	tr := mustNew(b)
	rise(b, tr, 300)
	d := dayAt(300, 200)
	b.ReportAllocs()
	for b.Loop() {
		d.End++
		if err := tr.Push(d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkView(b *testing.B) {
	tr := mustNew(b)
	rise(b, tr, 300)
	b.ReportAllocs()
	for b.Loop() {
		_ = tr.View(nil)
	}
}
