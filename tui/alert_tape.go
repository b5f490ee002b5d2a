package tui

import (
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
)

// playFromAlert goes to the moment the alert the reader is on came, and stops
// there: on the tape that plays, or on the one that ran when it came.
func (a *App) playFromAlert() tea.Cmd {
	e := a.entry()
	if e == nil || e.Alert == nil {
		a.diary.said = "only alerts stand on a tape"
		return nil
	}
	at := e.Alert.HeardAt()
	if a.theatre.replay != nil {
		a.diary.said = a.goTo(at)
		return nil
	}
	name, _, ran := strings.Cut(e.Alert.Tape, "@")
	switch {
	case !ran:
		a.diary.said = "no tape ran when it came"
		return nil
	case a.matinee.open == nil:
		a.diary.said = "no tape can be played here"
		return nil
	case filepath.Base(a.theatre.last) == name:
		name = a.theatre.last
	}
	a.diary.said = ""
	return a.openTape(name, at)
}

// goTo goes to a moment of the tape that plays, or says that it is not on it.
func (a *App) goTo(at model.Millis) string {
	if s := a.theatre.replay.Status(); at < s.First || at > s.Last {
		return "it came before this tape began, or after its end"
	}
	stopAt(a.theatre.replay, at)
	return ""
}

// stopAt sends a tape to a moment and lets it rest there.
func stopAt(r Replay, at model.Millis) {
	if !r.Status().Paused {
		r.Pause()
	}
	r.Seek(at)
}

// isOnTape tells whether the reader is on an alert whose moment can be played.
func isOnTape(a *App) bool {
	e := a.entry()
	return !a.desk.help && e != nil && e.Alert != nil && (a.theatre.replay != nil || e.Alert.Tape != "" && a.matinee.open != nil)
}
