package tape

import (
	"errors"

	"eddy/model"
)

// Tape reads a tape from its beginning to its end. It is for one goroutine, reads
// a little ahead on another, and takes the same memory however long the tape is.
type Tape struct {
	setup []byte
	reel  *reel

	first, last model.Millis // what the heads of the blocks say it covers
	bytes       int64

	ahead   *ahead   // nil before the first step
	passage *passage // that is being played; nil: none yet
	played  int      // steps of it
	notes   []string
	ended   error // what Next returns from now on
}

// Open opens a tape and looks over its blocks.
func Open(path string) (*Tape, error) {
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	t := &Tape{reel: &reel{path: path, packer: p}}
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
	t.rest()
	return t.reel.close()
}

// rest ends the reading ahead.
func (t *Tape) rest() {
	if t.ahead != nil {
		t.ahead.stop()
	}
	t.ahead, t.passage, t.played = nil, nil, 0
}

// Rewind goes back to the beginning; all decoders begin anew.
func (t *Tape) Rewind() (err error) {
	t.rest()
	t.ended, t.notes = nil, nil
	t.setup, err = t.reel.rewind()
	return err
}

// Next reads the next step. It returns io.EOF at the end, also where the tail
// was cut off, which Notes then tells of.
func (t *Tape) Next(s *Step) error {
	for t.ended == nil {
		if t.passage != nil && t.played < len(t.passage.steps) {
			*s = t.passage.steps[t.played]
			t.played++
			return nil
		}
		t.goOn()
	}
	return t.ended
}

// goOn takes the next passage, or ends where none follows.
func (t *Tape) goOn() {
	if t.passage != nil && t.passage.err != nil {
		t.ended = t.passage.err
		return
	}
	if t.ahead == nil {
		t.ahead = readAhead(t.reel)
	}
	t.passage, t.played = t.ahead.next(t.passage), 0
	t.notes = append(t.notes, t.passage.notes...)
}
