package rotation

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

// Wherever the sectors stand, every head can be seen and the four quadrants are
// named: nothing is written over anything else. Of five, the marks leave a line of
// every quadrant free.
func TestNothingOnTheGraphCoversAnything(t *testing.T) {
	look := tuitest.Theme(t)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Float64Range(92, 108)
		var list []subject
		for i := range rapid.IntRange(1, 5).Draw(t, "sectors") {
			p := model.TailPoint{at.Draw(t, "ratio"), at.Draw(t, "momentum")}
			open := model.TailPoint{at.Draw(t, "open ratio"), at.Draw(t, "open momentum")}
			list = append(list, subject{
				key: fmt.Sprint("S", i), name: fmt.Sprint("S", i),
				place: model.RotationView{Ratio: model.Known(p[0]), RatioMomentum: model.Known(p[1]), Tail: []model.TailPoint{p}, Developing: []model.TailPoint{open}},
			})
		}
		w, h := rapid.IntRange(32, 90).Draw(t, "width"), rapid.IntRange(22, 40).Draw(t, "height")
		in := pane.Input{Snap: &model.Snapshot{}, Theme: look}
		g := newGraph(in, list, false, DefaultTail)
		lines := strings.Split(tuitest.Plain(grid.Lines(w, h, look.Look(), g.draw)), "\n")
		frame := strings.Join(lines, "\n")
		for _, q := range []model.Quadrant{model.Leading, model.Weakening, model.Lagging, model.Improving} {
			if strings.Count(frame, string(q)) != 1 {
				t.Fatalf("%s is not told:\n%s", q, frame)
			}
		}
		plane := g.plane(w, h)
		for i := range g.items {
			x, y := plane.Cell(g.items[i].head())
			if got := []rune(lines[y])[x]; got != look.Glyphs.Head {
				t.Fatalf("%c in the place of a head:\n%s", got, frame)
			}
		}
	})
}
