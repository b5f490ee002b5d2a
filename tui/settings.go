package tui

import (
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// ErrSettings ends Run when the reader asks for the settings: what they change
// is decided before there is a desk, so it opens anew.
var ErrSettings = errors.New("the settings are asked for")

// settingsCommand is what asks for the settings.
const settingsCommand = "settings"

// askSettings leaves the desk for the settings.
func (a *App) askSettings() tea.Cmd {
	a.settings = true
	return tea.Quit
}

// withoutSettings leaves the command out where nobody would ask for them.
func withoutSettings(list []command) []command {
	return slices.DeleteFunc(list, func(c command) bool { return c.name == settingsCommand })
}
