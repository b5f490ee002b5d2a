package tape

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"eddy/feeds/rest"
	"eddy/model"
)

// Limits of a recording.
const (
	blockSize  = 512 << 10      // raw bytes of a block on a busy feed
	cutEvery   = time.Second    // of a quiet one: a kill loses no more than this
	mostQueued = 64 << 20       // raw bytes that wait for the disk before the tape is given up
	printEvery = 10_000         // milliseconds between two fingerprints, besides those of closed bars
	segmentMax = int64(1) << 30 // bytes of a file where Config names none
	looseLeast = 256            // figures of the past that are packed together at least
	looseMost  = 500_000        // and those that stay as they are at most: about 50 MB
	quietLooks = 20             // of a second each, without more of the past: the start is over
)

// Config says how a Deck records.
type Config struct {
	MaxBytes int64            // of one file, the tape then goes on in another; 0: 1 GiB
	Now      func() time.Time // local clock
	Rand     *rand.Rand       // names tapes
}

// Deck stands beside a session and records what passes while it is told to. It
// is the witness of a handover, the tap of sockets, and is told of every
// snapshot. Its methods may be called from any goroutine; none of them waits
// for the disk but Stop.
type Deck struct {
	config Config
	wake   chan struct{} // holds one token while there may be something to do

	mu      sync.Mutex
	scribe  *scribe // nil: nothing is recorded
	waiting *file   // a tape that begins when the engine has taken what was told; nil: none does
	queue   []job
	queued  int // raw bytes in it
	opening opening
	doubts  doubts
	heard   bool // the engine was told something
	printed model.Millis
	hour    model.Millis
	status  Status
}

// Status is how a recording is.
type Status struct {
	Recording bool
	Path      string
	Since     time.Time // local clock
	Bytes     int64     // on disk
	Files     int       // they are in
	Frames    uint64
	Events    uint64 // told, of them
	Whole     uint64 // written whole, the others by reference to their frame
	Unsure    uint64 // long answers of which only the beginning is kept though they may not have been understood: too many came at once
	Fault     string // why the last recording ended by itself; "" when it did not
}

// job is something for Run to do, in order.
type job struct {
	file        *file // begin this tape
	lists, rest []model.Event
	blocks      []block

	raw         []byte // or write a block
	first, last model.Millis

	done chan error // or end the tape and say so
}

// NewDeck returns a deck that records nothing yet.
func NewDeck(c Config) *Deck {
	if c.MaxBytes <= 0 {
		c.MaxBytes = segmentMax
	}
	return &Deck{config: c, wake: make(chan struct{}, 1), opening: newOpening()}
}

// Start begins a tape at a path where no file is. setup is what a player needs
// to build the same session. A recording that begins before the engine was told
// anything gives every snapshot again; a later one begins, when the engine has
// taken what it was told so far, with what it stands on.
func (d *Deck) Start(path string, setup []byte) error {
	if d.Status().Recording {
		return errors.New("a tape is being recorded already")
	}
	f, err := create(path, d.config.Rand.Uint64(), d.config.MaxBytes, setup)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.status = Status{Recording: true, Path: path, Since: d.config.Now(), Bytes: f.bytes(), Files: f.files()}
	d.printed, d.hour = 0, 0
	if d.heard {
		d.waiting = f
		return nil
	}
	d.scribe = newScribe()
	d.scribe.op(opAfresh)
	d.enqueue(job{file: f})
	return nil
}

// begin begins the tape that waits, with what the engine stands on. It must be
// called with mu held.
func (d *Deck) begin() {
	j := job{file: d.waiting}
	d.waiting, d.scribe = nil, newScribe()
	j.lists, j.blocks, j.rest = d.opening.take()
	for i := range j.lists {
		d.scribe.note(&j.lists[i])
	}
	d.enqueue(j)
}

// Stop ends the tape and waits until it is written.
func (d *Deck) Stop(ctx context.Context) error {
	d.mu.Lock()
	done := d.finish()
	d.mu.Unlock()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// finish ends what is recorded and returns where to hear that it is written. It
// must be called with mu held.
func (d *Deck) finish() <-chan error {
	done := make(chan error, 1)
	if d.waiting != nil {
		d.begin()
	}
	if d.scribe == nil {
		done <- nil
		return done
	}
	d.cut()
	d.scribe, d.doubts, d.status.Recording = nil, doubts{}, false
	d.enqueue(job{done: done})
	return done
}

// Status returns how the recording is.
func (d *Deck) Status() Status {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.status
}

// Tap records a frame, see wire.Tap.
func (d *Deck) Tap(session string, frame []byte, received time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.scribe == nil {
		return
	}
	venue, _, _ := strings.Cut(session, "/")
	d.scribe.frame(model.Venue(venue), session, frame, model.MillisOf(received))
	d.status.Frames++
	d.cutWhenFull()
}

// Answered records an answer, see rest.Tap: of a good one the beginning, of one
// that is refused or cannot be read all of it, within reason. A good one that is
// followed by a fault of its source is written again, whole.
func (d *Deck) Answered(a rest.Answer) {
	if !d.Status().Recording {
		return
	}
	kept := keptOf(a)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.scribe == nil {
		return
	}
	d.scribe.answer(a, kept)
	if !a.Refused && len(kept) < len(a.Body) {
		d.status.Unsure += uint64(d.doubts.keep(a))
	}
	d.cutWhenFull()
}

// answerWhole writes the answers whole that may be what a source could not read.
// It must be called with mu held.
func (d *Deck) answerWhole(source string) {
	for _, a := range d.doubts.of(source, d.config.Now()) {
		if d.queued+len(a.Body) > mostQueued/2 {
			d.status.Unsure++
			continue
		}
		d.scribe.answer(a, a.Body)
		d.cutWhenFull()
	}
}

// Told records what a handover took in, see feeds.Witness.
func (d *Deck) Told(events []model.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = true
	if d.scribe == nil {
		return
	}
	whole, err := d.scribe.told(events)
	if err != nil {
		d.giveUp(err)
		return
	}
	for i := range events {
		if source, ok := faultOf(&events[i]); ok {
			d.answerWhole(source)
		}
	}
	d.status.Events += uint64(len(events))
	d.status.Whole += uint64(whole)
	d.cutWhenFull()
}

// Taken records that a handover was emptied, see feeds.Witness.
func (d *Deck) Taken(events []model.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range events {
		d.opening.hear(&events[i])
	}
	switch {
	case d.waiting != nil:
		d.begin()
	case d.scribe != nil:
		d.scribe.taken()
	}
}

// Published records that a snapshot was made, and what it was after every
// closed bar and every few seconds.
func (d *Deck) Published(at model.Millis, s *model.Snapshot) {
	if !d.published(at, s.AsOf.Floor(model.Hour1)) {
		return
	}
	p, err := PrintOf(s)
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.scribe == nil:
	case err != nil:
		d.giveUp(err)
	default:
		d.scribe.print(p)
	}
}

// published tells whether the snapshot's fingerprint is wanted.
func (d *Deck) published(at, hour model.Millis) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = true
	if d.scribe == nil {
		return false
	}
	d.scribe.published(at)
	d.cutWhenFull()
	if hour == d.hour && at-d.printed < printEvery {
		return false
	}
	d.hour, d.printed = hour, at
	return true
}

// cutWhenFull must be called with mu held, as all below.
func (d *Deck) cutWhenFull() {
	if len(d.scribe.raw) >= blockSize {
		d.cut()
	}
}

// cut sends what was recorded since the last cut on its way.
func (d *Deck) cut() {
	if d.scribe.isEmpty() {
		return
	}
	raw, first, last := d.scribe.cut()
	d.queued += len(raw)
	d.enqueue(job{raw: raw, first: first, last: last})
	if d.queued > mostQueued {
		d.giveUp(errors.New("the disk is too slow"))
	}
}

func (d *Deck) enqueue(j job) {
	d.queue = append(d.queue, j)
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Reason returns an error with the reason before the file, whose path may be
// longer than the line it is shown on.
func Reason(err error) error {
	var path *fs.PathError
	if !errors.As(err, &path) {
		return err
	}
	return fmt.Errorf("%w: %s %s", path.Err, path.Op, path.Path)
}

// giveUp ends the recording; the desk goes on.
func (d *Deck) giveUp(err error) {
	if d.scribe == nil {
		return
	}
	d.scribe, d.doubts, d.status.Recording = nil, doubts{}, false
	d.status.Fault = model.CleanText(fmt.Sprintf("the tape ended: %v", Reason(err)))
	d.enqueue(job{done: make(chan error, 1)})
}
