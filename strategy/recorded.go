package strategy

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"eddy/model"
	"eddy/strategy/input"
)

// Recorded runs an engine over closed bars that were recorded, one moment at a
// time: the same spans, board, tides, phase and conditions as live, without the
// views a screen needs. What it is told it knows from then on and not before,
// so that nothing it says can stand on a bar that comes later.
type Recorded struct {
	e     *Engine
	step  model.Interval // of the bars: an hour or a day
	coins []recordedCoin
	next  model.Millis // opening of the next bar
	now   moment       // of Close
	at    *moment      // the newest that was committed

	behind  []*moment // committed, but for their bars of four hours
	workers int       // how many may work at once; with two these are closed on a goroutine of their own
	fast    sync.WaitGroup

	narrow bool // see Narrow
}

// recordedCoin is one coin of the recording.
type recordedCoin struct {
	at       int // index of the engine's coin
	symbol   string
	last     model.Bar
	interest float64 // newest open interest in coins, 0 when none was told
}

// recordedHours and recordedDays are kept of a coin's bars: nothing is built anew
// from them.
const (
	recordedHours = 240
	recordedDays  = 100
)

// ErrRecorded tells that bars cannot be run: they are of a length the engine
// does not know, or lack the coins of the benchmark.
var ErrRecorded = errors.New("strategy: these bars cannot be run")

// NewRecorded returns an engine at the moment first, before its first bar. The
// coins are those of the recording. That a coin is among them tells nothing: until
// its first bar everything is as if it were not. Coins outside the universe are
// refused.
func NewRecorded(cfg Config, step model.Interval, coins []model.Asset, first model.Millis) (*Recorded, error) {
	if step != model.Hour1 && step != model.Day1 {
		return nil, fmt.Errorf("%w: bars of %s, want hours or days", ErrRecorded, step)
	}
	cfg.Mode, cfg.Venues, cfg.Portfolio, cfg.Books, cfg.Seed = model.ModeBacktest, []model.Venue{model.Binance}, nil, nil, nil
	e, err := New(cfg)
	if err != nil {
		return nil, err
	}
	for _, b := range cfg.Universe.Benchmark {
		if !slices.Contains(coins, b) {
			return nil, fmt.Errorf("%w: no bars of %s, which strength is measured against", ErrRecorded, b)
		}
	}
	r := &Recorded{e: e, step: step, next: first.Floor(step), workers: 1}
	for _, a := range coins {
		i, known := e.index[a]
		if !known {
			return nil, fmt.Errorf("%w: %s is not in the universe", ErrRecorded, a)
		}
		symbol := string(a) + "USDT"
		e.assets[i].hours.most, e.assets[i].days.most, e.assets[i].owner = recordedHours, recordedDays, 0
		r.coins = append(r.coins, recordedCoin{at: i, symbol: symbol})
	}
	e.hour, e.inputs.lean = r.next, !readsCoins(e.cfg.Playbook.Conditions())
	e.rebuild()
	e.quiet = true // the past raises no alerts
	r.now = newMoment(r)
	if e.fault != "" {
		return nil, fmt.Errorf("strategy: %s", e.fault)
	}
	return r, nil
}

// Narrow leaves out every figure the playbook's conditions do not ask for: what
// is held then serves Outlook alone, and there are no Alerts. Call it before the
// first bar.
func (r *Recorded) Narrow() {
	r.narrow = true
	asked := make(map[input.ID]bool)
	for _, rule := range r.e.cfg.Playbook.Conditions() {
		for _, spec := range rule.Condition.Inputs() {
			asked[r.e.inputs.catalogue.ID(spec.Name)] = true
		}
	}
	r.e.inputs.narrow(asked)
	r.e.slowInputs.asked = asked
}

// measuresAhead tells whether coins may be measured before the spans come to their
// bars: where a coin is asked what it said at a close and nothing else, for what
// it was measured with has gone on by then.
func (r *Recorded) measuresAhead() bool { return r.narrow && r.e.inputs.lean }

// Settle tells a settlement of a coin's funding; coin counts as in NewRecorded.
// Tell it before the bar it falls into closes, and none that lies ahead.
func (r *Recorded) Settle(coin int, p model.FundingPoint) {
	r.e.assets[r.coins[coin].at].funding().add(p)
}

// Interest tells a coin's open interest at a moment that has passed.
func (r *Recorded) Interest(coin int, p model.OpenInterestPoint) {
	r.coins[coin].interest = p.Coins
	r.e.assets[r.coins[coin].at].interest[0].add(p)
}

// Close commits the bar that opens at open: one bar for each coin, the zero Bar
// for those without one. Moments must follow one another without a hole; a time
// nothing traded in is closed with no bars.
func (r *Recorded) Close(open model.Millis, bars []model.Bar) error {
	if open != r.next || len(bars) != len(r.coins) {
		return fmt.Errorf("strategy: a bar at %s with %d coins, want %s with %d", open, len(bars), r.next, len(r.coins))
	}
	end := open.Add(r.step.Duration())
	ends := r.ends(end)
	if ends {
		r.now.end = end
	}
	for k := range r.coins {
		r.grow(k, open, bars[k])
		if ends {
			r.now.see(r, k)
		}
	}
	if !ends {
		r.tell(end)
		return nil
	}
	defer r.drawLevel()
	return r.commit(&r.now)
}

// grow files a coin's bar and lets the longer bars grow by it. It touches nothing
// that any other coin or any span reads.
func (r *Recorded) grow(k int, open model.Millis, b model.Bar) {
	if !r.takes(b, open) {
		return
	}
	c := &r.coins[k]
	a := &r.e.assets[c.at]
	c.last = b
	if r.step == model.Hour1 {
		a.grow(b)
		return
	}
	a.days.put(b)
	a.day = partial{bar: b, begun: true, hours: int(model.Day1 / model.Hour1)}
}

// takes tells whether there is a bar that can be believed.
func (r *Recorded) takes(b model.Bar, open model.Millis) bool {
	return b.Close > 0 && b.OpenTime == open && b.Interval == r.step && b.Consistent()
}

// frame is the length of the shortest bars anything stands on: four hours, or a
// day of a market that was recorded by days. There are no four hours then, and
// what stands on them stays unknown.
func (r *Recorded) frame() model.Interval {
	if r.step == model.Day1 {
		return model.Day1
	}
	return model.Hour4
}

// ends tells whether a frame ends at a moment.
func (r *Recorded) ends(at model.Millis) bool { return at == at.Floor(r.frame()) }

// tell lets time pass up to the end of a bar.
func (r *Recorded) tell(end model.Millis) {
	r.next, r.e.hour, r.e.market.now, r.e.clock = end, end, end, end
}

// commit closes the spans that end with a moment, in the order of live bars.
func (r *Recorded) commit(m *moment) error {
	r.tell(m.end)
	r.at = m
	e, whole := r.e, m.whole()
	if !m.measured {
		m.hearInterest(r)
	}
	if whole {
		r.fast.Wait() // its bars look at the seats
		e.reviewSeats(m.end, m.bar)
	}
	if r.step == model.Hour1 {
		r.behind = append(r.behind, m)
	}
	if whole {
		r.closeFast()
		r.close(&e.slow, m, &m.slow)
	}
	if e.fault != "" {
		return fmt.Errorf("strategy: %s", e.fault)
	}
	return nil
}

// closeFast closes the bars of four hours of the moments since the last time: of
// a day at once, beside the day itself where that is allowed. The two spans know
// nothing of each other; who reads both draws level first.
func (r *Recorded) closeFast() {
	batch := r.behind
	if r.behind = nil; len(batch) == 0 {
		return
	}
	run := func() {
		for _, m := range batch {
			r.close(&r.e.fast, m, &m.fast)
		}
	}
	if r.workers > 1 {
		r.fast.Go(run)
		return
	}
	run()
}

// drawLevel waits until the bars of four hours stand where the days do.
func (r *Recorded) drawLevel() {
	r.fast.Wait()
	r.closeFast()
	r.fast.Wait()
}
