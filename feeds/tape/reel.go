package tape

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"eddy/model"
)

// reel unwinds the blocks of a tape, from file to file. It is for one goroutine.
type reel struct {
	path   string // of the first file
	packer *packer

	head   head
	f      *os.File
	in     *bufio.Reader
	offset int64 // in the file
	number uint32
	packed []byte

	notes []string // since the last look, see takeNotes
}

// fileAhead serves a few blocks with one read.
const fileAhead = 1 << 20

// rewind goes back to the beginning and returns what the session was set up
// with.
func (r *reel) rewind() (setup []byte, err error) {
	r.number, r.notes = 0, nil
	if err := r.openFile(1); err != nil {
		return nil, err
	}
	if r.head.segment != 1 {
		return nil, fmt.Errorf("%s is file %d of a tape; name the first one", r.path, r.head.segment)
	}
	h, setup, err := r.block(nil)
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the tape was cut off before it began; nothing of it is left", r.path)
	}
	if err == nil && h.kind != setupBlock {
		err = fmt.Errorf("%w: it begins without a word about its session", ErrDamaged)
	}
	if err != nil {
		return nil, r.at(err)
	}
	return setup, nil
}

// openFile opens a file of the tape.
func (r *reel) openFile(n int) error {
	path := segmentPath(r.path, n)
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
	if n > 1 && (h.id != r.head.id || int(h.segment) != n) {
		return errors.Join(fmt.Errorf("%s: %w: it belongs to another tape", path, ErrDamaged), f.Close())
	}
	if err := r.close(); err != nil {
		return errors.Join(err, f.Close())
	}
	r.f, r.head, r.offset = f, h, int64(headSize)
	if r.in == nil {
		r.in = bufio.NewReaderSize(f, fileAhead)
	} else {
		r.in.Reset(f)
	}
	return nil
}

// nextFile goes on in the next file; io.EOF where there is none, which it notes
// where others follow, or one that a kill left before its head was written.
func (r *reel) nextFile() error {
	n := int(r.head.segment) + 1
	err := r.openFile(n)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if after := segmentPath(r.path, n+1); isThere(after) {
			r.note(fmt.Sprintf("%s is not there; %s and what follows is left out", segmentPath(r.path, n), after))
		}
		return io.EOF
	case errors.Is(err, errHeadless):
		r.note(fmt.Sprintf("%s was cut short before it began; nothing of it is left", segmentPath(r.path, n)))
		return io.EOF
	default:
		return err
	}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (r *reel) close() error {
	if r.f == nil {
		return nil
	}
	err := r.f.Close()
	r.f = nil
	return err
}

// at says where in the tape something went wrong.
func (r *reel) at(err error) error {
	return fmt.Errorf("%s: byte %d: %w", segmentPath(r.path, int(r.head.segment)), r.offset, err)
}

// steps unpacks the next block of steps into buf, from the next file at the end
// of one; io.EOF at the end of the tape.
func (r *reel) steps(buf []byte) ([]byte, error) {
	for {
		h, raw, err := r.block(buf)
		switch {
		case errors.Is(err, io.EOF):
			if err := r.nextFile(); err != nil {
				return buf, err
			}
		case err != nil:
			return buf, r.at(err)
		case h.kind == stepsBlock:
			return raw, nil
		default: // something that this version has no use for
			buf = raw
		}
	}
}

// block reads and checks one block; io.EOF where none begins or one is cut off.
func (r *reel) block(buf []byte) (blockHead, []byte, error) {
	var b [blockHeadSize]byte
	n, err := io.ReadFull(r.in, b[:])
	if err != nil {
		return blockHead{}, nil, r.cutOff(n, err)
	}
	h, err := readBlockHead(b[:])
	if err != nil {
		return h, nil, err
	}
	if h.number != r.number {
		return h, nil, fmt.Errorf("%w: block %d follows where %d should", ErrDamaged, h.number, r.number)
	}
	if cap(r.packed) < int(h.packed) {
		r.packed = make([]byte, h.packed)
	}
	r.packed = r.packed[:h.packed]
	if n, err := io.ReadFull(r.in, r.packed); err != nil {
		return h, nil, r.cutOff(n+blockHeadSize, err)
	}
	raw, err := r.packer.unpack(h, r.packed, buf)
	if err != nil {
		return h, nil, err
	}
	r.offset += int64(blockHeadSize) + int64(h.packed)
	r.number++
	return h, raw, nil
}

// cutOff notes a block that is not whole, as a kill leaves it.
func (r *reel) cutOff(n int, err error) error {
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if n > 0 {
		r.note(fmt.Sprintf("%s was cut short at byte %d; the %d bytes of an unfinished block behind it are left out",
			segmentPath(r.path, int(r.head.segment)), r.offset, n))
	}
	return io.EOF
}

func (r *reel) note(text string) { r.notes = append(r.notes, model.CleanText(text)) }

// takeNotes returns what is odd about the tape since the last look.
func (r *reel) takeNotes() []string {
	notes := r.notes
	r.notes = nil
	return notes
}
