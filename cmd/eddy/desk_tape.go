package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/adrg/xdg"

	"eddy/cmd/internal/playback"
	"eddy/feeds/tape"
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
		return "", tape.Reason(err)
	}
	return "", tape.Reason(d.session.record(filepath.Join(d.dir, time.Now().UTC().Format("2006-01-02T150405")+".tape")))
}

// Status tells how the recording is.
func (d *deskTape) Status() tui.TapeStatus {
	s := d.session.deck.Status()
	return tui.TapeStatus{Recording: s.Recording, Path: s.Path, Bytes: s.Bytes, Fault: s.Fault}
}

// projector plays tapes beside a live session, one at a time.
type projector struct {
	ctx  context.Context // of the desk
	dir  string          // where tapes that are begun at a key lie
	mu   sync.Mutex
	stop func() error // ends the one that runs; nil: none does
}

// open opens a tape and begins to play it.
func (p *projector) open(path string) (tui.Projection, error) {
	if err := p.close(); err != nil {
		return tui.Projection{}, err
	}
	player, err := playback.Open(p.find(path), 1)
	if err != nil {
		return tui.Projection{}, err
	}
	ctx, cancel := context.WithCancel(p.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = player.Run(ctx) // ends with ctx alone; trouble shows on the desk
	}()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop = func() error {
		cancel()
		<-ended
		return player.Close()
	}
	return tui.Projection{Replay: player, Source: player.Box().Reader(), Close: p.close}, nil
}

// find returns where a tape lies: a bare name that is not here is one that was
// begun at a key.
func (p *projector) find(path string) string {
	if _, err := os.Stat(path); err == nil || filepath.Base(path) != path {
		return path
	}
	if kept := filepath.Join(p.dir, path); isFile(kept) {
		return kept
	}
	return path
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// close ends the tape that is played, if one is.
func (p *projector) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop == nil {
		return nil
	}
	stop := p.stop
	p.stop = nil
	return stop()
}
