package tui

import (
	"fmt"
	"testing"

	"eddy/model"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// The graph of coins in dark, light and without colour: tails that fade, what is
// brought out, and names that never overlap.
func TestGoldenGraphStyled(t *testing.T) {
	states := []struct {
		name string
		snap *model.Snapshot
		keys string
	}{
		{"members", tuitest.Market(), "znncn"},
		{"coins", tuitest.Crowd(), "zccnn"},
		{"past", tuitest.Market(), "z,,,nn"},
	}
	themes := []struct {
		name   string
		choice theme.Choice
	}{
		{"dark", theme.Choice{Name: "dark", Profile: theme.TrueColour}},
		{"light", theme.Choice{Name: "light", Profile: theme.TrueColour}},
		{"none", theme.Choice{Name: "dark", Profile: theme.NoColour}},
	}
	for _, state := range states {
		for _, th := range themes {
			for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
				name := fmt.Sprintf("graph-%s-%s-%dx%d", state.name, th.name, size[0], size[1])
				t.Run(name, func(t *testing.T) {
					looks, err := theme.New(th.choice)
					if err != nil {
						t.Fatalf("theme: %v", err)
					}
					app := newApp(t, looks, size[0], size[1])
					app.Update(snapshotMsg{state.snap})
					for _, k := range state.keys {
						app.View()
						press(app, char(k))
					}
					tuitest.Golden(t, name, readable(app.View()))
				})
			}
		}
	}
}
