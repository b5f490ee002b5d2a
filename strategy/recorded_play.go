package strategy

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"eddy/model"
)

// Past is a recording that is played from its first bar to its last. Bar and Tell
// may be asked on other goroutines, of several coins at once and of steps beyond
// those that were closed, so they must look at nothing Closed changes. Of one coin
// they are asked in the order of its steps.
type Past struct {
	Steps int // bars a coin has

	// Bar is a coin's bar of a step, the zero one where it has none. It may be
	// asked twice.
	Bar func(coin, step int) model.Bar

	// Tell settles a coin's funding and tells its open interest up to the end of a
	// step.
	Tell func(coin, step int)

	// Closed is called after the frame that ends with a step was closed: the time
	// to ask for an outlook. Its error ends the play.
	Closed func(step int) error

	first model.Millis // opening of step 0
	step  model.Interval
	dawn  int // first step with a bar
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

// Play closes all bars of a recording. With more than one worker the bars of the
// moments to come are filed and added up, and the coins measured, on goroutines
// beside the one that closes earlier moments, and the bars of four hours of a day
// are closed beside the day (closeFast).
//
// That changes no result: what a coin's bar holds and what the coin says at a close
// depend on its own past alone (and on the first benchmark coin's closes), the
// spans close on the moment they are handed and read nothing of a coin from
// anywhere else, and every span takes moments in their order. Nobody touches what
// another writes: bars, settlements, open interest and estimators of the coins
// belong to who collects, the span of four hours to who closes it until a reader
// has drawn level, all else stays here.
func (r *Recorded) Play(p Past, workers int) error {
	p.first, p.step, r.workers = r.next, r.step, max(1, workers)
	r.findDawn(&p)
	if r.workers > 1 {
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
	next = s.lay(r, p, from)
	if !r.measuresAhead() {
		r.each(func(k int) { r.seeCoin(s, p, k, from, next) })
		return next
	}
	lead := slices.IndexFunc(r.coins, func(c recordedCoin) bool { return c.at == r.e.benchmark[0] })
	r.seeCoin(s, p, lead, from, next) // the others are measured against it
	for i := range s.used {
		s.moments[i].begin(r)
	}
	r.each(func(k int) {
		if k != lead {
			r.seeCoin(s, p, k, from, next)
		}
		r.measureCoin(s, p, k)
	})
	return next
}

// lay lays the moments of a stretch out and returns the step behind it.
func (s *stretch) lay(r *Recorded, p *Past, from int) (next int) {
	s.used = 0
	for next = from; next < p.Steps && s.used < len(s.moments); next++ {
		if end := p.opening(next + 1); r.ends(end) {
			m := &s.moments[s.used]
			m.end, m.measured, m.begun = end, r.measuresAhead(), next >= p.dawn
			s.steps[s.used] = next
			s.used++
		}
	}
	return next
}

// findDawn finds the first step any coin has a bar in, as far as none had one
// before: nothing is measured until then.
func (r *Recorded) findDawn(p *Past) {
	if slices.ContainsFunc(r.coins, func(c recordedCoin) bool { return c.last.Close > 0 }) {
		return
	}
	for p.dawn = 0; p.dawn < p.Steps; p.dawn++ {
		for k := range r.coins {
			if r.takes(p.Bar(k, p.dawn), p.opening(p.dawn)) {
				return
			}
		}
	}
}

// each does a piece of work for every coin of the recording. Who may work takes
// the next coin that nobody took: one that comes late, for there is other work
// too, holds nobody up.
func (r *Recorded) each(work func(k int)) {
	var (
		crew  sync.WaitGroup
		taken atomic.Int64
	)
	take := func() {
		for k := int(taken.Add(1)) - 1; k < len(r.coins); k = int(taken.Add(1)) - 1 {
			work(k)
		}
	}
	for range r.workers - 1 {
		crew.Go(take)
	}
	take()
	crew.Wait()
}

// seeCoin files a coin's bars of a stretch that ends before next.
func (r *Recorded) seeCoin(s *stretch, p *Past, k, from, next int) {
	at := 0
	for step := from; step < next; step++ {
		r.grow(k, p.opening(step), p.Bar(k, step))
		if at < s.used && s.steps[at] == step {
			s.moments[at].see(r, k)
			at++
		}
	}
}

// measureCoin measures a coin at the closes of a stretch.
func (r *Recorded) measureCoin(s *stretch, p *Past, k int) {
	for i := range s.used {
		p.Tell(k, s.steps[i])
		s.moments[i].measure(r, k)
	}
}

// commitAll closes the moments of a stretch; nobody reads it afterwards.
func (r *Recorded) commitAll(s *stretch, p *Past) error {
	defer r.drawLevel()
	for i := range s.used {
		m := &s.moments[i]
		if !m.measured {
			for k := range r.coins {
				p.Tell(k, s.steps[i])
			}
		}
		if err := r.commit(m); err != nil {
			return err
		}
		if err := p.Closed(s.steps[i]); err != nil {
			return err
		}
	}
	return nil
}
