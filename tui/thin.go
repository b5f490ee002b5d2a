package tui

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"eddy/tui/grid"
)

// thinner stands between the desk and the terminal. Frames reach it twice: from
// the desk as soon as they are drawn, and from Bubble Tea, which would look for
// one sixty times a second and is told to do so once. Whichever comes first goes
// out, and of it only the cells that changed: a line is some 450 bytes, an age
// that counts on is one cell of it. What is not a frame passes as it is.
type thinner struct {
	terminal // Bubble Tea asks it for its size

	next chan string // the newest frame that has not been painted

	mu    sync.Mutex // what follows is of two goroutines: Bubble Tea's and that of run
	to    io.Writer
	open  bool     // the screen is the desk's
	rows  []string // as on the terminal; "" = not known
	patch grid.Patcher
	buf   []byte
}

// terminal is what Bubble Tea asks of a terminal besides Write. It is no more of
// an *os.File than that: WriteString would pass by the thinner.
type terminal interface {
	io.ReadCloser
	Fd() uintptr
}

// What Bubble Tea takes the screen with, and gives it back with.
const (
	takeScreen = "\x1b[?1049h"
	giveScreen = "\x1b[?1049l"
)

// paintEvery is the least time between two frames: sixty a second.
const paintEvery = time.Second / 60

// newThinner returns what writes to a terminal no more than needs be, out being
// one or nil for standard output; nil when it is no file.
func newThinner(out io.Writer) *thinner {
	if out == nil {
		out = os.Stdout
	}
	file, isFile := out.(*os.File)
	if !isFile {
		return nil
	}
	return &thinner{terminal: file, to: file, next: make(chan string, 1)}
}

// show has a frame painted soon, in place of one that waits. It is for one
// goroutine.
func (t *thinner) show(frame string) {
	select {
	case <-t.next:
	default:
	}
	t.next <- frame
}

// run paints frames until ctx ends.
func (t *thinner) run(ctx context.Context) {
	var painted time.Time
	for {
		select {
		case frame := <-t.next:
			t.paint(t.newest(ctx, frame, paintEvery-time.Since(painted)))
			painted = time.Now()
		case <-ctx.Done():
			return
		}
	}
}

// newest waits where it is too soon for a frame and returns the newest there is
// then.
func (t *thinner) newest(ctx context.Context, frame string, wait time.Duration) string {
	if wait > 0 {
		pause := time.NewTimer(wait)
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-ctx.Done():
		}
	}
	select {
	case frame = <-t.next:
	default:
	}
	return frame
}

// forget has the next frame written whole.
func (t *thinner) forget() {
	t.mu.Lock()
	t.rows = nil
	t.mu.Unlock()
}

// paint writes a frame of the desk's while the screen is its own.
func (t *thinner) paint(frame string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open {
		return
	}
	_ = t.put(strings.Split(frame, "\n"), "") // a terminal that is gone ends Bubble Tea's reading too
}

// Write passes on what Bubble Tea writes in one go.
func (t *thinner) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines, last, isFrame := frameLines(p)
	if isFrame {
		if !slices.Contains(lines, "") { // it is meant to repair the screen, as after a change of size
			t.rows = nil
		}
		return len(p), t.put(lines, last)
	}
	if bytes.Contains(p, []byte(takeScreen)) {
		t.open = true
	}
	if bytes.Contains(p, []byte(giveScreen)) {
		t.open = false
	}
	t.rows = nil // it may have cleared the screen
	return t.to.Write(p)
}

// put writes lines of a frame, "" for those that stay as they are, and what
// comes behind them.
func (t *thinner) put(lines []string, last string) error {
	if len(lines) != len(t.rows) {
		t.rows = make([]string, len(lines))
	}
	t.buf = t.buf[:0]
	for y, line := range lines {
		if line != "" {
			t.buf = t.patch.Append(t.buf, y, t.rows[y], line)
			t.rows[y] = line
		}
	}
	if len(t.buf) == 0 {
		return nil
	}
	_, err := t.to.Write(append(t.buf, last...))
	return err
}

// frameLines takes a frame of Bubble Tea's apart: the lines, "" for those that
// stay as they are, and the move of the cursor behind them. ok is false for
// anything else.
func frameLines(p []byte) (lines []string, last string, ok bool) {
	const home = "\x1b[H"
	body, isFrame := bytes.CutPrefix(p, []byte(home))
	end := bytes.LastIndex(body, []byte("\x1b["))
	if !isFrame || end < 0 || !bytes.HasSuffix(body, []byte("H")) {
		return nil, "", false
	}
	last = string(body[end:])
	lines = strings.Split(string(body[:end]), "\n")
	for y, line := range lines {
		lines[y] = strings.Trim(line, "\r")
		if !grid.IsLine(lines[y]) {
			return nil, "", false
		}
	}
	return lines, last, true
}
