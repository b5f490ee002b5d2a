package tape

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"eddy/model"
)

// file is the tape being written: its latest segment. It is for one goroutine.
type file struct {
	path   string // of the first segment
	head   head
	max    int64 // bytes of a segment
	packer *packer

	f      *os.File // nil: none is open
	size   int64    // of the segment
	before int64    // of the segments before
	number uint32
}

// create begins a tape with what the session was set up with. It never writes
// over a file, and leaves none behind when it fails.
func create(path string, id uint64, maxBytes int64, setup []byte) (*file, error) {
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	t := &file{path: path, head: head{version: Version, id: id}, max: maxBytes, packer: p}
	err = t.begin()
	if err == nil {
		err = t.put(p.pack(setupBlock, setup, 0, 0))
	}
	if err != nil && t.f != nil {
		err = errors.Join(err, t.close(), os.Remove(path))
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

// segmentPath names the files of a tape: x.tape, x.2.tape, x.3.tape.
func segmentPath(path string, n int) string {
	if n == 1 {
		return path
	}
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "." + strconv.Itoa(n) + ext
}

// begin begins the next segment.
func (t *file) begin() error {
	t.head.segment++
	path := segmentPath(t.path, int(t.head.segment))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; a tape is never written over: name another file", path)
	}
	if err != nil {
		return fmt.Errorf("tape: %w", err)
	}
	t.f, t.before, t.size = f, t.before+t.size, 0
	return t.write(t.head.append(nil))
}

// put appends a block, in a segment of its own when the present one is full.
// Head and block go out in one write.
func (t *file) put(b block) error {
	if t.size > int64(headSize) && t.size+int64(len(b.packed)) > t.max {
		if err := t.close(); err != nil {
			return err
		}
		if err := t.begin(); err != nil {
			return err
		}
	}
	b.head.number = t.number
	t.number++
	return t.write(append(b.head.append(make([]byte, 0, blockHeadSize+len(b.packed))), b.packed...))
}

func (t *file) write(b []byte) error {
	n, err := t.f.Write(b)
	t.size += int64(n)
	if err != nil {
		return fmt.Errorf("tape: %w", err)
	}
	return nil
}

// steps packs and appends a block of steps.
func (t *file) steps(raw []byte, first, last model.Millis) error {
	return t.put(t.packer.pack(stepsBlock, raw, first, last))
}

// bytes is the size of all segments.
func (t *file) bytes() int64 { return t.before + t.size }

// files is how many segments there are.
func (t *file) files() int { return int(t.head.segment) }

// close closes the segment, if one is open.
func (t *file) close() error {
	if t.f == nil {
		return nil
	}
	err := t.f.Close()
	t.f = nil
	if err != nil {
		return fmt.Errorf("tape: %w", err)
	}
	return nil
}
