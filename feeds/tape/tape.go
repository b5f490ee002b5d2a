package tape

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"eddy/model"
)

// Tape reads a tape from its beginning to its end. It is for one goroutine and
// takes the same memory however long the tape is.
type Tape struct {
	path  string
	setup []byte

	first, last model.Millis // what the heads of the blocks say it covers
	bytes       int64

	head   head
	f      *os.File
	in     *bufio.Reader
	offset int64 // in the segment
	number uint32
	packer *packer
	script *script
	packed []byte
	raw    []byte

	newest model.Millis
	notes  []string
	ended  error // what Next returns from now on
}

// readAhead serves a few blocks with one read.
const readAhead = 1 << 20

// Open opens a tape and looks over its blocks.
func Open(path string) (*Tape, error) {
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	t := &Tape{path: path, packer: p}
	if err := t.Rewind(); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	if err := t.survey(); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// Setup returns what the session was set up with, as its recorder wrote it.
func (t *Tape) Setup() []byte { return t.setup }

// Span returns from when to when the tape was recorded, local clock.
func (t *Tape) Span() (first, last model.Millis) { return t.first, t.last }

// Bytes returns the size of all files of the tape.
func (t *Tape) Bytes() int64 { return t.bytes }

// Notes returns what is odd about the tape, as far as it was read: a cut tail,
// a clock that went back.
func (t *Tape) Notes() []string { return t.notes }

// Close closes the file.
func (t *Tape) Close() error {
	if t.f == nil {
		return nil
	}
	err := t.f.Close()
	t.f = nil
	return err
}

// Rewind goes back to the beginning; all decoders begin anew.
func (t *Tape) Rewind() error {
	t.number, t.newest, t.ended, t.notes = 0, 0, nil, nil
	t.script = newScript()
	if err := t.openSegment(1); err != nil {
		return err
	}
	if t.head.segment != 1 {
		return fmt.Errorf("%s is file %d of a tape; name the first one", t.path, t.head.segment)
	}
	h, err := t.block()
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: the tape was cut off before it began", t.path)
	}
	if err == nil && h.kind != setupBlock {
		err = fmt.Errorf("%w: it begins without a word about its session", ErrDamaged)
	}
	if err != nil {
		return t.at(err)
	}
	t.setup = append([]byte(nil), t.raw...)
	return nil
}

// openSegment opens a file of the tape.
func (t *Tape) openSegment(n int) error {
	path := segmentPath(t.path, n)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	b := make([]byte, headSize)
	got, err := io.ReadFull(f, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	h, err := readHead(b[:got])
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	if n > 1 && (h.id != t.head.id || int(h.segment) != n) {
		return errors.Join(fmt.Errorf("%s: %w: it belongs to another tape", path, ErrDamaged), f.Close())
	}
	if err := t.Close(); err != nil {
		return errors.Join(err, f.Close())
	}
	t.f, t.head, t.offset = f, h, int64(headSize)
	if t.in == nil {
		t.in = bufio.NewReaderSize(f, readAhead)
	} else {
		t.in.Reset(f)
	}
	return nil
}

// nextSegment goes on in the next file; io.EOF where there is none, or one that
// a kill left before its head was written.
func (t *Tape) nextSegment() error {
	n := int(t.head.segment) + 1
	err := t.openSegment(n)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return io.EOF
	case errors.Is(err, errHeadless):
		t.note(fmt.Sprintf("%s was cut short before it began; nothing of it is left", segmentPath(t.path, n)))
		return io.EOF
	default:
		return err
	}
}

// at says where in the tape something went wrong.
func (t *Tape) at(err error) error {
	return fmt.Errorf("%s: byte %d: %w", segmentPath(t.path, int(t.head.segment)), t.offset, err)
}

// Next reads the next step. It returns io.EOF at the end, also where the tail
// was cut off, which Notes then tells of.
func (t *Tape) Next(s *Step) error {
	for t.ended == nil {
		ok, err := t.script.next(s)
		switch {
		case err != nil:
			t.ended = t.at(err)
		case ok:
			t.watchClock(s)
			return nil
		default:
			t.ended = t.load()
		}
	}
	return t.ended
}

// load reads the next block of steps, from the next file at the end of one.
func (t *Tape) load() error {
	for {
		h, err := t.block()
		switch {
		case errors.Is(err, io.EOF):
			if err := t.nextSegment(); err != nil {
				return err
			}
			continue
		case err != nil:
			return t.at(err)
		case h.kind != stepsBlock:
			continue // something that this version has no use for
		}
		t.script.open(t.raw)
		return nil
	}
}

// block reads and checks one block; io.EOF where none begins or one is cut off.
func (t *Tape) block() (blockHead, error) {
	var b [blockHeadSize]byte
	n, err := io.ReadFull(t.in, b[:])
	if err != nil {
		return blockHead{}, t.cutOff(n, err)
	}
	h, err := readBlockHead(b[:])
	if err != nil {
		return h, err
	}
	if h.number != t.number {
		return h, fmt.Errorf("%w: block %d follows where %d should", ErrDamaged, h.number, t.number)
	}
	if cap(t.packed) < int(h.packed) {
		t.packed = make([]byte, h.packed)
	}
	t.packed = t.packed[:h.packed]
	if n, err := io.ReadFull(t.in, t.packed); err != nil {
		return h, t.cutOff(n+blockHeadSize, err)
	}
	if t.raw, err = t.packer.unpack(h, t.packed, t.raw); err != nil {
		return h, err
	}
	t.offset += int64(blockHeadSize) + int64(h.packed)
	t.number++
	return h, nil
}

// cutOff notes a block that is not whole, as a kill leaves it.
func (t *Tape) cutOff(n int, err error) error {
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if n > 0 {
		t.note(fmt.Sprintf("%s was cut short at byte %d; the %d bytes of an unfinished block behind it are left out",
			segmentPath(t.path, int(t.head.segment)), t.offset, n))
	}
	return io.EOF
}

func (t *Tape) note(text string) { t.notes = append(t.notes, model.CleanText(text)) }

// clockSlack is how far times of two sockets may lie apart on a busy machine.
const clockSlack = 5 * time.Second

// watchClock notes, once, that the recording's clock went back.
func (t *Tape) watchClock(s *Step) {
	if s.At == 0 {
		return
	}
	if back := t.newest.Sub(s.At); t.newest != 0 && back > clockSlack && len(t.notes) == 0 {
		t.note(fmt.Sprintf("the clock of the recording went back by %s at %s", back.Round(time.Millisecond), t.newest))
	}
	t.newest = s.At
}
