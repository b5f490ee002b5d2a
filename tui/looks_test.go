package tui

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// looksDesk is a desk that hands the looks it has kept to kept.
func looksDesk(t *testing.T, name string, keep func(Look) error) *App {
	t.Helper()
	a, err := build(t.Context(), Options{Source: &silentSource{}, Theme: name, Profile: theme.TrueColour, Getenv: func(string) string { return "" }, Keep: keep})
	if err != nil {
		t.Fatal(err)
	}
	a.onResize(120, 36)
	a.onSnapshot(tuitest.Full())
	return a
}

// The themes go round, and end where they began; that of the background comes
// once, by the name that follows the background.
func TestTheThemesGoRound(t *testing.T) {
	own := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(own, []byte("base = \"light\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		begin string
		want  []string
	}{
		{"with the background", "", []string{"light", "contrast", "red-green", "blue-yellow", "auto", "light"}},
		{"what the background stands for", "dark", []string{"light", "contrast", "red-green", "blue-yellow", "auto"}},
		{"in capitals", " Contrast ", []string{"red-green", "blue-yellow", "auto"}},
		{"a file", own, []string{"auto", "light", "contrast", "red-green", "blue-yellow", own, "auto"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := looksDesk(t, tt.begin, nil)
			var got []string
			for range tt.want {
				typeIn(a, "T")
				got = append(got, a.choice.Name)
				if want := "theme " + a.choice.Name; a.said.Text != want {
					t.Errorf("says %q, want %q", a.said.Text, want)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is chosen is kept in the order it was chosen, one at a time.
func TestLooksAreKeptOneAfterTheOther(t *testing.T) {
	var kept []Look
	a := looksDesk(t, "dark", func(l Look) error { kept = append(kept, l); return nil })
	first := a.onKey(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("T")})
	for _, name := range []string{"still", "ascii", "ascii"} {
		if cmd := a.runNamed(name, 0); cmd != nil {
			t.Error("two are written at once")
		}
	}
	for cmd := first; cmd != nil; {
		_, cmd = a.Update(cmd())
	}
	want := []Look{{"theme", "light"}, {"still", true}, {"ascii", true}, {"ascii", false}}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Error(diff)
	}
}

// A look that cannot be kept holds all the same, and the last line says why not
// until the next key.
func TestALookThatIsNotKept(t *testing.T) {
	a := looksDesk(t, "dark", func(Look) error { return errors.New("config.toml: \x1b[2Jpermission denied") })
	a.Update(a.onKey(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("T")})())
	if frame := a.View(); !strings.Contains(frame, "theme light, not kept: config.toml: [2Jperm") || a.theme.Name != "light" {
		t.Errorf("theme %s:\n%s", a.theme.Name, frame)
	}
	typeIn(a, "2")
	if frame := a.View(); strings.Contains(frame, "not kept") {
		t.Error("it is still said after a key")
	}
}

// One who quits at once loses nothing.
func TestALookIsKeptOnQuitting(t *testing.T) {
	master, terminal, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal:", err)
	}
	defer closeBoth(master, terminal)
	go func() { _, _ = io.Copy(io.Discard, master) }() // ends with the terminal
	if _, err := master.WriteString("TTq"); err != nil {
		t.Fatal(err)
	}
	kept := make(chan Look, 16)
	ended := make(chan error, 1)
	o := Options{Source: &silentSource{}, Input: terminal, Output: terminal, Theme: "dark", Keep: func(l Look) error { kept <- l; return nil }}
	go func() { ended <- Run(t.Context(), o) }()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("does not end")
	}
	close(kept)
	var last Look
	for l := range kept {
		last = l
	}
	if last != (Look{"theme", "contrast"}) {
		t.Errorf("kept last: %v", last)
	}
}
