package chart_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eddy/tui/chart"
	"eddy/tui/grid"
)

var eighths = [9]rune{' ', '1', '2', '3', '4', '5', '6', '7', '8'}

func draw(w, h int, d func(grid.Area)) string {
	return strings.Join(grid.Lines(w, h, grid.Look{}, d), "\n")
}

func TestDots(t *testing.T) {
	tests := []struct {
		name    string
		plot    func(*chart.Dots)
		braille string
		ascii   string
	}{
		{"nothing", func(*chart.Dots) {}, "   ", "   "},
		{"top left and bottom right", func(d *chart.Dots) { d.Set(0, 0, 0); d.Set(5, 3, 0) }, "⠁ ⢀", "' ."},
		{"every dot of a cell", func(d *chart.Dots) {
			for x := range 2 {
				for y := range 4 {
					d.Set(x, y, 0)
				}
			}
		}, "⣿  ", ":  "},
		{"outside", func(d *chart.Dots) { d.Set(-1, 0, 0); d.Set(6, 0, 0); d.Set(0, 4, 0) }, "   ", "   "},
		{"level line", func(d *chart.Dots) { d.Line(0, 1, 5, 1, 0) }, "⠒⠒⠒", "'''"},
		{"falling line", func(d *chart.Dots) { d.Line(0, 0, 5, 3, 0) }, "⠑⠢⢄", "':."},
		{"the same line backwards", func(d *chart.Dots) { d.Line(5, 3, 0, 0, 0) }, "⠑⠢⢄", "':."},
		{"dotted", func(d *chart.Dots) { d.Dotted(0, 0, 5, 0, 3, 0) }, "⠁⠈ ", "'' "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := chart.NewDots(3, 1)
			tt.plot(d)
			if got := draw(3, 1, func(a grid.Area) { d.Draw(a, chart.Braille) }); got != tt.braille {
				t.Errorf("braille %q, want %q", got, tt.braille)
			}
			if got := draw(3, 1, func(a grid.Area) { d.Draw(a, chart.ASCII) }); got != tt.ascii {
				t.Errorf("ascii %q, want %q", got, tt.ascii)
			}
		})
	}
}

// A line has both its ends and no gap, whichever way it is drawn.
func TestLineIsConnected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := 20, 10
		at := func(name string, n int) int { return rapid.IntRange(0, n-1).Draw(t, name) }
		x0, y0, x1, y1 := at("x0", 2*w), at("y0", 4*h), at("x1", 2*w), at("y1", 4*h)
		d := chart.NewDots(w, h)
		d.Line(x0, y0, x1, y1, 1)
		if !d.Marked(x0/2, y0/4) || !d.Marked(x1/2, y1/4) {
			t.Fatal("an end is missing")
		}
		marked := 0
		for y := range h {
			for x := range w {
				if d.Marked(x, y) {
					marked++
				}
			}
		}
		if least := max(max(x0, x1)/2-min(x0, x1)/2, max(y0, y1)/4-min(y0, y1)/4) + 1; marked < least {
			t.Fatalf("%d cells marked on the way, want at least %d", marked, least)
		}
	})
}

func TestBar(t *testing.T) {
	tests := []struct {
		name  string
		share float64
		want  string
	}{
		{"empty", 0, "...."},
		{"full", 1, "8888"},
		{"half", 0.5, "88.."},
		{"three eighths of a cell", 3.0 / 32, "3..."},
		{"all but an eighth", 31.0 / 32, "8887"},
		{"never invisible", 0.0001, "1..."},
		{"beyond", 7, "8888"},
		{"negative", -1, "...."},
		{"not a number", math.NaN(), "...."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := draw(4, 1, func(a grid.Area) { chart.Bar(a, tt.share, chart.Fill{Eighths: &eighths, Track: '.'}) })
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	draw(0, 0, func(a grid.Area) { chart.Bar(a, 1, chart.Fill{Eighths: &eighths}) })
}

func TestSpark(t *testing.T) {
	levels := [8]rune{'1', '2', '3', '4', '5', '6', '7', '8'}
	nan := math.NaN()
	tests := []struct {
		name   string
		values []float64
		want   string
	}{
		{"none", nil, "    "},
		{"rising", []float64{0, 1, 2, 7}, "1238"},
		{"newest only", []float64{99, 0, 1, 2, 7}, "1238"},
		{"fewer than cells", []float64{5, 6}, "  18"},
		{"constant", []float64{5, 5, 5, 5}, "4444"},
		{"gap", []float64{0, nan, math.Inf(1), 7}, "1  8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := draw(4, 1, func(a grid.Area) { chart.Spark(a, tt.values, &levels, 0) }); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestColumn(t *testing.T) {
	tests := []struct {
		name      string
		v, lo, hi float64
		w, want   int
	}{
		{"low end", 0, 0, 10, 11, 0}, {"high end", 10, 0, 10, 11, 10}, {"middle", 5, 0, 10, 11, 5},
		{"below", -3, 0, 10, 11, 0}, {"above", 30, 0, 10, 11, 10}, {"no width", 5, 0, 10, 0, 0},
		{"no range", 5, 3, 3, 11, 0}, {"not a number", math.NaN(), 0, 10, 11, 0}, {"infinite", math.Inf(1), 0, 10, 11, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := chart.Column(tt.v, tt.lo, tt.hi, tt.w); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestPlane(t *testing.T) {
	p := chart.Plane{Center: chart.Point{X: 100, Y: 100}, HalfX: 2, HalfY: 1, W: 21, H: 11}
	tests := []struct {
		name string
		at   chart.Point
		x, y int
	}{
		{"middle", chart.Point{X: 100, Y: 100}, 10, 5},
		{"top right", chart.Point{X: 102, Y: 101}, 20, 0},
		{"bottom left", chart.Point{X: 98, Y: 99}, 0, 10},
		{"kept inside", chart.Point{X: 200, Y: -50}, 20, 10},
		{"not a number", chart.Point{X: math.NaN(), Y: 100}, 0, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if x, y := p.Cell(tt.at); x != tt.x || y != tt.y {
				t.Errorf("got %d,%d, want %d,%d", x, y, tt.x, tt.y)
			}
		})
	}
}

func TestNiceHalf(t *testing.T) {
	for _, tt := range []struct{ reach, want float64 }{
		{0, 0.5}, {0.4, 0.5}, {0.5, 1}, {1.3, 1.5}, {2.9, 4}, {3.7, 4}, {4, 4.24}, {10, 10.6},
	} {
		if got := chart.NiceHalf(tt.reach); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("NiceHalf(%v) = %v, want %v", tt.reach, got, tt.want)
		}
	}
}

// Labels never overlap each other or a mark, and stay inside.
func TestLabelsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 12).Draw(t, "h")
		l := chart.NewLabels(w, h, func(x, y int) bool { return (x+y)%3 == 0 })
		used := make(map[[2]int]bool)
		type mark struct{ x, y, n int }
		var marks []mark
		for range rapid.IntRange(0, 10).Draw(t, "marks") {
			m := mark{rapid.IntRange(0, w-1).Draw(t, "x"), rapid.IntRange(0, h-1).Draw(t, "y"), rapid.IntRange(1, 9).Draw(t, "n")}
			l.Take(m.x, m.y, 1)
			used[[2]int{m.x, m.y}] = true
			marks = append(marks, m)
		}
		for _, m := range marks {
			x, y, ok := l.Place(m.x, m.y, m.n)
			if !ok {
				continue
			}
			for i := range m.n {
				cell := [2]int{x + i, y}
				if used[cell] || x+i < 0 || x+i >= w || y < 0 || y >= h {
					t.Fatalf("label of %d at %d,%d covers %v", m.n, x, y, cell)
				}
				used[cell] = true
			}
		}
	})
}

// The size measurements.md §6 names: 12 tails of 8 points on 100 by 30 cells.
func BenchmarkScatter(b *testing.B) {
	g := grid.New(100, 30)
	p := chart.Plane{HalfX: 4, HalfY: 4, W: 100, H: 30}
	var tails [12][]chart.Point
	for i := range tails {
		for k := range 8 {
			a := float64(i) + 0.2*float64(k)
			tails[i] = append(tails[i], chart.Point{X: 3 * math.Cos(a), Y: 3 * math.Sin(a)})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		d := chart.NewDots(100, 30)
		for i := range tails {
			p.Tail(d, tails[i], func(k int) grid.Style { return grid.Style(k) })
		}
		d.Draw(g.Area(), chart.Braille)
	}
}
