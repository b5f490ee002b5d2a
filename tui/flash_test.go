package tui

import (
	"strings"
	"testing"

	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// tinted tells whether a frame brings anything out.
func tinted(t *testing.T, app *App) bool {
	t.Helper()
	look := app.theme.Look()
	return look.Flash != "" && strings.Contains(app.View(), look.Flash)
}

func flashApp(t *testing.T, still bool) *App {
	t.Helper()
	choice := theme.Choice{Name: "dark", Profile: theme.TrueColour, Still: still}
	th, err := theme.New(choice)
	if err != nil {
		t.Fatal(err)
	}
	app := newApp(t, th, 120, 36)
	app.choice = choice
	app.onSnapshot(tuitest.Full())
	app.View()
	return app
}

func TestFiguresFlashAndSettle(t *testing.T) {
	app := flashApp(t, false)
	if tinted(t, app) {
		t.Error("the first picture flashes")
	}
	app.onSnapshot(tuitest.Moved(1))
	if !tinted(t, app) {
		t.Fatal("no changed figure is brought out")
	}
	for range 2 { // one lets go of this beat, one of what came meanwhile
		app.Update(settledMsg{beat: app.screen.Beat()})
	}
	if tinted(t, app) {
		t.Error("what changed is still brought out")
	}
}

func TestWhatTheReaderChangesDoesNotFlash(t *testing.T) {
	app := flashApp(t, false)
	press(app, char('z'))
	if tinted(t, app) {
		t.Error("zooming flashes")
	}
	app.onResize(100, 30)
	if tinted(t, app) {
		t.Error("another size flashes")
	}
}

func TestNothingFlashesWhereMotionIsReduced(t *testing.T) {
	app := flashApp(t, true)
	app.onSnapshot(tuitest.Moved(1))
	if app.theme.Look().Flash != "" || app.settle() != nil {
		t.Error("a still desk flashes")
	}
}
