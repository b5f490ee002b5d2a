package stream

// Ring keeps the newest values of a series, up to its capacity. Unlike the
// estimators it takes what it is given, NaN included: it is storage.
type Ring struct {
	buf  []float64
	next int // where the next value goes
	size int
}

// NewRing returns an empty ring that holds n values. It returns an error when n
// is below one.
func NewRing(n int) (*Ring, error) {
	if err := checkPeriod("ring", n, 1); err != nil {
		return nil, err
	}
	r := makeRing(n)
	return &r, nil
}

// makeRing serves constructors that have already checked n.
func makeRing(n int) Ring { return Ring{buf: make([]float64, n)} }

// Push stores x as the newest value and drops the oldest when full.
func (r *Ring) Push(x float64) {
	r.buf[r.next] = x
	r.next++
	if r.next == len(r.buf) {
		r.next = 0
	}
	if r.size < len(r.buf) {
		r.size++
	}
}

// At returns the value pushed i values before the newest, which is At(0). The
// second result is false when the ring does not reach that far.
func (r *Ring) At(i int) (float64, bool) {
	if i < 0 || i >= r.size {
		return 0, false
	}
	return r.at(i), true
}

// at is At without the check.
func (r *Ring) at(i int) float64 {
	k := r.next - 1 - i
	if k < 0 {
		k += len(r.buf)
	}
	return r.buf[k]
}

// oldest returns the value that the next Push drops from a full ring.
func (r *Ring) oldest() float64 { return r.at(r.size - 1) }

// Len returns how many values are held.
func (r *Ring) Len() int { return r.size }

// Cap returns how many values fit.
func (r *Ring) Cap() int { return len(r.buf) }

// full tells whether the next Push drops a value.
func (r *Ring) full() bool { return r.size == len(r.buf) }

// AppendTo appends the held values to dst, oldest first.
func (r *Ring) AppendTo(dst []float64) []float64 {
	for i := r.size - 1; i >= 0; i-- {
		dst = append(dst, r.at(i))
	}
	return dst
}
