package cycle

import (
	"errors"
	"fmt"

	"eddy/model"
	"eddy/strategy/stream"
)

// ErrInput tells that a day is not later than the one before.
var ErrInput = errors.New("cycle: day cannot follow")

// Tracker follows both states day by day. It is not safe for concurrent use.
type Tracker struct {
	p          Params
	fast, slow *stream.EMA // of DeFi's index over that of the layer ones
	end        model.Millis
	cycle      Standing
	narrative  Standing
	conditions [7]condition // of the last day
}

// New returns a tracker without history, or an error when the parameters make
// no sense.
func New(p Params) (*Tracker, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	fast, err := stream.NewEMA(p.Fast, stream.SeedSMA)
	if err != nil {
		return nil, fmt.Errorf("cycle: %w", err)
	}
	slow, err := stream.NewEMA(p.Slow, stream.SeedSMA)
	if err != nil {
		return nil, fmt.Errorf("cycle: %w", err)
	}
	return &Tracker{p: p, fast: fast, slow: slow, cycle: Standing{State: Unknown}, narrative: Standing{State: Unknown}}, nil
}

// Push commits a closed day. It returns ErrInput, and changes nothing, for one
// that is not later than the last.
func (t *Tracker) Push(d *Day) error {
	if !d.End.Known() || d.End <= t.end {
		return fmt.Errorf("%w: %v after %v", ErrInput, d.End, t.end)
	}
	t.end = d.End
	t.conditions = t.judge(d, t.ratio(d))
	t.cycle = t.cycle.next(&t.p, d.End, t.firstOf(cyclePrecedence(t.cycle.State)), cycleOrder)
	first := State("")
	for _, s := range narrativePrecedence {
		if t.condition(s).holds() {
			first = s
			break
		}
	}
	t.narrative = t.narrative.next(&t.p, d.End, first, narrativeOrder)
	return nil
}

func (t *Tracker) firstOf(order [3]State) State {
	for _, s := range order {
		if c := t.condition(s); c != nil && c.holds() {
			return s
		}
	}
	return ""
}

// ratio moves the averages of DeFi over the layer ones on by a day and returns
// how far the fast one lies over the slow one.
func (t *Tracker) ratio(d *Day) model.Num {
	defi, ok := d.DeFi.Level.Value()
	l1, both := d.L1.Level.Value()
	if !ok || !both || !model.ValidPrice(defi) || !model.ValidPrice(l1) {
		return model.Unknown("an index is missing")
	}
	t.fast.Push(defi / l1)
	t.slow.Push(defi / l1)
	fast, _ := t.fast.Value()
	slow, ready := t.slow.Value()
	if !ready {
		return model.Unknown("needs " + plain(float64(t.p.Slow)) + " days of the DeFi/L1 ratio")
	}
	return model.Known(fast/slow - 1)
}

// judge asks every condition about a day.
func (t *Tracker) judge(d *Day, ratio model.Num) [7]condition {
	return [7]condition{
		t.dominance(d), t.explosion(d, ratio), t.resurgence(d, ratio),
		t.consolidation(d), t.ignition(d), t.peak(d), t.reemergence(d),
	}
}

func (t *Tracker) condition(s State) *condition {
	for i := range t.conditions {
		if t.conditions[i].state == s && t.conditions[i].n > 0 {
			return &t.conditions[i]
		}
	}
	return nil
}

// Cycle returns where the L1/DeFi cycle stands.
func (t *Tracker) Cycle() Standing { return t.cycle }

// Narrative returns where the AI/DeFi narrative stands.
func (t *Tracker) Narrative() Standing { return t.narrative }
