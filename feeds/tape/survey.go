package tape

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"eddy/model"
)

// survey reads the heads of all blocks: what time the tape covers and how large
// it is. Damage is left for the reading to find.
func (t *Tape) survey() error {
	for n := 1; ; n++ {
		f, err := os.Open(segmentPath(t.reel.path, n))
		if errors.Is(err, fs.ErrNotExist) && n > 1 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("tape: %w", err)
		}
		err = t.surveySegment(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("tape: %w", err)
		}
	}
}

func (t *Tape) surveySegment(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	t.bytes += info.Size()
	b := make([]byte, blockHeadSize)
	for at := int64(headSize); ; {
		if _, err := f.ReadAt(b, at); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		h, err := readBlockHead(b)
		if err != nil {
			return nil // reading says what is wrong, where it comes to it
		}
		t.cover(h)
		at += int64(blockHeadSize) + int64(h.packed)
	}
}

// cover widens the span by a block's. An opening tells of earlier times, but is
// no time that passed.
func (t *Tape) cover(h blockHead) {
	if h.kind != stepsBlock || h.last == 0 {
		return
	}
	if t.first == 0 || h.first < t.first {
		t.first = h.first
	}
	t.last = max(t.last, h.last, model.Millis(0))
}
