package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"eddy/model"
)

// The exit codes of cli.md.
const (
	exitDone        = 0
	exitFoundWrong  = 1
	exitUsage       = 2
	exitUnreachable = 3
	exitInterrupted = 130
)

// stdio is where a command reads and writes.
type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// coded is an error that knows its exit code.
type coded struct {
	code int
	err  error
}

func (c coded) Error() string { return c.err.Error() }
func (c coded) Unwrap() error { return c.err }

// badUsage marks a mistake in the command line or the configuration.
func badUsage(err error) error { return coded{exitUsage, err} }

// unreachable marks a venue or file that could not be reached.
func unreachable(err error) error { return coded{exitUnreachable, err} }

// badFile marks a file that could not be read: one that is not there could not
// be reached, one that makes no sense is a mistake.
func badFile(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return unreachable(err)
	}
	return badUsage(err)
}

// errFoundWrong marks work that was done and found something wrong; what it found
// is already printed.
var errFoundWrong = coded{exitFoundWrong, errors.New("")}

// exitCode maps an error to the program's exit code.
func exitCode(ctx context.Context, err error) int {
	var c coded
	switch {
	case isClosedPipe(err):
		return exitDone
	case ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)):
		return exitInterrupted // the desk leaves without an error: it was asked to
	case err == nil:
		return exitDone
	case errors.As(err, &c):
		return c.code
	default:
		return exitFoundWrong
	}
}

// message returns the one line to print for an error, "" for none.
func message(err error) string {
	if err == nil || errors.Is(err, context.Canceled) || isClosedPipe(err) {
		return ""
	}
	return model.CleanText(strings.TrimSpace(err.Error()))
}

// isClosedPipe tells whether the reader of our output went away, as `head`
// does; that is no fault.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
