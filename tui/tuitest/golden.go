package tuitest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"eddy/tui/theme"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden compares text with testdata/name.golden; with -update it writes it.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got = strings.TrimRight(got, "\n") + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatalf("golden folder: %v", err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatalf("golden file: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden file: %v (run with -update)", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got), run with -update if it is meant:\n%s", path, diff)
	}
}

// Plain strips styling from lines and joins them.
func Plain(lines []string) string {
	return ansi.Strip(strings.Join(lines, "\n"))
}

// CheckShape fails the test unless lines are exactly h lines of exactly w
// cells, counted by the tables the renderer uses.
func CheckShape(t testing.TB, lines []string, w, h int) {
	t.Helper()
	if len(lines) != h {
		t.Fatalf("%d lines, want %d", len(lines), h)
	}
	for i, l := range lines {
		if got := ansi.StringWidth(l); got != w {
			t.Fatalf("line %d is %d cells wide, want %d: %q", i, got, w, l)
		}
	}
}

// Theme returns the dark theme without colour, the look of plain goldens.
func Theme(t testing.TB) *theme.Theme {
	t.Helper()
	return themeOf(t, theme.Choice{Dark: true, Profile: theme.NoColour})
}

// ASCII returns the theme of a terminal that can only show ASCII.
func ASCII(t testing.TB) *theme.Theme {
	t.Helper()
	return themeOf(t, theme.Choice{Dark: true, Profile: theme.NoColour, ASCII: true})
}

// Coloured returns the dark theme in 24-bit colour.
func Coloured(t testing.TB) *theme.Theme {
	t.Helper()
	return themeOf(t, theme.Choice{Dark: true, Profile: theme.TrueColour})
}

func themeOf(t testing.TB, c theme.Choice) *theme.Theme {
	t.Helper()
	th, err := theme.New(c)
	if err != nil {
		t.Fatalf("theme: %v", err)
	}
	return th
}
