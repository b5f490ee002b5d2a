package tui

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/tuitest"
)

// fountain always has another snapshot.
type fountain struct{ snap *model.Snapshot }

func (f fountain) Next(context.Context) (*model.Snapshot, error) { return f.snap, nil }

// How soon a desk asks for the next picture goes by when it was touched last,
// and a tape never slows down.
func TestCalm(t *testing.T) {
	for _, tt := range []struct {
		name  string
		beats int
		then  tea.Msg
		tape  Replay
		want  time.Duration
	}{
		{"just started", 0, nil, nil, 0},
		{"left alone for a moment", calmAfter - 1, nil, nil, 0},
		{"left alone", calmAfter, nil, nil, calmPace},
		{"touched again", calmAfter, char('j'), nil, 0},
		{"the mouse is back", calmAfter, tea.MouseMsg{Action: tea.MouseActionPress, Button: tea.MouseButtonWheelDown}, nil, 0},
		{"a tape is watched", calmAfter, nil, &projector{}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				app := New(t.Context(), fountain{tuitest.Full()}, tuitest.Theme(t))
				app.theatre.replay = tt.tape
				for range tt.beats {
					app.Update(heartbeatMsg{time.Now()})
				}
				if tt.then != nil {
					app.Update(tt.then)
				}
				start := time.Now()
				if _, ok := app.next()().(snapshotMsg); !ok {
					t.Error("no snapshot came")
				}
				if got := time.Since(start); got != tt.want {
					t.Errorf("it came after %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// A key ends the calm at once, and so does the end of the desk.
func TestCalmEnds(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(app *App, stop context.CancelFunc)
		want bool // a snapshot
	}{
		{"a key", func(app *App, _ context.CancelFunc) { app.Update(char('j')) }, true},
		{"the end", func(_ *App, stop context.CancelFunc) { stop() }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				app := New(ctx, fountain{tuitest.Full()}, tuitest.Theme(t))
				for range calmAfter {
					app.Update(heartbeatMsg{time.Now()})
				}
				start, got := time.Now(), make(chan tea.Msg)
				wait := app.next()
				go func() { got <- wait() }()
				synctest.Wait()
				tt.end(app, stop)
				if _, isSnapshot := (<-got).(snapshotMsg); isSnapshot != tt.want {
					t.Errorf("a snapshot: %v, want %v", isSnapshot, tt.want)
				}
				if d := time.Since(start); d != 0 {
					t.Errorf("it took %v", d)
				}
			})
		})
	}
}
