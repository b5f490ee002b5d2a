package rotation

import (
	"math"
	"testing"

	"eddy/model"
)

func TestDebounce(t *testing.T) {
	at := func(x, y float64) Point { return Point{X: x, Y: y, HasX: true, HasY: true} }
	leading, weakening := at(101, 101), at(101, 99.9)
	for _, tc := range []struct {
		name   string
		points []Point
		want   []model.Quadrant // confirmed
	}{
		{"the first is no event", []Point{leading}, []model.Quadrant{model.Leading}},
		{"held two closes", []Point{leading, weakening, weakening},
			[]model.Quadrant{model.Leading, model.Leading, model.Weakening}},
		{"one close is noise", []Point{leading, weakening, leading, weakening},
			[]model.Quadrant{model.Leading, model.Leading, model.Leading, model.Leading}},
		{"a quarter point beyond counts at once", []Point{leading, at(101, 99.75)},
			[]model.Quadrant{model.Leading, model.Weakening}},
		{"across the diagonal both axes count", []Point{leading, at(99, 99.9), at(99.9, 99)},
			[]model.Quadrant{model.Leading, model.Leading, model.Lagging}},
		{"another quadrant starts over", []Point{leading, weakening, at(99.9, 99.9), at(99.9, 99.9)},
			[]model.Quadrant{model.Leading, model.Leading, model.Leading, model.Lagging}},
		{"a missing bar decides nothing", []Point{leading, weakening, {}, weakening},
			[]model.Quadrant{model.Leading, model.Leading, model.Leading, model.Weakening}},
		{"only the crossed axis counts", []Point{leading, at(100.01, 99.7)},
			[]model.Quadrant{model.Leading, model.Weakening}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := debounce{hold: 2, beyond: 0.25}
			before := model.QuadrantUnknown
			for i, p := range tc.points {
				d.push(p)
				if d.confirmed != tc.want[i] {
					t.Fatalf("bar %d: got %s, want %s", i, d.confirmed, tc.want[i])
				}
				want := Change{}
				if i > 0 && d.confirmed != before {
					want = Change{From: before, To: d.confirmed}
				}
				if d.event != want {
					t.Fatalf("bar %d: event %v, want %v", i, d.event, want)
				}
				before = d.confirmed
			}
		})
	}
}

// The exported side of the debounce and of the ranking, on a sector that rises
// against its benchmark and then turns.
func TestConfirmedChangesAlongAPath(t *testing.T) {
	r, err := New(DefaultParams())
	if err != nil {
		t.Fatal(err)
	}
	confirmed, changes := model.QuadrantUnknown, 0
	for i := range 400 {
		r.PushLog(0.3 * math.Sin(float64(i)/20))
		c, changed := r.Change()
		if changed && (c.From != confirmed || c.To != r.Confirmed() || c.To != r.Quadrant()) {
			t.Fatalf("bar %d: change %+v after %s, at %s", i, c, confirmed, r.Quadrant())
		}
		if q, held := r.Pending(); held > 0 && (q == r.Confirmed() || q != r.Quadrant()) {
			t.Fatalf("bar %d: pending %s for %d, at %s", i, q, held, r.Quadrant())
		}
		if changed {
			changes++
		}
		confirmed = r.Confirmed()
	}
	// A sine goes round clockwise: four changes in each of its 300/126 turns.
	if turning, ok := r.Turning(MaxTail); changes < 8 || !ok || turning.Clockwise < 0.9 {
		t.Errorf("got %d changes, turning %+v, %v", changes, turning, ok)
	}
	s := r.Standing("sine")
	score, ok := s.Point.Score()
	far, _ := s.Point.Distance()
	if !ok || !s.Moved || s.Velocity <= 0 || math.Abs(score) > far {
		t.Errorf("standing: %+v, score %v, distance %v", s, score, far)
	}
	if _, ok := (Point{X: 101, HasX: true}).Score(); ok {
		t.Error("half a point has a score")
	}
}

func TestHeading(t *testing.T) {
	centre := model.TailPoint{100, 100}
	for _, tc := range []struct {
		name string
		to   model.TailPoint
		want float64
		ok   bool
	}{
		{"north", model.TailPoint{100, 101}, 0, true},
		{"north-east", model.TailPoint{101, 101}, 45, true},
		{"east", model.TailPoint{101, 100}, 90, true},
		{"south", model.TailPoint{100, 99}, 180, true},
		{"west", model.TailPoint{99, 100}, 270, true},
		{"north-west", model.TailPoint{99, 101}, 315, true},
		{"still", centre, 0, false},
	} {
		got, ok := Heading(centre, tc.to)
		if ok != tc.ok || got < tc.want-1e-9 || got > tc.want+1e-9 {
			t.Errorf("%s: got %v, %v, want %v, %v", tc.name, got, ok, tc.want, tc.ok)
		}
	}
}

// tailed returns a rotation whose tail holds the points, oldest first.
func tailed(step int, points ...model.TailPoint) *Rotation {
	r := &Rotation{tail: newTail(step)}
	for _, p := range points {
		r.tail.push(p)
		r.now = Point{X: p[0], Y: p[1], HasX: true, HasY: true}
	}
	return r
}

func TestTailAndTurning(t *testing.T) {
	// A quarter circle clockwise, then an eighth back.
	r := tailed(1, model.TailPoint{100, 102}, model.TailPoint{101.4142135623731, 101.4142135623731},
		model.TailPoint{102, 100}, model.TailPoint{101.4142135623731, 101.4142135623731})
	got, ok := r.Turning(8)
	if !ok || got.Steps != 3 || got.Clockwise < 0.66 || got.Clockwise > 0.67 || got.Mean > -14.99 || got.Mean < -15.01 {
		t.Errorf("turning: got %+v, %v, want a mean of -15 degrees, two of three clockwise", got, ok)
	}
	if got, _ := r.Turning(2); got.Steps != 1 || got.Clockwise != 0 || got.Mean < 44.9 {
		t.Errorf("the last step alone: got %+v", got)
	}
	v, _ := r.Velocity()
	if v < 1.5306 || v > 1.5308 { // chord of 45 degrees at radius 2
		t.Errorf("velocity: got %v", v)
	}
	if h, ok := r.PeekHeading(Point{X: 101.4142135623731, Y: 103, HasX: true, HasY: true}); !ok || h != 0 {
		t.Errorf("heading of the open bar: got %v, %v", h, ok)
	}
}

func TestTailSampling(t *testing.T) {
	var points []model.TailPoint
	for i := range 500 {
		points = append(points, model.TailPoint{float64(i), 0})
	}
	for _, tc := range []struct {
		name        string
		step, n     int
		bars        int
		length      int
		first, last float64
	}{
		{"every bar", 1, 8, 100, 8, 92, 99},
		{"the longest", 1, 99, 100, MaxTail, 70, 99},
		{"the shortest", 1, 0, 100, 2, 98, 99},
		{"daily out of four-hour bars", 6, 8, 500, 8, 457, 499},
		{"the longest daily", 6, 30, 500, 30, 325, 499},
		{"a young one", 6, 8, 14, 3, 1, 13},
		{"one point", 6, 8, 1, 1, 0, 0},
		{"none", 1, 8, 0, 0, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := tailed(tc.step, points[:tc.bars]...).AppendTail(nil, tc.n)
			if len(got) != tc.length {
				t.Fatalf("length: got %d, want %d", len(got), tc.length)
			}
			if tc.length > 0 && (got[0][0] != tc.first || got[tc.length-1][0] != tc.last) {
				t.Errorf("got %v to %v, want %v to %v", got[0][0], got[tc.length-1][0], tc.first, tc.last)
			}
		})
	}
}

func TestRank(t *testing.T) {
	point := func(x, y float64) Point { return Point{X: x, Y: y, HasX: true, HasY: true} }
	all := []Standing{
		{Name: "young", Point: Point{X: 104, HasX: true}},
		{Name: "b", Point: point(101, 101), Velocity: 9, Heading: 200, Moved: true},
		{Name: "a", Point: point(101, 101), Velocity: 5, Heading: 200, Moved: true},
		{Name: "strengthens", Point: point(101, 101), Velocity: 1, Heading: 45, Moved: true},
		{Name: "leader", Point: point(103, 100)},
	}
	Rank(all)
	for i, want := range []string{"leader", "strengthens", "a", "b", "young"} {
		if all[i].Name != want {
			t.Errorf("place %d: got %s, want %s", i+1, all[i].Name, want)
		}
	}
}
