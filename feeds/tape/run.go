package tape

import (
	"context"
	"errors"
	"time"

	"eddy/model"
	"eddy/model/beat"
)

// Run writes to disk what is recorded until ctx ends, and then what is left. It
// is the only one that touches the file.
func (d *Deck) Run(ctx context.Context) error {
	p, err := newPacker()
	if err != nil {
		return err
	}
	w := &writer{deck: d, packer: p}
	tick := time.NewTimer(beat.After(time.Now(), cutEvery))
	defer tick.Stop()
	for {
		select {
		case <-d.wake:
			w.work()
		case <-tick.C:
			d.rest()
			w.work()
			w.packPast()
			tick.Reset(beat.After(time.Now(), cutEvery))
		case <-ctx.Done():
			d.mu.Lock()
			d.finish()
			d.mu.Unlock()
			w.work()
			return ctx.Err()
		}
	}
}

// rest cuts a block on a quiet feed.
func (d *Deck) rest() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.scribe != nil {
		d.cut()
	}
}

// writer is what Run keeps in mind.
type writer struct {
	deck   *Deck
	packer *packer
	file   *file // nil: no tape

	loose int // figures of the past that were not packed at the last look
	quiet int // looks in a row that found no more of them
}

// work does what waits.
func (w *writer) work() {
	for {
		w.deck.mu.Lock()
		if len(w.deck.queue) == 0 {
			w.deck.mu.Unlock()
			return
		}
		j := w.deck.queue[0]
		w.deck.queue = w.deck.queue[1:]
		w.deck.queued -= len(j.raw)
		w.deck.mu.Unlock()
		w.do(&j)
	}
}

func (w *writer) do(j *job) {
	switch {
	case j.done != nil:
		j.done <- w.end()
	case j.file != nil:
		w.file = j.file
		w.check(w.open(j))
	case w.file != nil:
		w.check(w.file.steps(j.raw, j.first, j.last))
	}
}

// open writes what a tape begins with.
func (w *writer) open(j *job) error {
	if err := w.events(j.lists); err != nil {
		return err
	}
	for _, b := range j.blocks {
		if err := w.file.put(b); err != nil {
			return err
		}
	}
	return w.events(j.rest)
}

func (w *writer) events(list []model.Event) error {
	if len(list) == 0 {
		return nil
	}
	blocks, err := packPast(w.packer, list)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		if err := w.file.put(b); err != nil {
			return err
		}
	}
	return nil
}

// check tells how large the tape is, or ends it.
func (w *writer) check(err error) {
	w.deck.mu.Lock()
	defer w.deck.mu.Unlock()
	if err == nil {
		w.deck.status.Bytes, w.deck.status.Files = w.file.bytes(), w.file.files()
		return
	}
	w.deck.giveUp(errors.Join(err, w.file.close()))
	w.file = nil
}

func (w *writer) end() error {
	if w.file == nil {
		return nil
	}
	f := w.file
	w.file = nil
	return f.close()
}

// packPast packs what an opening would hold, so that it takes little memory
// while the session runs. A start is left alone: it waits until no more of the
// past comes, or there is too much of it to keep as it is.
func (w *writer) packPast() {
	d := w.deck
	d.mu.Lock()
	if !w.isDue(d.opening.loose) {
		d.mu.Unlock()
		return
	}
	events := d.opening.toPack()
	d.mu.Unlock()
	blocks, err := packPast(w.packer, events)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil { // an event that cannot be taped: it is left out here and said when it comes while recording
		blocks = nil
	}
	d.opening.packed(blocks)
}

// isDue takes a look at how many figures wait and tells whether they are to be
// packed.
func (w *writer) isDue(loose int) bool {
	if loose != w.loose {
		w.loose, w.quiet = loose, 0
	} else {
		w.quiet++
	}
	return loose >= looseMost || loose >= looseLeast && w.quiet >= quietLooks
}
