package strategy

import (
	"sync"
	"time"

	"eddy/model"
)

// Past is a recording that is played from its first bar to its last.
type Past struct {
	Steps int // bars a coin has

	// Bar is a coin's bar of a step, the zero one where it has none. It may be
	// asked while an earlier step is still being closed, so it must look at
	// nothing that Tell or Closed change.
	Bar func(coin, step int) model.Bar

	// Tell settles funding and tells open interest up to the end of a step.
	Tell func(step int)

	// Closed is called after the frame that ends with a step was closed: the time
	// to ask for an outlook. Its error ends the play.
	Closed func(step int) error

	first model.Millis // opening of step 0
	step  model.Interval
}

// opening is when a step opens.
func (p *Past) opening(step int) model.Millis {
	return p.first.Add(time.Duration(step) * p.step.Duration())
}

// stretchMoments are collected before they are handed on: enough that handing
// over costs nothing, few enough to stay in a processor's cache. Chosen.
const stretchMoments = 24

// stretch is a run of moments.
type stretch struct {
	moments []moment
	steps   []int // the step each of them ends with
	used    int
}

func (r *Recorded) newStretch() *stretch {
	s := &stretch{moments: make([]moment, stretchMoments), steps: make([]int, stretchMoments)}
	for i := range s.moments {
		s.moments[i] = newMoment(r)
	}
	return s
}

// Play closes all bars of a recording. With ahead the bars of the moments to come
// are filed and added up on a second goroutine while the spans of earlier ones
// are closed here, and the bars of four hours of a day are closed beside the day
// (closeFast). That changes no result: what a bar of four hours or a day holds
// depends on the hours of its coin alone, the spans read bars from the moment
// they are handed and from nowhere else, and every span takes moments in their
// order. Nobody touches what another writes: the hours, days and growing bars of
// the coins belong to the second goroutine, the span of four hours to who closes
// it until a reader has drawn level, all else stays here.
func (r *Recorded) Play(p Past, ahead bool) error {
	p.first, p.step, r.beside = r.next, r.step, ahead
	if ahead {
		return r.playAhead(&p)
	}
	s := r.newStretch()
	for at := 0; at < p.Steps; {
		at = r.collect(s, &p, at)
		if err := r.commitAll(s, &p); err != nil {
			return err
		}
	}
	return nil
}

// playAhead collects on a goroutine of its own, which has ended when it returns.
func (r *Recorded) playAhead(p *Past) error {
	const spare = 3 // one is filled, one waits, one is being closed
	free, full, quit := make(chan *stretch, spare), make(chan *stretch, spare), make(chan struct{})
	for range spare {
		free <- r.newStretch()
	}
	var collector sync.WaitGroup
	defer collector.Wait()
	defer close(quit)
	collector.Go(func() {
		defer close(full)
		r.collectAll(p, free, full, quit)
	})
	for s := range full {
		if err := r.commitAll(s, p); err != nil {
			return err
		}
		free <- s
	}
	return nil
}

// collectAll fills free stretches until the recording ends or nobody wants them.
func (r *Recorded) collectAll(p *Past, free <-chan *stretch, full chan<- *stretch, quit <-chan struct{}) {
	for at := 0; at < p.Steps; {
		select {
		case s := <-free:
			at = r.collect(s, p, at)
			full <- s // there is room for all there are
		case <-quit:
			return
		}
	}
}

// collect fills a stretch with the moments from a step on, one coin after the
// other, and returns the step the next one begins with.
func (r *Recorded) collect(s *stretch, p *Past, from int) (next int) {
	s.used = 0
	for next = from; next < p.Steps && s.used < len(s.moments); next++ {
		if r.ends(p.opening(next + 1)) {
			s.steps[s.used] = next
			s.used++
		}
	}
	for k := range r.coins {
		at := 0
		for step := from; step < next; step++ {
			r.grow(k, p.opening(step), p.Bar(k, step))
			if at < s.used && s.steps[at] == step {
				s.moments[at].see(r, k, p.opening(step+1))
				at++
			}
		}
	}
	return next
}

// commitAll closes the moments of a stretch; nobody reads it afterwards.
func (r *Recorded) commitAll(s *stretch, p *Past) error {
	defer r.drawLevel()
	for i := range s.used {
		p.Tell(s.steps[i])
		if err := r.commit(&s.moments[i]); err != nil {
			return err
		}
		if err := p.Closed(s.steps[i]); err != nil {
			return err
		}
	}
	return nil
}
