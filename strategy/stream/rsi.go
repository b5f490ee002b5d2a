package stream

// RSI is Wilder's relative strength index in points, 0..100 (analytics §3.3):
// 100*G/(G+L) with G and L the Wilder averages of the gains and the losses
// between consecutive closes. Defined from index n. A series that did not move
// at all has 50; only gains give 100, only losses 0. The form G/(G+L) does not
// care for the scale of the price and needs no epsilon.
type RSI struct {
	gain, loss RMA
	last       float64
	started    bool
	missed     bool
}

// NewRSI returns the index over n changes; it returns an error when n is below
// one.
func NewRSI(n int) (*RSI, error) {
	if err := checkPeriod("RSI", n, 1); err != nil {
		return nil, err
	}
	return &RSI{gain: makeRMA(n), loss: makeRMA(n)}, nil
}

// Push commits a closed bar.
func (r *RSI) Push(x float64) {
	change := x - r.last
	r.missed = !finite(change)
	if r.missed {
		return
	}
	if r.started {
		r.gain.Push(max(change, 0))
		r.loss.Push(max(-change, 0))
	}
	r.last, r.started = x, true
}

// Peek previews the open bar.
func (r *RSI) Peek(x float64) (float64, bool) {
	change := x - r.last
	if !r.started || !finite(change) {
		return 0, false
	}
	g, ok := r.gain.Peek(max(change, 0))
	l, both := r.loss.Peek(max(-change, 0))
	return strength(g, l, ok && both)
}

// Value returns the index at the last pushed bar.
func (r *RSI) Value() (float64, bool) {
	g, ok := r.gain.Value()
	l, both := r.loss.Value()
	return strength(g, l, ok && both && !r.missed)
}

func strength(g, l float64, ok bool) (float64, bool) {
	switch {
	case !ok:
		return 0, false
	case g == 0 && l == 0:
		return 50, true
	case g >= l: // the smaller over the larger: no sum that could overflow
		return 100 / (1 + l/g), true
	default:
		return 100 * (g / l) / (1 + g/l), true
	}
}
