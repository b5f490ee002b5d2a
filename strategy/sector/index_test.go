package sector_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/sector"
)

const day = 24 * time.Hour

// names for members.
var names = []model.Asset{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}

func one(n int) []sector.Group { return []sector.Group{{Share: 1, Members: names[:n]}} }

func mustNew(t interface{ Fatal(...any) }, p sector.Params, groups []sector.Group) *sector.Index {
	x, err := sector.New(p, groups)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// closes makes a bar; a price of 0 is a member that did not print.
func closes(prices ...float64) []sector.Close {
	out := make([]sector.Close, len(prices))
	for i, p := range prices {
		out[i] = sector.Close{Price: p, OK: p != 0}
	}
	return out
}

func mustPush(t interface{ Fatal(...any) }, x *sector.Index, end model.Millis, bar []sector.Close) {
	if err := x.Push(end, bar); err != nil {
		t.Fatal(err)
	}
}

func wantLevel(t *testing.T, x *sector.Index, want float64) {
	t.Helper()
	if got, ok := x.Level(); !ok || math.Abs(got-want) > 1e-9*want {
		t.Fatalf("level: got %v, %v, want %v", got, ok, want)
	}
}

func wantWeights(t *testing.T, x *sector.Index, want ...float64) {
	t.Helper()
	for i, w := range want {
		if got := x.Member(i).Weight; math.Abs(got-w) > 1e-9 {
			t.Fatalf("weight of %s: got %v, want %v", x.Member(i).Asset, got, w)
		}
	}
}

func TestWeeklyReviewAtMondayMidnight(t *testing.T) {
	p := sector.SubSectorParams(model.Hour4)
	x := mustNew(t, p, one(2))
	saturday := monday.Add(-48 * time.Hour)
	mustPush(t, x, saturday, closes(10, 10))
	for i := 1; i < 12; i++ { // to Sunday 20:00
		mustPush(t, x, saturday.Add(time.Duration(i)*4*time.Hour), closes(20, 10))
		wantWeights(t, x, 2./3, 1./3) // drifted
	}
	mustPush(t, x, monday, closes(20, 10))
	wantWeights(t, x, 0.5, 0.5)
	wantLevel(t, x, 1500)
	mustPush(t, x, monday.Add(4*time.Hour), closes(20, 11))
	wantLevel(t, x, 1500*1.05)
	wantWeights(t, x, 0.5/1.05, 0.55/1.05)
}

// A review that fell into a hole is held at the first bar after it.
func TestReviewAfterMissedMidnight(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Hour4), one(2))
	mustPush(t, x, monday.Add(-4*time.Hour), closes(10, 10))
	mustPush(t, x, monday.Add(4*time.Hour), closes(20, 10))
	wantWeights(t, x, 0.5, 0.5)
	wantLevel(t, x, 1500)
}

func TestBenchmarkRebalancesDailyInsideShorterBars(t *testing.T) {
	x := mustNew(t, sector.BenchmarkParams(model.Hour4, 2), one(2))
	for i := range 6 {
		mustPush(t, x, monday.Add(time.Duration(i)*4*time.Hour), closes(100+float64(i)*20, 50))
	}
	wantWeights(t, x, 2./3, 1./3)
	mustPush(t, x, monday.Add(day), closes(200, 50))
	wantWeights(t, x, 0.5, 0.5)
	wantLevel(t, x, 1500)

	mustPush(t, x, monday.Add(day+4*time.Hour), closes(210, 0))
	if _, ok := x.Level(); ok {
		t.Error("a benchmark with a missing half has a level")
	}
	mustPush(t, x, monday.Add(day+8*time.Hour), closes(220, 55))
	wantLevel(t, x, 1500*1.1) // both book their whole moves
}

func TestMinimumMembers(t *testing.T) {
	x := mustNew(t, sector.DefaultParams(model.Day1), one(6))
	mustPush(t, x, monday, closes(10, 10, 0, 0, 0, 0))
	if _, ok := x.Level(); ok {
		t.Fatal("two members make an index")
	}
	mustPush(t, x, monday.Add(day), closes(10, 10, 10, 10, 10, 0))
	wantLevel(t, x, 1000)
	for _, tc := range []struct {
		name     string
		bar      []sector.Close
		ok       bool
		degraded bool
		level    float64
	}{
		{"five are enough", closes(11, 10, 10, 10, 10, 0), true, false, 1020},
		{"four degrade it", closes(11, 10, 10, 10, 0, 0), true, true, 1020},
		{"two leave no level", closes(22, 10, 0, 0, 0, 0), false, true, 0},
		// A: 22/11 at weight .2*1.1/1.02, the others at rest.
		{"and are booked later", closes(22, 10, 10, 10, 10, 0), true, false, 1020 * (1 + 0.22/1.02)},
	} {
		mustPush(t, x, x.End().Add(day), tc.bar)
		r, ok := x.Value()
		if ok != tc.ok || ok && (r.Degraded != tc.degraded || math.Abs(r.Level-tc.level) > 1e-9) {
			t.Fatalf("%s: got %+v, %v", tc.name, r, ok)
		}
	}
}

func TestGroups(t *testing.T) {
	groups := []sector.Group{
		{Name: "L1", Share: 60, Members: names[:3]},
		{Name: "L2", Share: 15, Members: names[3:5]},
		{Name: "Storage", Share: 10, Members: names[5:7]},
		{Name: "Oracle", Share: 15, Members: names[7:8]},
	}
	all := closes(1, 1, 1, 1, 1, 1, 1, 1)
	x := mustNew(t, sector.DefaultParams(model.Day1), groups)
	mustPush(t, x, monday, all)
	wantWeights(t, x, 0.2, 0.2, 0.2, 0.075, 0.075, 0.05, 0.05, 0.15)

	// Nobody in Oracle, one missing in L1: shares are spread, inside and
	// between the groups; coverage tells what is not there.
	x = mustNew(t, sector.DefaultParams(model.Day1), groups)
	mustPush(t, x, monday, closes(1, 1, 0, 1, 1, 1, 1, 0))
	wantWeights(t, x, 0.3/0.85, 0.3/0.85, 0, 0.075/0.85, 0.075/0.85, 0.05/0.85, 0.05/0.85, 0)
	if c := x.Coverage(); math.Abs(c-0.65) > 1e-12 {
		t.Errorf("coverage: got %v, want 0.65", c)
	}
}

func TestSchemes(t *testing.T) {
	p := sector.SubSectorParams(model.Day1)
	p.Scheme, p.Cap = sector.Cap, 0.3
	x := mustNew(t, p, one(4))
	for i, usd := range []float64{60, 20, 12, 8} {
		x.SetFigure(i, usd)
	}
	mustPush(t, x, monday, closes(1, 1, 1, 1))
	wantWeights(t, x, 0.3, 0.3, 0.24, 0.16)

	p.Scheme, p.Cap = sector.SqrtLiquidity, 1
	x = mustNew(t, p, one(4))
	for i, usd := range []float64{100, 25, 4, math.NaN()} {
		x.SetFigure(i, usd)
	}
	mustPush(t, x, monday, closes(1, 1, 1, 1))
	wantWeights(t, x, 10./17, 5./17, 2./17, 0)
	if x.Fallback() {
		t.Error("three figures are enough for one")
	}
	if m := x.Member(3); m.State != sector.Waiting || m.Intended <= 0 {
		t.Errorf("without a figure: got %+v, want it out and missed by the coverage", m)
	}

	p.Least, p.Enough = 3, 5
	x = mustNew(t, p, one(4))
	x.SetFigure(0, 100)
	mustPush(t, x, monday, closes(1, 1, 1, 1))
	wantWeights(t, x, 0.25, 0.25, 0.25, 0.25)
	if !x.Fallback() {
		t.Error("equal weights serve and nobody says so")
	}
}

// The cap holds for a member of the whole index, also inside a group.
func TestCapInsideGroups(t *testing.T) {
	p := sector.SubSectorParams(model.Day1)
	p.Scheme = sector.SqrtLiquidity
	x := mustNew(t, p, []sector.Group{
		{Name: "L1", Share: 60, Members: names[:4]}, {Name: "rest", Share: 40, Members: names[4:8]},
	})
	for i, usd := range []float64{1e10, 1e6, 1e6, 1e6, 1e6, 1e6, 1e6, 1e6} {
		x.SetFigure(i, usd)
	}
	mustPush(t, x, monday, closes(1, 1, 1, 1, 1, 1, 1, 1))
	third := (0.6 - 0.25) / 3
	wantWeights(t, x, 0.25, third, third, third, 0.1, 0.1, 0.1, 0.1)
}

func TestDominationMedianAndAdvancing(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(5))
	if _, ok := x.Median(); ok {
		t.Error("a median of nothing")
	}
	mustPush(t, x, monday, closes(10, 10, 10, 10, 10))
	if _, ok := x.Median(); ok {
		t.Error("the first bar has no returns")
	}
	mustPush(t, x, monday.Add(day), closes(10.1, 10.2, 14, 9.9, 10))
	if r, _ := x.Value(); r.Dominant != 2 {
		t.Errorf("dominant: got %d, want the third: 40 %% of its own, nearly all of the bar", r.Dominant)
	}
	if m, ok := x.Median(); !ok || math.Abs(m-0.01) > 1e-12 {
		t.Errorf("median: got %v, %v, want 1 %%", m, ok)
	}
	if b := x.Advancing(); b.Passed != 3 || b.Known != 5 {
		t.Errorf("advancing: got %+v, want 3 of 5", b)
	}
	mustPush(t, x, monday.Add(2*day), closes(12.12, 12.24, 16.8, 11.88, 12))
	if r, _ := x.Value(); r.Dominant != -1 {
		t.Errorf("everybody rose by a fifth, yet %d dominates", r.Dominant)
	}
	mustPush(t, x, monday.Add(3*day), closes(12.12, 0, 16.8, 11.88, 13))
	if m, ok := x.Median(); !ok || m != 0 {
		t.Errorf("median of four: got %v, %v", m, ok)
	}
}

func TestPushRefuses(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(2))
	mustPush(t, x, monday, closes(10, 10))
	for name, end := range map[string]model.Millis{"same": monday, "before": monday.Add(-day), "unknown": 0} {
		if err := x.Push(end, closes(20, 20)); !errors.Is(err, sector.ErrOrder) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := x.Push(monday.Add(day), closes(20)); err == nil {
		t.Error("one close for two members was taken")
	}
	wantLevel(t, x, 1000)
	if _, ok := x.Peek(closes(20)); ok {
		t.Error("one close for two members was previewed")
	}
	if _, ok := mustNew(t, sector.SubSectorParams(model.Day1), one(2)).Peek(closes(1, 1)); ok {
		t.Error("an index without a first bar has a preview")
	}
}

func TestBadPricesAreNoPrints(t *testing.T) {
	x := mustNew(t, sector.SubSectorParams(model.Day1), one(2))
	mustPush(t, x, monday, closes(10, 10))
	for i, bad := range []float64{math.NaN(), math.Inf(1), -5, 0} {
		mustPush(t, x, monday.Add(time.Duration(i+1)*day), []sector.Close{{Price: 10, OK: true}, {Price: bad, OK: true}})
		wantLevel(t, x, 1000)
	}
	mustPush(t, x, x.End().Add(day), closes(math.MaxFloat64, 0)) // beyond arithmetic: not booked
	mustPush(t, x, x.End().Add(day), closes(10, 0))
	wantLevel(t, x, 1000)
}

func TestNewRefuses(t *testing.T) {
	for name, change := range map[string]func(*sector.Params, *[]sector.Group){
		"base":           func(p *sector.Params, _ *[]sector.Group) { p.Base = 0 },
		"interval":       func(p *sector.Params, _ *[]sector.Group) { p.Interval = 0 },
		"review":         func(p *sector.Params, _ *[]sector.Group) { p.Review = 9 },
		"scheme":         func(p *sector.Params, _ *[]sector.Group) { p.Scheme = 9 },
		"cap":            func(p *sector.Params, _ *[]sector.Group) { p.Cap = 1.5 },
		"stale":          func(p *sector.Params, _ *[]sector.Group) { p.StaleBars = 0 },
		"least":          func(p *sector.Params, _ *[]sector.Group) { p.Least = 0 },
		"enough":         func(p *sector.Params, _ *[]sector.Group) { p.Enough = 1 },
		"domination":     func(p *sector.Params, _ *[]sector.Group) { p.DominantMove = math.NaN() },
		"no members":     func(_ *sector.Params, g *[]sector.Group) { *g = nil },
		"twice":          func(_ *sector.Params, g *[]sector.Group) { *g = append(*g, one(1)...) },
		"share":          func(_ *sector.Params, g *[]sector.Group) { (*g)[0].Share = 0 },
		"infinite share": func(_ *sector.Params, g *[]sector.Group) { (*g)[0].Share = math.Inf(1) },
		"unnamed member": func(_ *sector.Params, g *[]sector.Group) { (*g)[0].Members = []model.Asset{""} },
	} {
		p, groups := sector.DefaultParams(model.Day1), one(3)
		change(&p, &groups)
		if _, err := sector.New(p, groups); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestBreadth(t *testing.T) {
	var b sector.Breadth
	if _, ok := b.Share(0); ok {
		t.Error("a share of nobody")
	}
	for i := range 4 {
		b.Add(i > 0)
	}
	if _, ok := b.Share(sector.BreadthLeast); ok {
		t.Error("four members tell nothing")
	}
	b.Add(false)
	if got, ok := b.Share(sector.BreadthLeast); !ok || got != 0.6 {
		t.Errorf("got %v, %v, want 0.6", got, ok)
	}
}
