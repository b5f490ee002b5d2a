package guide

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"eddy/tui/job"
	"eddy/tui/tuitest"
)

func offer() Offer {
	return Offer{
		Path:      "/home/reader/.config/eddy/config.toml",
		Venues:    []Choice{{"binance", "", true}, {"bybit", "", true}, {"okx", "", false}},
		Playbooks: []Choice{{"composite", "the default", true}, {"s0-matrix", "spot and futures by phase", false}},
		Profiles:  []Choice{{"beginner", "at most 10 %", false}, {"standard", "by phase", true}},
	}
}

func press(g *guide, keys ...string) {
	for _, k := range keys {
		msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
		switch k {
		case "enter":
			msg = tea.KeyMsg{Type: tea.KeyEnter}
		case "down":
			msg = tea.KeyMsg{Type: tea.KeyDown}
		case "left":
			msg = tea.KeyMsg{Type: tea.KeyLeft}
		case "esc":
			msg = tea.KeyMsg{Type: tea.KeyEscape}
		}
		g.Update(msg)
	}
}

func TestAnswers(t *testing.T) {
	usual := Answers{Venues: []string{"binance", "bybit"}, Playbook: "composite", Profile: "standard"}
	with := func(change func(*Answers)) Answers {
		a := usual
		change(&a)
		return a
	}
	for _, tt := range []struct {
		name string
		keys []string
		want Answers
	}{
		{"the defaults", []string{"enter", "enter", "enter", "enter", "enter"}, usual},
		{"left at once", []string{"esc"}, with(func(a *Answers) { a.Left = true })},
		{"left at the end", []string{"enter", "enter", "enter", "enter", "q"}, with(func(a *Answers) { a.Left = true })},
		{"another venue", []string{"enter", "j", "j", " ", "enter", "enter", "enter", "enter"}, with(func(a *Answers) { a.Venues = []string{"binance", "bybit", "okx"} })},
		{"no venue at all does not go on", []string{"enter", " ", "j", " ", "enter", "enter", " ", "enter", "enter", "enter", "enter"}, with(func(a *Answers) { a.Venues = []string{"bybit"} })},
		{"another playbook and profile", []string{"enter", "enter", "down", "enter", "k", "enter", "enter"}, with(func(a *Answers) { a.Playbook, a.Profile = "s0-matrix", "beginner" })},
		{"a demo needs no venues", []string{"j", "enter", "enter", "enter", "enter"}, with(func(a *Answers) { a.Demo = true })},
		{"back and another way", []string{"j", "enter", "left", "k", "enter", "enter", "enter", "enter", "enter"}, usual},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newGuide(offer(), tuitest.Theme(t))
			press(g, tt.keys...)
			if diff := cmp.Diff(tt.want, g.answers()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestEveryStepAtEverySize(t *testing.T) {
	g := newGuide(offer(), tuitest.Theme(t))
	for step := 0; step <= len(g.steps); step++ {
		g.step = step
		for w := 1; w <= 130; w += 3 {
			for h := 1; h <= 40; h += 2 {
				g.Update(tea.WindowSizeMsg{Width: w, Height: h})
				tuitest.CheckShape(t, strings.Split(g.View(), "\n"), w, h)
			}
		}
	}
}

func TestWhatItSays(t *testing.T) {
	g := newGuide(offer(), tuitest.Theme(t))
	g.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	for _, want := range []string{"What should eddy watch?", "[x] binance", "(x) composite", "( ) beginner", "kept in   /home/reader"} {
		if got := tuitest.Plain(strings.Split(g.View(), "\n")); !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
		press(g, "enter")
	}
}

// Nothing chosen is told in words, and the settings begin with what holds.
func TestGuideSays(t *testing.T) {
	g := newGuide(offer(), tuitest.Theme(t))
	g.w, g.h = 80, 24
	press(g, "enter", " ", "j", " ")
	if got := tuitest.Plain(strings.Split(g.View(), "\n")); !strings.Contains(got, "at least one has to be on") {
		t.Errorf("no word on having chosen nothing:\n%s", got)
	}
	again := offer()
	again.Again, again.Demo = true, true
	g = newGuide(again, tuitest.Theme(t))
	g.w, g.h = 80, 24
	got := tuitest.Plain(strings.Split(g.View(), "\n"))
	for _, want := range []string{"eddy · settings", "(x) demo", "esc back, change nothing"} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
}

// Ctrl+z is no answer: the guide waits where it was.
func TestCtrlZLeavesTheAnswers(t *testing.T) {
	g := newGuide(offer(), tuitest.Theme(t))
	press(g, "enter")
	_, cmd := g.Update(tea.KeyMsg{Type: tea.KeyCtrlZ})
	if (cmd != nil) != job.CanStop || g.step != 1 || g.left {
		t.Errorf("command %v at step %d, left %v", cmd != nil, g.step, g.left)
	}
}
