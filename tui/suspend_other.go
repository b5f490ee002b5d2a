//go:build !unix

package tui

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"
)

const canSuspend = false

// stopJob says that this system has no way to do it.
func stopJob() error { return errors.ErrUnsupported }

// tellStops has nothing to tell where nothing is stopped.
func tellStops(context.Context, func(tea.Msg)) {}
