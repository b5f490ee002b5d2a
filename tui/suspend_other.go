//go:build !unix

package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// tellStops has nothing to tell where nothing is stopped.
func tellStops(context.Context, func(tea.Msg)) {}
