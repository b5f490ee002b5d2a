package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/tuitest"
)

// From an alert of the journal a key leads to its moment on the tape that ran
// when it came, and says so where none did.
func TestFromAnAlertToItsTape(t *testing.T) {
	at := moments("12:10:00")
	p := &projector{status: ReplayStatus{First: moments("12:00:00"), At: moments("12:00:00"), Last: moments("12:20:00")}}
	for _, tt := range []struct {
		name string
		row  model.AlertRow
		open string   // the tape that is opened
		asks []string // of it
		says string
	}{
		{"taped", model.AlertRow{Heard: at, Tape: "x.tape@812"}, "/kept/x.tape", []string{"pause", "12:10:00"}, ""},
		{"on another tape", model.AlertRow{Heard: at, Tape: "y.tape@3"}, "y.tape", []string{"pause", "12:10:00"}, ""},
		{"not taped", model.AlertRow{Heard: at}, "", nil, "no tape ran when it came"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p.asked = nil
			app := newApp(t, tuitest.Theme(t), 140, 40)
			opened := ""
			app.theatre.last = "/kept/x.tape"
			app.matinee.open = func(path string) (Projection, error) {
				opened = path
				return Projection{Replay: p, Close: func() error { return nil }}, nil
			}
			s := *tuitest.Full()
			tt.row.ID, tt.row.Rule, tt.row.Since, tt.row.Text = "r-1", "r", at, "it happened"
			s.Alerts, s.Events = []model.AlertRow{tt.row}, nil
			app.Update(snapshotMsg{&s})
			press(app, char('7'))
			if cmd := press(app, char('o')); cmd != nil {
				app.Update(cmd())
			}
			if opened != tt.open || !slices.Equal(p.asked, tt.asks) {
				t.Errorf("opened %q, asked %q", opened, p.asked)
			}
			if !strings.Contains(plain(app), tt.says) {
				t.Errorf("it does not say %q:\n%s", tt.says, plain(app))
			}
		})
	}
}

// While a tape plays the same key goes to the moment on it.
func TestFromAnAlertWhileATapePlays(t *testing.T) {
	app, p := playing(t)
	s := *tuitest.Full()
	s.Events = nil
	for _, tt := range []struct {
		heard string
		asks  []string
		says  string
	}{
		{"12:05:00", []string{"pause", "12:05:00"}, ""},
		{"11:05:00", nil, "it came before this tape began"},
	} {
		p.asked = nil
		s.Alerts = []model.AlertRow{{ID: "r-1", Rule: "r", Since: 1, Heard: moments(tt.heard), Text: "it happened"}}
		app.Update(snapshotMsg{&s})
		app.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("7")})
		press(app, char('o'))
		if !slices.Equal(p.asked, tt.asks) || !strings.Contains(plain(app), tt.says) {
			t.Errorf("%s: asked %q", tt.heard, p.asked)
		}
	}
}
