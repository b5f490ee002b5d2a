package strategy

import (
	"math"

	"eddy/model"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// bearish is the divergence a short candidate shows.
const bearish = stream.Bearish

// pairDays is the window of what two sectors' returns have in common.
const pairDays = 30

// pair follows two sectors of the daily span against each other: the averages
// of their ratio (S0-SIG-3, S1-TRIG-3) and whether they move together (S1-IND-0).
type pair struct {
	a, b   *track
	level  gauge // of the ratio a/b
	joint  *stream.Covariance
	spread *stream.StdDev // of the difference of their returns
	before [2]float64

	f        *signal.Figures
	diverges signal.Hold
	confirms signal.Hold
	firstUp  bool // the direction of a at the last bar with a verdict
	verdict  verdict
	since    model.Millis // of the verdict
}

// verdict is how two sectors stand to each other once it was held.
type verdict uint8

const (
	undecided verdict = iota
	neutral
	confirmsUp
	confirmsDown
	divergesFirstUp
	divergesSecondUp
)

// newPairs returns the pairs a rule speaks of whose sectors are both followed.
func newPairs(e *Engine) ([]*pair, error) {
	r := &e.figures.Roles
	var out []*pair
	for _, names := range [][2]string{{r.L1, r.DeFi}, {r.DeFi, r.L1}, {r.DeFi, r.Infrastructure}, {r.AI, r.DeFi}} {
		a, b := e.slow.track(names[0]), e.slow.track(names[1])
		if a == nil || b == nil {
			continue
		}
		p, err := newPair(a, b, e.figures)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func newPair(a, b *track, f *signal.Figures) (*pair, error) {
	hold := f.Pair.Hold.N()
	p := &pair{a: a, b: b, f: f, diverges: signal.Hold{Closes: hold}, confirms: signal.Hold{Closes: hold}}
	var errs [3]error
	p.level, errs[0] = newGauge(model.Day1, f)
	p.joint, errs[1] = stream.NewCovariance(pairDays)
	p.spread, errs[2] = stream.NewStdDev(pairDays, 1)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// push follows the day both tracks have just taken. A day on which either has
// no level is missing.
func (p *pair) push(end model.Millis) {
	x, y := p.a.level, p.b.level
	ratio := x / y
	p.level.push(end, ratio, ratio, ratio, p.f)
	rx, ry := math.Log(x/p.before[0]), math.Log(y/p.before[1])
	if p.before[0] > 0 && p.before[1] > 0 {
		p.joint.Push(rx, ry)
		p.spread.Push(rx - ry)
	}
	if ratio == ratio {
		p.before = [2]float64{x, y}
	}
	za, ok := p.a.z(28, x, false)
	zb, both := p.b.z(28, y, false)
	accord, up := p.f.Pair.AccordOf(za, zb)
	p.diverges.Push(end, accord == signal.Divergence, ok && both)
	p.confirms.Push(end, accord == signal.Confirmation, ok && both)
	if ok && both && accord != signal.NoAccord {
		p.firstUp = up
	}
	if v := p.judge(); v != p.verdict {
		p.verdict, p.since = v, end
	}
}

// judge reads the verdict off the two signals.
func (p *pair) judge() verdict {
	diverges, confirms := p.diverges.Reading().State, p.confirms.Reading().State
	switch {
	case diverges == signal.Unknown:
		return undecided
	case diverges == on && p.firstUp:
		return divergesFirstUp
	case diverges == on:
		return divergesSecondUp
	case confirms == on && p.firstUp:
		return confirmsUp
	case confirms == on:
		return confirmsDown
	default:
		return neutral
	}
}

// words says the verdict.
func (p *pair) words() string {
	switch p.verdict {
	case divergesFirstUp:
		return "divergence, " + p.a.name + " up"
	case divergesSecondUp:
		return "divergence, " + p.b.name + " up"
	case confirmsUp:
		return "confirmation up"
	case confirmsDown:
		return "confirmation down"
	case neutral:
		return "neutral"
	default:
		return unknownWord
	}
}

// side is the side of the ratio's averages: 1 above, -1 below.
func (p *pair) side() (int, bool) {
	s := int(p.level.crossing().Side)
	return s, s != 0
}

// name is how people read the pair.
func (p *pair) name() string { return p.a.name + "/" + p.b.name }
