package pane_test

import (
	"slices"
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

type pick struct {
	name string
	n    model.Num
}

// What is not known comes last both ways; equal rows stay as they come.
func TestPick(t *testing.T) {
	known, why := model.Known, model.Unknown("")
	rows := []pick{{"b", known(1)}, {"A", why}, {"c", known(3)}, {"", known(1)}, {"d", model.NotApplicable("")}, {"a2", model.Stale(2, "old")}}
	orders := []pane.Order[pick]{
		{Head: "n", Of: func(p pick) model.Num { return p.n }},
		{Head: "name", Words: func(p pick) string { return p.name }},
	}
	for _, tt := range []struct {
		name, filter string
		sort         pane.Sort
		want, title  string
	}{
		{"as they come", "", pane.Sort{}, "b A c - d a2", "T ─"},
		{"an order there is not", "", pane.Sort{By: 3}, "b A c - d a2", "T ─"},
		{"the highest first", "", pane.Sort{By: 1}, "c a2 b - A d", "T by n ─"},
		{"the lowest first", "", pane.Sort{By: 1, Reverse: true}, "b - a2 c A d", "T by n, lowest first ─"},
		{"from A on", "", pane.Sort{By: 2}, "A a2 b c d -", "T by name ─"},
		{"Z first", "", pane.Sort{By: 2, Reverse: true}, "d c b a2 A -", "T by name, Z first ─"},
		{"those with an a", "a", pane.Sort{}, "A a2", "T /a, 4 hidden ─"},
		{"those, turned round", "a", pane.Sort{By: 2, Reverse: true}, "a2 A", "T /a, 4 hidden · by name, Z first ─"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := input(t, &model.Snapshot{})
			in.Filter, in.Sort, in.Track = tt.filter, tt.sort, &pane.Track{}
			var names []string
			for _, p := range pane.Pick(&in, slices.Clone(rows), func(p pick) string { return p.name }, orders) {
				if p.name == "" {
					p.name = "-"
				}
				names = append(names, p.name)
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("rows %s, want %s", got, tt.want)
			}
			if !slices.Equal(in.Track.Sorts, []string{"n", "name"}) {
				t.Errorf("orders %q", in.Track.Sorts)
			}
			title := pane.View(func(a grid.Area, in pane.Input) int { pane.Frame(a, in, pane.Title{Name: "T"}); return 0 }, in, 60, 1)
			if got := tuitest.Plain(title); !strings.Contains(got, tt.title) {
				t.Errorf("title %q, want %q", got, tt.title)
			}
		})
	}
}

// The arrow stands before the column that orders the table, and in a title that
// has no room for words.
func TestWhichColumnOrders(t *testing.T) {
	for _, tt := range []struct {
		sort        pane.Sort
		head, title string
	}{
		{pane.Sort{}, "   turnover  name", "T ───"},
		{pane.Sort{By: 1}, "  ▼turnover  name", "by turnover ─"},
		{pane.Sort{By: 1, Reverse: true}, "  ▲turnover  name", "by turnover ▲ ─"},
		{pane.Sort{By: 2}, "   turnover ▲name", "by name ─"},
		{pane.Sort{By: 2, Reverse: true}, "   turnover ▼name", "by name, Z first ─"},
	} {
		in := input(t, &model.Snapshot{})
		in.Sort, in.Framed = tt.sort, true
		pane.Pick(&in, []int{1, 2}, func(int) string { return "" }, []pane.Order[int]{
			{Head: "turnover", Of: func(i int) model.Num { return model.Known(float64(i)) }}, {Head: "name", Words: func(int) string { return "x" }},
		})
		head := line(t, in, 30, func(a grid.Area) { in.Head(a, 11, "turnover"); in.WordHead(a, 13, "name") })
		if !strings.HasPrefix(head, tt.head) {
			t.Errorf("%+v: head %q, want %q", tt.sort, head, tt.head)
		}
		title := pane.View(func(a grid.Area, in pane.Input) int { pane.Frame(a, in, pane.Title{Name: "T"}); return 0 }, in, 29, 3)
		if got := tuitest.Plain(title); !strings.Contains(got, tt.title) {
			t.Errorf("%+v: title %q, want %q", tt.sort, got, tt.title)
		}
	}
}
