package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
)

// eventForm says how an event is typed.
const eventForm = "kind subject score half-life what happened (source), such as: regulation DeFi 0.5 72h front-ends exempted (sec.gov)"

// openEvent begins to type an event that no feed measures, where there is a
// place to keep it.
func (a *App) openEvent() tea.Cmd {
	if a.jot == nil {
		return nil
	}
	return a.openPrompt(eventOpen, "")
}

// eventLine is an event on its way to be kept.
type eventLine struct {
	text string
	keep func(line string) error
}

// eventKeptMsg says what became of it.
type eventKeptMsg struct {
	text string
	err  error
}

// write is the command that keeps the event; the disk may take its time.
func (e eventLine) write() tea.Msg { return eventKeptMsg{e.text, e.keep(e.text)} }

// keepEvent sends a typed event off.
func (a *App) keepEvent(text string) tea.Cmd {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return eventLine{text, a.jot}.write
}

// onEventKept gives a line that was refused back to be mended, with the reason,
// unless something else is being typed. One that was kept shows among the
// alerts.
func (a *App) onEventKept(msg eventKeptMsg) {
	if msg.err == nil || a.prompt.kind != promptClosed {
		return
	}
	a.openPrompt(eventOpen, msg.text) // its command is none
	a.prompt.wrong = model.CleanText(msg.err.Error())
	a.isFresh = false
}
