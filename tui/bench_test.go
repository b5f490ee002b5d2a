package tui

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

// BenchmarkFrame200x60 draws the whole desk anew: every iteration brings
// another snapshot in which every figure of every sector differs.
func BenchmarkFrame200x60(b *testing.B) {
	snaps := [...]*model.Snapshot{tuitest.Full(), tuitest.Moved(1), tuitest.Moved(2)}
	app := newApp(b, tuitest.Coloured(b), 200, 60)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		app.onSnapshot(snaps[i%len(snaps)])
		if len(app.View()) == 0 {
			b.Fatal("empty frame")
		}
	}
}

// BenchmarkUnchanged200x60 asks for the frame again, as Bubble Tea does after
// every message.
func BenchmarkUnchanged200x60(b *testing.B) {
	app := newApp(b, tuitest.Coloured(b), 200, 60)
	app.onSnapshot(tuitest.Full())
	app.View()
	b.ReportAllocs()
	for b.Loop() {
		app.Update(tea.FocusMsg{})
		if len(app.View()) == 0 {
			b.Fatal("empty frame")
		}
	}
}

// viewed is a desk of 200 by 60 cells that shows a view.
func viewed(t testing.TB, v layout.View, snap *model.Snapshot) *App {
	app := newApp(t, tuitest.Coloured(t), 200, 60)
	app.walk.planner = &onePlan{}
	app.onSnapshot(snap)
	app.desk.open(v)
	return app
}

// BenchmarkViews200x60 draws each view anew after a key, on data that did not
// change.
func BenchmarkViews200x60(b *testing.B) {
	for _, v := range layout.Views() {
		b.Run(v.String(), func(b *testing.B) {
			app := viewed(b, v, tuitest.Market())
			b.ReportAllocs()
			for b.Loop() {
				app.isFresh = false
				if len(app.View()) == 0 {
					b.Fatal("empty frame")
				}
			}
		})
	}
}

// A frame of any view takes fewer than 300 allocations on data that did not
// change.
func TestFrameAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates too")
	}
	for _, s := range []struct {
		name string
		snap *model.Snapshot
	}{{"market", tuitest.Market()}, {"futures", tuitest.Futures()}} {
		for _, v := range layout.Views() {
			t.Run(s.name+" "+v.String(), func(t *testing.T) {
				app := viewed(t, v, s.snap)
				n := testing.AllocsPerRun(10, func() {
					app.isFresh = false
					app.View()
				})
				if n >= 300 {
					t.Errorf("%v allocations", n)
				}
			})
		}
	}
}

// BenchmarkCoins200x60 draws the desk anew with sixty coins on the graph, whose
// tails are as long as they get.
func BenchmarkCoins200x60(b *testing.B) {
	snaps := [...]*model.Snapshot{tuitest.Crowd(), tuitest.Crowd()}
	app := newApp(b, tuitest.Coloured(b), 200, 60)
	app.desk.parts, app.desk.tail = pane.PartsCoins, 30
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		app.onSnapshot(snaps[i%len(snaps)])
		if len(app.View()) == 0 {
			b.Fatal("empty frame")
		}
	}
}
