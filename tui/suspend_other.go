//go:build !unix

package tui

import "errors"

const canSuspend = false

// nap is the program being stopped, which this system has no way to do.
type nap struct{}

// Run says that it cannot be done.
func (nap) Run() error { return errors.ErrUnsupported }
