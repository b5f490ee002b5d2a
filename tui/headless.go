package tui

import (
	"context"
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"eddy/model"
)

// Headless is the desk without a terminal: it is given snapshots and keys and
// returns frames as text. It is for recordings and for tests of the whole. What a
// key asks to be written is written before Press returns.
type Headless struct{ app *App }

// NewHeadless returns a desk of a size. The source of the options is not asked.
func NewHeadless(o Options, w, h int) (*Headless, error) {
	o.Source = endedSource{}
	app, err := build(context.Background(), o)
	if err != nil {
		return nil, err
	}
	desk := &Headless{app}
	desk.Resize(w, h)
	return desk, nil
}

// endedSource has nothing to tell.
type endedSource struct{}

// Next says that no snapshot will come.
func (endedSource) Next(context.Context) (*model.Snapshot, error) { return nil, io.EOF }

// Show gives the desk a snapshot.
func (h *Headless) Show(s *model.Snapshot) { h.app.Update(snapshotMsg{s}) }

// Resize changes the size of the terminal there is not.
func (h *Headless) Resize(width, height int) {
	h.app.Update(tea.WindowSizeMsg{Width: width, Height: height})
}

// headlessKeys are the keys that are named, not typed.
var headlessKeys = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "left": tea.KeyLeft, "right": tea.KeyRight,
	"up": tea.KeyUp, "down": tea.KeyDown, "backspace": tea.KeyBackspace, "ctrl+u": tea.KeyCtrlU,
}

// Press presses keys one after the other: named ones such as enter and left, and
// else every character of a word.
func (h *Headless) Press(keys ...string) {
	for _, k := range keys {
		if named, ok := headlessKeys[k]; ok {
			h.send(tea.KeyMsg{Type: named})
			continue
		}
		for _, r := range k {
			h.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
		}
	}
}

// Paste gives the desk a text as a terminal does that brackets what is pasted.
func (h *Headless) Paste(text string) {
	h.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// Drag presses the mouse at a place, moves it along the line and lets go.
func (h *Headless) Drag(from, to, y int) {
	h.send(tea.MouseMsg{X: from, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
	h.send(tea.MouseMsg{X: to, Y: y, Action: tea.MouseActionMotion, Button: tea.MouseButtonLeft})
	h.send(tea.MouseMsg{X: to, Y: y, Action: tea.MouseActionRelease})
}

// send gives the desk a message and does what it asks for.
func (h *Headless) send(msg tea.Msg) {
	_, cmd := h.app.Update(msg)
	if cmd == nil {
		return
	}
	if answer := cmd(); answer != nil {
		h.app.Update(answer)
	}
}

// Frame is what is on the screen, as plain text without blanks at the ends of
// lines.
func (h *Headless) Frame() string {
	lines := strings.Split(ansi.Strip(h.app.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}
