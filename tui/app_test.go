package tui

import (
	"context"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// newApp returns a desk of a size that waits for no source.
func newApp(t testing.TB, th *theme.Theme, w, h int) *App {
	t.Helper()
	app := New(context.Background(), nil, th)
	app.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return app
}

// show returns a plain desk of a size on which a snapshot has arrived.
func show(t testing.TB, s *model.Snapshot, w, h int) *App {
	t.Helper()
	app := newApp(t, tuitest.Theme(t), w, h)
	app.Update(snapshotMsg{s})
	return app
}

// press types keys: one character each, or a name Bubble Tea knows.
func press(app *App, keys ...tea.KeyMsg) (last tea.Cmd) {
	for _, k := range keys {
		_, last = app.Update(k)
	}
	return last
}

func char(r rune) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}} }
