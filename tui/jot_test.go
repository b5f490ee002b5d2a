package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/tuitest"
)

// typeIn sends a text key by key.
func typeIn(a *App, text string) {
	for _, r := range text {
		a.onKey(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
}

// The key opens a line; enter sends it off; one that is refused comes back with
// the reason and is mended.
func TestAnEventIsTypedInTheDesk(t *testing.T) {
	a := New(context.Background(), nil, tuitest.Theme(t))
	a.onResize(120, 36)
	a.onSnapshot(tuitest.Full())
	typeIn(a, "E")
	if a.prompt.kind != promptClosed {
		t.Fatal("a line was opened although there is no place for events")
	}
	var kept []string
	a.jot = func(line string) error {
		kept = append(kept, line)
		if strings.Contains(line, "wrong") {
			return errors.New("unknown kind \x1b[2J\"wrong\"")
		}
		return nil
	}
	typeIn(a, "E")
	if frame := a.View(); !strings.Contains(frame, "what happened (source)") {
		t.Error("the empty line does not say how to fill it")
	}
	typeIn(a, "wrong AI 1 3d q (z)")
	cmd := a.onKey(tea.KeyMsg{Type: tea.KeyEnter})
	if cmd == nil || a.prompt.kind != promptClosed {
		t.Fatal("enter does not send the line off")
	}
	a.Update(cmd())
	if frame := a.View(); !strings.Contains(frame, `unknown kind [2J"wrong"`) || a.prompt.field.Value() != "wrong AI 1 3d q (z)" {
		t.Errorf("the refused line: %q", a.prompt.field.Value())
	}
	a.onKey(tea.KeyMsg{Type: tea.KeyHome})
	for range len("wrong") {
		a.onKey(tea.KeyMsg{Type: tea.KeyDelete})
	}
	typeIn(a, "other")
	a.Update(a.onKey(tea.KeyMsg{Type: tea.KeyEnter})())
	if a.prompt.kind != promptClosed || len(kept) != 2 || kept[1] != "other AI 1 3d q (z)" {
		t.Errorf("kept %q", kept)
	}
}
