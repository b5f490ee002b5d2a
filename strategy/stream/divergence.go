package stream

import "fmt"

// DivergenceKind says which way price and oscillator disagree.
type DivergenceKind uint8

// The kinds of divergence.
const (
	NoDivergence DivergenceKind = iota
	Bearish                     // price made a higher swing high, the oscillator a lower one
	Bullish                     // price made a lower swing low, the oscillator a higher one
)

// DivergenceValue is one reading of a Divergence.
type DivergenceValue struct {
	Kind  DivergenceKind
	Event bool // it became known on this very bar
	Ago   int  // bars since the second swing
	Apart int  // bars between the two swings
}

// DivergenceParams are in bars.
type DivergenceParams struct {
	Side     int // bars on each side that a swing must top
	MinApart int // between the two swings
	MaxApart int
	Fresh    int // how long it counts once known
}

// DefaultDivergence returns the figures of analytics §3.11.
func DefaultDivergence() DivergenceParams {
	return DivergenceParams{Side: 3, MinApart: 5, MaxApart: 60, Fresh: 3}
}

// Divergence compares the swings of a price with what an oscillator (RSI, open
// interest) read on the same bars (analytics §3.11). A swing high tops every
// bar on both sides and the earliest of equal ones counts; it is measured
// against the latest earlier swing that is far enough away. A swing is known
// only Side bars after it happened: the reading is of the bar on which it
// became known, never of the swing's own bar.
type Divergence struct {
	p           DivergenceParams
	price, osc  Ring // the newest 2*Side bars
	highs, lows swingRing
	bars        int64
	now         DivergenceValue
	missed      bool
}

// NewDivergence returns a detector; it returns an error unless Side >= 1,
// 1 <= MinApart <= MaxApart and Fresh >= 0.
func NewDivergence(p DivergenceParams) (*Divergence, error) {
	if err := checkPeriod("divergence", p.Side, 1); err != nil {
		return nil, err
	}
	if p.MinApart < 1 || p.MaxApart < p.MinApart || p.MaxApart > maxPeriod || p.Fresh < 0 {
		return nil, fmt.Errorf("stream: divergence: swings %d..%d bars apart, fresh for %d", p.MinApart, p.MaxApart, p.Fresh)
	}
	// Swings of a kind are more than Side bars apart, so this many reach back
	// to one that is MinApart away.
	reach := p.MinApart/(p.Side+1) + 1
	return &Divergence{
		p: p, price: makeRing(2 * p.Side), osc: makeRing(2 * p.Side),
		highs: swingRing{buf: make([]swing, reach)}, lows: swingRing{buf: make([]swing, reach)},
	}, nil
}

// Push commits a closed bar.
func (d *Divergence) Push(price, osc float64) {
	d.missed = !finite(price) || !finite(osc)
	if d.missed {
		return
	}
	d.now = d.step(price)
	if d.isSwing(price, 1) {
		d.highs.push(d.centre())
	}
	if d.isSwing(price, -1) {
		d.lows.push(d.centre())
	}
	d.price.Push(price)
	d.osc.Push(osc)
	d.bars++
}

// Peek previews the open bar.
func (d *Divergence) Peek(price, osc float64) (DivergenceValue, bool) {
	if !d.warm() || !finite(price) || !finite(osc) {
		return DivergenceValue{}, false
	}
	return d.step(price), true
}

// Value returns the reading at the last pushed bar. It is defined from index
// 2*Side on, the first bar on which a swing can be known.
func (d *Divergence) Value() (DivergenceValue, bool) {
	if d.missed || d.bars <= int64(2*d.p.Side) {
		return DivergenceValue{}, false
	}
	return d.now, true
}

func (d *Divergence) warm() bool { return d.price.full() }

// step is the reading once a bar closes at price. The bar that may turn out to
// be a swing is the one Side bars before it.
func (d *Divergence) step(price float64) DivergenceValue {
	if d.isSwing(price, 1) {
		if v, found := d.compare(&d.highs, 1); found {
			return v
		}
	}
	if d.isSwing(price, -1) {
		if v, found := d.compare(&d.lows, -1); found {
			return v
		}
	}
	v := d.now
	v.Event = false
	v.Ago++
	if v.Kind == NoDivergence || v.Ago > d.p.Side+d.p.Fresh {
		return DivergenceValue{}
	}
	return v
}

// isSwing tells whether the centre bar is a swing high (sign 1) or low (-1) once
// a bar at price follows.
func (d *Divergence) isSwing(price, sign float64) bool {
	if !d.warm() {
		return false
	}
	side := d.p.Side
	top := sign * d.price.at(side-1)
	if sign*price > top {
		return false
	}
	for i := range side - 1 {
		if sign*d.price.at(i) > top {
			return false
		}
	}
	for i := side; i < 2*side; i++ {
		if sign*d.price.at(i) >= top {
			return false
		}
	}
	return true
}

// centre is the bar that is Side bars before the one about to enter.
func (d *Divergence) centre() swing {
	k := d.p.Side - 1
	return swing{bar: d.bars - int64(d.p.Side), price: d.price.at(k), osc: d.osc.at(k)}
}

// compare measures the centre against the earlier swings of its kind.
func (d *Divergence) compare(earlier *swingRing, sign float64) (DivergenceValue, bool) {
	c := d.centre()
	for i := range earlier.size {
		s := earlier.at(i)
		apart := int(c.bar - s.bar)
		if apart < d.p.MinApart {
			continue
		}
		if apart > d.p.MaxApart || sign*c.price <= sign*s.price || sign*c.osc >= sign*s.osc {
			return DivergenceValue{}, false
		}
		kind := Bearish
		if sign < 0 {
			kind = Bullish
		}
		return DivergenceValue{Kind: kind, Event: true, Ago: d.p.Side, Apart: apart}, true
	}
	return DivergenceValue{}, false
}

// swing is a local extreme.
type swing struct {
	bar        int64
	price, osc float64
}

// swingRing keeps the newest swings of one kind.
type swingRing struct {
	buf  []swing
	next int
	size int
}

func (r *swingRing) push(s swing) {
	r.buf[r.next] = s
	r.next = (r.next + 1) % len(r.buf)
	r.size = min(r.size+1, len(r.buf))
}

// at returns the i-th newest.
func (r *swingRing) at(i int) swing {
	return r.buf[(r.next-1-i+len(r.buf))%len(r.buf)]
}
