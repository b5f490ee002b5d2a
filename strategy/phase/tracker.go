package phase

import (
	"errors"
	"fmt"

	"eddy/model"
)

// ErrInput tells that a day cannot be taken: it is not later than the last one,
// or its close is no price.
var ErrInput = errors.New("phase: day cannot follow")

// Day is what a Tracker needs to know of a day.
type Day struct {
	End        model.Millis // end of the daily bar
	Market     float64      // close of the market index, in any unit
	Breadth    model.Num    // share of all members above their EMA 50, 0..1
	FundingBps model.Num    // 7-day mean, basis points per 8 hours, weighted by open interest
}

// Reading is the features and the scores of a day.
type Reading struct {
	Features Features
	Scores   Scores
}

// Tracker follows the market day by day. It is not safe for concurrent use.
type Tracker struct {
	p        Params
	gauges   gauges
	changes  changes
	bends    *bends
	bars     int
	end      model.Millis
	state    State
	change   Change
	now      Reading
	breadth  model.Num // of the last day, for the reasons of what is missing
	funding  model.Num
	resuming *Stored // state to go on from once the warm-up is over

	flipped model.Millis // end of the day that nearest and pair belong to
	nearest []model.Flip
	pair    *model.FlipPair
}

// New returns a tracker without history. It returns an error when the parameters
// make no sense.
func New(p Params) (*Tracker, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	g, err := newGauges(p.Windows, p.Switch.CrashWindow)
	if err != nil {
		return nil, fmt.Errorf("phase: %w", err)
	}
	c, err := newChanges()
	if err != nil {
		return nil, err
	}
	return &Tracker{p: p, gauges: g, changes: c, bends: bendsOf(&p), state: State{Phase: model.PhaseUnknown}}, nil
}

// Push commits a closed day. It returns ErrInput, and changes nothing, for a day
// that cannot follow. Days that are missing between are simply not there: the
// averages continue on bars, not on clock time.
func (t *Tracker) Push(d Day) error {
	if !model.ValidPrice(d.Market) || !d.End.Known() || d.End <= t.end {
		return fmt.Errorf("%w: market %v at %v after %v", ErrInput, d.Market, d.End, t.end)
	}
	now := t.read(&d)
	t.changes.push(&t.now.Features, &now.Features)
	t.now = now
	crash := t.gauges.crashed(d.Market, t.p.Switch.CrashDrop)
	t.gauges.push(d.Market)
	t.bars++
	t.end, t.breadth, t.funding = d.End, d.Breadth, d.FundingBps
	t.change = Change{}
	if t.Ready() {
		t.decide(crash)
	}
	return nil
}

// decide runs the switch rule, or skips the days that a resumed state has
// already seen.
func (t *Tracker) decide(crash bool) {
	if t.resuming != nil {
		t.state = t.resuming.State
		if t.end <= t.resuming.At {
			return
		}
		t.resuming = nil
	}
	t.state, t.change = t.p.Switch.Next(t.state, t.end, &t.now.Scores, crash)
}

// Peek previews the open day: its features and scores, never a phase, for the
// open bar decides nothing. It changes nothing and does not allocate. The second
// result is false while the day could not be scored if it closed now.
func (t *Tracker) Peek(d *Day) (Reading, bool) {
	if t.bars+1 < t.p.Windows.Slow || !model.ValidPrice(d.Market) {
		return Reading{}, false
	}
	return t.read(d), true
}

// read measures a day on the state the last one left, and scores it.
func (t *Tracker) read(d *Day) Reading {
	var r Reading
	t.gauges.measure(d.Market, &r.Features)
	r.Features.Set(Breadth, d.Breadth.Or(0), d.Breadth.Fresh())
	r.Features.Set(Funding, d.FundingBps.Or(0), d.FundingBps.Fresh())
	r.Scores = t.p.Score(&r.Features)
	return r
}

// Ready tells whether enough days were pushed for a phase.
func (t *Tracker) Ready() bool { return t.Missing() == 0 }

// Missing returns how many more daily bars the phase needs.
func (t *Tracker) Missing() int { return max(0, t.p.Windows.Slow-t.bars) }

// Value returns the reading of the last day; the second result is false before
// the tracker is ready.
func (t *Tracker) Value() (Reading, bool) { return t.now, t.Ready() }

// State returns where the switch rule stands; its Phase is unknown before the
// tracker is ready.
func (t *Tracker) State() State { return t.state }

// Change returns the switch the last day brought; the second result is false
// when there was none. The first phase of all is a change from unknown.
func (t *Tracker) Change() (Change, bool) { return t.change, t.change.From != t.change.To }

// Params returns what the tracker was made with.
func (t *Tracker) Params() *Params { return &t.p }

// Confidence returns the softmax probability of the incumbent times the
// coverage, 0..1 (analytics §4.3). It is not known before there is a phase.
func (t *Tracker) Confidence() (float64, bool) {
	p, ok := t.now.Scores.Probability(t.state.Phase, t.p.Temperature)
	if !ok || !t.Ready() {
		return 0, false
	}
	return p * t.now.Scores.Coverage, true
}

// Band is a confidence in words.
type Band string

// The bands of analytics §4.3.
const (
	Low    Band = "low"    // no new leverage
	Medium Band = "medium" // 0.35 to 0.6
	High   Band = "high"
)

// BandOf returns the band a confidence lies in.
func BandOf(confidence float64) Band {
	switch {
	case confidence < 0.35:
		return Low
	case confidence <= 0.6:
		return Medium
	default:
		return High
	}
}
