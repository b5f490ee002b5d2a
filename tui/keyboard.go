package tui

import (
	"bytes"
	"io"
	"os"
)

// keyboard is a terminal to read from that never ends in the middle of a
// sequence. Bubble Tea reads 256 bytes at once and takes half a sequence for the
// keys it is written with: a turn of the wheel cut at the wrong place would press
// digits, which open views.
type keyboard struct {
	*os.File
	held []byte // the beginning of a sequence whose end has not been read
	more bool   // the last reading was full, and of the mouse: more of it was waiting
}

// longestSequence is longer than what a terminal sends for a key or the mouse.
const longestSequence = 32

// wholeInput returns what the desk reads from: a file through a keyboard.
func wholeInput(in io.Reader) io.Reader {
	if file, isFile := in.(*os.File); isFile {
		return &keyboard{File: file}
	}
	return in
}

// Read reads whole sequences. It may return nothing when all there is has only
// begun.
func (k *keyboard) Read(p []byte) (int, error) {
	if len(p) <= longestSequence {
		return k.File.Read(p)
	}
	n := copy(p, k.held)
	m, err := k.File.Read(p[n:])
	n += m
	whole := n
	if err == nil {
		whole = wholeUpTo(p[:n], n == len(p) || k.more)
	}
	k.more = n == len(p) && endsWithMouse(p[:whole])
	k.held = append(k.held[:0], p[whole:n]...)
	return whole, err
}

const escape = '\x1b'

// wholeUpTo returns how many bytes there are before a sequence that has only
// begun. A lone escape is a key, unless the reading was cut there or it comes on
// the heels of the mouse.
func wholeUpTo(b []byte, cut bool) int {
	const firstFinal, lastFinal = '@', '~'
	at := bytes.LastIndexByte(b, escape)
	if at < 0 {
		return len(b)
	}
	tail := b[at+1:]
	switch {
	case len(tail) == 0 && (cut || endsWithMouse(b[:at])):
		return at
	case len(tail) == 0 || tail[0] != '[' || len(tail) >= longestSequence:
		return len(b)
	}
	for _, c := range tail[1:] {
		if c >= firstFinal && c <= lastFinal || c < ' ' {
			return len(b) // it has ended, or is none
		}
	}
	return at
}

// endsWithMouse tells whether the last of what was read is of the mouse.
func endsWithMouse(b []byte) bool {
	last := b[max(bytes.LastIndexByte(b, escape), 0):]
	return bytes.HasPrefix(last, []byte("\x1b[<")) && (last[len(last)-1] == 'M' || last[len(last)-1] == 'm')
}
