package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"

	"eddy/tui"
)

// deskTape lets the desk record its session.
type deskTape struct {
	session *session
	dir     string
}

// tapesDir is where tapes that are begun at a key go.
func (g *globals) tapesDir() string {
	if g.state != "" {
		return filepath.Join(g.state, "tapes")
	}
	return filepath.Join(xdg.StateHome, "eddy", "tapes")
}

// stopPatience is how long the end of a recording may take.
const stopPatience = 5 * time.Second

// Toggle begins a tape, or ends the one that runs.
func (d *deskTape) Toggle() (string, error) {
	if s := d.session.deck.Status(); s.Recording {
		ctx, cancel := context.WithTimeout(context.Background(), stopPatience)
		defer cancel()
		if err := d.session.deck.Stop(ctx); err != nil {
			return "", err
		}
		s = d.session.deck.Status()
		return fmt.Sprintf("taped %.1f MB: %s", megabytes(s.Bytes), s.Path), nil
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return "", err
	}
	return "", d.session.record(filepath.Join(d.dir, time.Now().UTC().Format("2006-01-02T150405")+".tape"))
}

// Status tells how the recording is.
func (d *deskTape) Status() tui.TapeStatus {
	s := d.session.deck.Status()
	return tui.TapeStatus{Recording: s.Recording, Bytes: s.Bytes, Fault: s.Fault}
}
