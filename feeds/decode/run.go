package decode

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"eddy/model"
)

// Run decodes every frame of in and writes what it means to out, one JSON
// object a line (cli.md, last section). A frame that makes no sense gives an
// object with "error", is counted in bad, and the next one follows. The error
// is of reading, of writing or of the instruments, never of a frame.
func Run(venue model.Venue, instruments, in io.Reader, out io.Writer) (bad int, err error) {
	d, err := newDecoder(venue, instruments)
	if err != nil {
		return 0, err
	}
	frames, err := openFrames(in)
	if err != nil {
		return 0, err
	}
	j := job{venue: venue, decoder: d, out: bufio.NewWriter(out)}
	if err := j.all(frames); err != nil {
		return j.bad, err
	}
	if err := j.out.Flush(); err != nil {
		return j.bad, fmt.Errorf("write: %w", err)
	}
	return j.bad, nil
}

// job is one run of the command.
type job struct {
	venue   model.Venue
	decoder FrameDecoder
	out     *bufio.Writer

	events []model.Event // reused from frame to frame
	line   []byte        // the same
	bad    int
}

// all decodes frame after frame. Each frame's lines are written out before the
// next is read, so that a pipe shows them as they come.
func (j *job) all(frames frameReader) error {
	for {
		f, err := frames.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, one := range unwrap(f) {
			if err := j.frame(one); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
	}
}

// frame decodes one frame and writes its lines.
func (j *job) frame(f numberedFrame) error {
	if f.fault != nil {
		return j.complain(f.number, f.fault)
	}
	events, err := j.decoder.Decode(f.bytes, 0, j.events[:0])
	j.events = events
	for i := range events {
		j.line = appendEvent(j.line[:0], &events[i], f.number)
		if _, err := j.out.Write(append(j.line, '\n')); err != nil {
			return err
		}
	}
	if err != nil {
		return j.complain(f.number, err)
	}
	return j.out.Flush()
}

// complain writes the line of a frame that made no sense.
func (j *job) complain(number int, fault error) error {
	j.bad++
	j.line = appendFault(j.line[:0], j.venue, number, fault)
	if _, err := j.out.Write(append(j.line, '\n')); err != nil {
		return err
	}
	return j.out.Flush()
}
