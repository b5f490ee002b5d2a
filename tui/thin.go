package tui

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"

	"eddy/tui/grid"
)

// thinner stands between Bubble Tea and the terminal. Bubble Tea writes every
// line that changed as a whole, some 450 bytes for an age that counts on; what
// goes out of here are the cells that changed. What is not such a frame passes
// as it is.
type thinner struct {
	*os.File // the terminal; Bubble Tea asks it for its size

	to    io.Writer
	rows  []string // as on the terminal; "" = not known
	patch grid.Patcher
	buf   []byte
}

// thin returns what writes to a terminal no more than needs be; anything else
// is given back.
func thin(out io.Writer) io.Writer {
	if terminal, isFile := out.(*os.File); isFile {
		return &thinner{File: terminal, to: terminal}
	}
	return out
}

// Write passes on what Bubble Tea writes in one go.
func (t *thinner) Write(p []byte) (int, error) {
	lines, last, ok := frameLines(p)
	if !ok {
		t.rows = nil // it may have cleared the screen
		return t.to.Write(p)
	}
	if len(lines) != len(t.rows) || !slices.Contains(lines, "") { // a frame without a gap is meant to repair the screen
		t.rows = make([]string, len(lines))
	}
	t.buf = t.buf[:0]
	for y, line := range lines {
		if line != "" {
			t.buf = t.patch.Append(t.buf, y, t.rows[y], line)
			t.rows[y] = line
		}
	}
	t.buf = append(t.buf, last...)
	if _, err := t.to.Write(t.buf); err != nil {
		return 0, err
	}
	return len(p), nil
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
