package decode

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxDocument bounds one frame, and a whole input that is read at once. The
// largest body of any venue is below 3 MB.
const maxDocument = 64 << 20

// numberedFrame is one frame and the line it came from, counted from one.
type numberedFrame struct {
	number int
	bytes  []byte // valid until the next one is read
	fault  error  // the frame cannot be read; bytes are nil
}

// frameReader gives the frames of an input, io.EOF after the last.
type frameReader interface {
	next() (numberedFrame, error)
}

// openFrames finds out how the input is written: one frame a line, as recorded
// frames are, or JSON that goes over several lines, as a pretty-printed body
// does. It is the latter when the first line begins a JSON value that later
// lines complete; a frame that was cut off is not completed by the next one.
func openFrames(in io.Reader) (frameReader, error) {
	from := newLines(in)
	first, err := from.next()
	if errors.Is(err, io.EOF) {
		return from, nil
	}
	if err != nil {
		return nil, err
	}
	if first.fault != nil || !isUnfinished(first.bytes) {
		return &replay{first: &first, rest: from}, nil
	}
	return openSeveral(first, from.in)
}

// openSeveral decides about an input whose first line is the beginning of a
// JSON value. It reads no further than that takes.
func openSeveral(first numberedFrame, rest io.Reader) (frameReader, error) {
	var seen bytes.Buffer
	begin := append(bytes.Clone(first.bytes), '\n')
	all := io.MultiReader(bytes.NewReader(begin), rest)
	var v json.RawMessage
	err := json.NewDecoder(io.TeeReader(io.LimitReader(all, maxDocument), &seen)).Decode(&v)
	again := io.MultiReader(&seen, rest)
	if err != nil {
		from := newLines(again)
		from.number = first.number - 1
		return from, nil
	}
	body, err := io.ReadAll(io.LimitReader(again, maxDocument))
	if err != nil {
		return nil, fmt.Errorf("read frames: %w", err)
	}
	return &document{body: body, values: json.NewDecoder(bytes.NewReader(body)), line: first.number}, nil
}

// isUnfinished tells whether b is the beginning of a JSON value that goes on.
func isUnfinished(b []byte) bool {
	var v json.RawMessage
	return errors.Is(json.NewDecoder(bytes.NewReader(b)).Decode(&v), io.ErrUnexpectedEOF)
}

// lines reads one frame a line. Empty lines are counted and skipped.
type lines struct {
	in     *bufio.Reader
	number int
	buf    []byte
}

func newLines(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, 64<<10)} }

func (l *lines) next() (numberedFrame, error) {
	for {
		l.buf = l.buf[:0]
		l.number++
		err := l.line()
		text := bytes.TrimSpace(l.buf)
		switch {
		case errors.Is(err, io.EOF) && len(text) == 0:
			return numberedFrame{}, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return numberedFrame{}, fmt.Errorf("read frames: line %d: %w", l.number, err)
		case len(l.buf) >= maxDocument:
			return numberedFrame{number: l.number, fault: fmt.Errorf("longer than %d MiB", maxDocument>>20)}, nil
		case len(text) > 0:
			return numberedFrame{number: l.number, bytes: text}, nil
		}
	}
}

// line reads up to the next line break; of a line that is far too long it keeps
// the beginning.
func (l *lines) line() error {
	for {
		part, err := l.in.ReadSlice('\n')
		if room := maxDocument - len(l.buf); room > 0 {
			l.buf = append(l.buf, part[:min(len(part), room)]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// replay gives a frame that was read already, then the rest.
type replay struct {
	first *numberedFrame
	rest  frameReader
}

func (p *replay) next() (numberedFrame, error) {
	if p.first != nil {
		f := *p.first
		p.first = nil
		return f, nil
	}
	return p.rest.next()
}

// document gives the JSON values of a text one after the other, each with the
// line it begins on.
type document struct {
	body   []byte
	values *json.Decoder
	from   int64 // where the value before ended
	line   int   // the line of that place
	broken bool
}

// next returns the next value. Where the text stops being JSON, what is left is
// one frame that makes no sense; there is no telling where another would begin.
func (d *document) next() (numberedFrame, error) {
	if d.broken {
		return numberedFrame{}, io.EOF
	}
	var v json.RawMessage
	err := d.values.Decode(&v)
	if errors.Is(err, io.EOF) {
		return numberedFrame{}, io.EOF
	}
	d.skipSpace()
	f := numberedFrame{number: d.line, bytes: v}
	if err != nil {
		d.broken = true
		f.bytes = bytes.TrimSpace(d.body[d.from:])
		return f, nil
	}
	d.moveTo(d.values.InputOffset())
	return f, nil
}

// skipSpace moves to the beginning of the value.
func (d *document) skipSpace() {
	at := d.from
	for at < int64(len(d.body)) && bytes.IndexByte([]byte(" \t\r\n"), d.body[at]) >= 0 {
		at++
	}
	d.moveTo(at)
}

func (d *document) moveTo(at int64) {
	d.line += bytes.Count(d.body[d.from:at], []byte("\n"))
	d.from = at
}
