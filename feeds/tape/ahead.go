package tape

import (
	"fmt"
	"sync"
	"time"

	"eddy/model"
)

// ahead reads a tape ahead of who plays it: files, blocks and decoders are work
// for a goroutine of its own, which fills passages and waits when all of them
// are full.
type ahead struct {
	free, full chan *passage
	quit       chan struct{}
	running    sync.WaitGroup
}

// passage is the steps of one block, with all they point to.
type passage struct {
	raw    []byte
	events []model.Event
	steps  []Step
	notes  []string // what turned out to be odd meanwhile
	err    error    // what follows the steps instead of the next passage
}

const (
	passages   = 16      // one is played, the others wait or are filled: enough to read on while a model is built anew
	largeBlock = 8 << 20 // bytes of one that is not kept to be filled again
	clockSlack = 5 * time.Second
)

// readAhead begins to read what follows on a reel, with decoders that have heard
// nothing.
func readAhead(r *reel) *ahead {
	a := &ahead{free: make(chan *passage, passages), full: make(chan *passage, passages), quit: make(chan struct{})}
	for range passages {
		a.free <- &passage{}
	}
	a.running.Go(func() { a.run(r) })
	return a
}

func (a *ahead) run(r *reel) {
	s := reading{reel: r, script: newScript()}
	for {
		select {
		case p := <-a.free:
			p.err = s.read(p)
			over := p.err != nil
			a.full <- p // there is room for all there are
			if over {
				return
			}
		case <-a.quit:
			return
		}
	}
}

// next gives back a passage that was played, nil before the first one, and
// returns the one that follows it.
func (a *ahead) next(played *passage) *passage {
	if played != nil {
		played.clear()
		a.free <- played
	}
	return <-a.full
}

// stop ends the reading and waits until it has ended.
func (a *ahead) stop() {
	close(a.quit)
	a.running.Wait()
}

// clear lets go of what the steps point to.
func (p *passage) clear() {
	if cap(p.raw) > largeBlock {
		*p = passage{}
		return
	}
	clear(p.events)
	clear(p.steps)
	p.events, p.steps, p.notes = p.events[:0], p.steps[:0], nil
}

// reading makes passages of blocks.
type reading struct {
	reel   *reel
	script *script
	newest model.Millis
	back   bool // the clock went back, and that was noted
}

// read fills a passage with the next block. Its error comes after the steps the
// passage has; io.EOF is the end.
func (r *reading) read(p *passage) error {
	defer func() { p.notes = r.reel.takeNotes() }()
	var err error
	if p.raw, err = r.reel.steps(p.raw); err != nil {
		return err
	}
	r.script.open(p.raw, &p.events)
	for {
		p.steps = append(p.steps, Step{})
		s := &p.steps[len(p.steps)-1]
		more, err := r.script.next(s)
		if err != nil || !more {
			p.steps = p.steps[:len(p.steps)-1]
			if err != nil {
				err = r.reel.at(err)
			}
			return err
		}
		r.watchClock(s)
	}
}

// watchClock notes, once, that the recording's clock went back by more than the
// times of two sockets may lie apart on a busy machine.
func (r *reading) watchClock(s *Step) {
	if s.At == 0 {
		return
	}
	if back := r.newest.Sub(s.At); r.newest != 0 && back > clockSlack && !r.back {
		r.back = true
		r.reel.note(fmt.Sprintf("the clock of the recording went back by %s at %s; ages are wrong until it had caught up", back.Round(time.Millisecond), r.newest))
	}
	r.newest = s.At
}
