package tui

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// everyPane runs a test for every pane of every view there is, at three sizes,
// the pane reached with tab alone.
func everyPane(t *testing.T, test func(t *testing.T, app *App, p layout.Pane)) {
	for _, size := range [][2]int{{50, 16}, {80, 24}, {120, 36}} {
		for _, v := range layout.Views() {
			for _, p := range v.Panes() {
				t.Run(fmt.Sprintf("%s %s %dx%d", v, p, size[0], size[1]), func(t *testing.T) {
					app := show(t, tuitest.Crowd(), size[0], size[1])
					press(app, char(rune('0'+v)))
					for range v.Panes() {
						if app.View(); app.desk.focused() == p {
							break
						}
						press(app, special(tea.KeyTab))
					}
					if app.View(); app.desk.focused() != p {
						t.Fatalf("tab does not reach it, but %s", app.desk.focused())
					}
					test(t, app, p)
				})
			}
		}
	}
}

// shown tells whether a pane has a place, and whether it has the only one.
func shown(app *App, p layout.Pane) (has, alone bool) {
	app.View()
	for _, b := range app.place.Boxes {
		has = has || b.Pane == p
	}
	return has, has && len(app.place.Boxes) == 1
}

// where is what esc must bring back.
type where struct {
	view   layout.View
	pane   layout.Pane
	zoom   bool
	parts  int
	filter string
}

func whereIs(app *App) where {
	d := &app.desk
	return where{d.view, d.focused(), d.zoom, int(d.parts), d.list().filter}
}

func TestEveryPaneIsFocusedAndZoomed(t *testing.T) {
	everyPane(t, func(t *testing.T, app *App, p layout.Pane) {
		has, alone := shown(app, p)
		if !has || alone && !app.place.Single && len(app.desk.view.Panes()) > 1 {
			t.Errorf("focused: shown %v, alone %v", has, alone)
		}
		press(app, char('z'))
		if has, alone := shown(app, p); !has || !alone {
			t.Errorf("zoomed: shown %v, alone %v", has, alone)
		}
		if cmd := press(app, special(tea.KeyEscape)); cmd != nil {
			t.Error("esc gives a command")
		}
		if has, _ := shown(app, p); !has || app.desk.zoom {
			t.Error("esc does not end the zoom")
		}
	})
}

// Every pane that holds more than it shows can be brought to its end and back.
func TestEveryPaneScrolls(t *testing.T) {
	everyPane(t, func(t *testing.T, app *App, p layout.Pane) {
		app.onResize(app.w, 12)
		first := app.View()
		l, track := &app.desk.lists[p], &app.tracks[p]
		more := l.overflow > 0 || app.rows() > 1
		for range 400 {
			press(app, special(tea.KeyDown))
		}
		end := app.View()
		if more && end == first {
			t.Errorf("the down key moves nothing (%d rows, %d beyond)", len(track.Keys), l.overflow)
		}
		if n := app.rows(); n > 0 && l.cursor != n-1 {
			t.Errorf("down 400 times leads to row %d of %d", l.cursor, n)
		} else if n == 0 && l.scroll != l.overflow {
			t.Errorf("down 400 times scrolls %d of %d", l.scroll, l.overflow)
		}
		for range 400 {
			press(app, special(tea.KeyUp))
		}
		if app.View() != first {
			t.Errorf("up again shows another picture:\n%s", plain(app))
		}
	})
}

// enter goes deeper everywhere, esc comes back to where it was, and no number of
// esc quits.
func TestEveryPaneOpensAndComesBack(t *testing.T) {
	everyPane(t, func(t *testing.T, app *App, p layout.Pane) {
		if app.desk.view == layout.StepsView {
			return // enter accepts a leg there
		}
		before, frame := whereIs(app), plain(app)
		if cmd := press(app, special(tea.KeyEnter)); cmd != nil {
			t.Fatal("enter gives a command")
		}
		if plain(app) == frame && whereIs(app) == before {
			t.Error("enter changes nothing")
		}
		press(app, special(tea.KeyEscape))
		if app.View(); whereIs(app) != before {
			t.Errorf("esc leads to %+v, it was %+v", whereIs(app), before)
		}
		for range 12 {
			if cmd := press(app, special(tea.KeyEscape)); cmd != nil {
				t.Fatal("esc gives a command")
			}
		}
		if app.View(); app.desk.view != before.view || app.desk.focused() != before.pane {
			t.Errorf("more esc lead to %+v", whereIs(app))
		}
	})
}
