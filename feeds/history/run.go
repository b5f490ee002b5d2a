package history

import (
	"context"
	"errors"
	"fmt"
	"time"

	"eddy/feeds/backoff"
	"eddy/model"
)

const (
	// gather is how long writes come together, so that the bars all coins close
	// at the same moment are one transaction.
	gather = 250 * time.Millisecond

	// retryEvery is how long a disk that cannot be written is left alone.
	retryEvery = 15 * time.Second

	// reportEvery is how often the store's state is told while it changes.
	reportEvery = time.Second
)

// Run writes what was noted once Restore is over, until ctx ends, and then what
// is left, within lastWrite.
func (k *Keeper) Run(ctx context.Context) error {
	if k.store == nil || !k.store.Writable() {
		<-ctx.Done()
		return ctx.Err()
	}
	if !k.afterRestore(ctx) {
		return ctx.Err()
	}
	k.shrink(ctx)
	told := time.Time{}
	for {
		select {
		case <-k.wake:
		case <-ctx.Done():
			return k.finish(ctx)
		}
		pause := gather
		if !k.flush(context.WithoutCancel(ctx)) {
			pause = retryEvery
			told = time.Time{}
		}
		if now := k.now(); now.Sub(told).Abs() >= reportEvery {
			told = now
			_ = k.report(ctx) // fails only when ctx ends, which the loop sees
		}
		if backoff.Sleep(ctx, pause) != nil {
			return k.finish(ctx)
		}
	}
}

// shrink makes a store smaller that has outgrown its limit.
func (k *Keeper) shrink(ctx context.Context) {
	kept, err := k.store.shrink(context.WithoutCancel(ctx), Limit)
	switch {
	case err != nil:
		k.state.Why = model.CleanText(err.Error())
	case kept > 0 && kept < Keep:
		k.state.Why = fmt.Sprintf("the history had outgrown %d MB; it reaches back %d days now", Limit>>20, int(kept/day))
	}
}

// afterRestore waits until the state is no longer Restore's, and tells whether
// that came to be before ctx ended.
func (k *Keeper) afterRestore(ctx context.Context) bool {
	select {
	case <-k.restored:
		return true
	case <-ctx.Done():
	}
	select {
	case <-k.restored:
		return true
	default:
		return false
	}
}

// lastWrite is how long the last write may take when the program ends.
const lastWrite = 3 * time.Second

func (k *Keeper) finish(ctx context.Context) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrite)
	defer cancel()
	k.flush(last)
	return ctx.Err()
}

// flush writes everything that waits and tells whether that went well. What
// could not be written waits on.
func (k *Keeper) flush(ctx context.Context) bool {
	k.takeBackFuture(ctx)
	b, records := k.takeWaiting()
	if b.empty() {
		return true
	}
	done, err := k.store.write(ctx, b)
	if isDamage(err) {
		if err = k.begin(ctx, err); err == nil {
			done, err = k.store.write(ctx, b)
		}
	}
	if err != nil {
		k.putBack(b, records)
		k.failed(err)
		return false
	}
	k.succeeded(done)
	return true
}

func (k *Keeper) takeWaiting() (batch, int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	b, records := k.waiting, k.records
	k.waiting, k.records = batch{clocks: make(map[place]clockReading)}, 0
	for p, c := range k.clock {
		b.clocks[p] = c.newest
	}
	return b, records
}

// putBack queues a batch again, before what came meanwhile.
func (k *Keeper) putBack(b batch, records int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting.notes = append(b.notes, k.waiting.notes...)
	k.waiting.rolls = append(b.rolls, k.waiting.rolls...)
	k.records += records
	k.nudge()
}

func (k *Keeper) failed(err error) {
	k.mu.Lock()
	k.state.Unsaved = k.records
	k.mu.Unlock()
	k.state.State = model.ArchiveMemory
	k.state.Why = model.CleanText(fmt.Sprintf("the history cannot be written (%v); going on in memory and trying again", reasonOf(err)))
}

// reasonOf puts what keeps the disk from being written into words.
func reasonOf(err error) error {
	const full, ioError, readOnly = 13, 10, 8
	switch codeOf(err) {
	case full:
		return errors.New("the disk is full")
	case ioError:
		return errors.New("the disk does not answer")
	case readOnly:
		return errors.New("the file may not be written")
	default:
		return plain(err)
	}
}

func (k *Keeper) succeeded(done written) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.state.Unsaved = k.records
	if k.state.State == model.ArchiveMemory {
		k.state.State, k.state.Why = model.ArchiveOpen, ""
	}
	if done.damaged > 0 {
		k.state.Why = fmt.Sprintf("%d damaged blocks were given up; their bars are loaded at the next start", done.damaged)
	}
	if k.overflow > 0 {
		k.state.Why = fmt.Sprintf("%d bars were not written down while the disk was busy; they are loaded at the next start", k.overflow)
		k.overflow = 0
	}
	k.state.Bars += done.bars
	k.state.Corrected += done.corrected
}

// report tells the engine how the store is.
func (k *Keeper) report(ctx context.Context) error {
	if k.store != nil {
		k.state.Bytes = k.store.Bytes()
		k.state.Corrected, k.state.Holes = k.store.counts()
	}
	state := k.state
	return k.next.Put(ctx, []model.Event{{Kind: model.KindArchive, Received: model.MillisOf(k.now()), Detail: &state}})
}

func (s *Store) counts() (corrected, holes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tally.corrected, s.tally.holes
}
