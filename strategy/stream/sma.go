package stream

// SMA is the simple moving average of the last n values (analytics §3.1), in
// the units of the input. Defined from index n-1.
//
// It keeps the mean of the n-1 values that stay with the next bar, so that both
// Push and Peek only ever add one value; taking the oldest one out happens
// after the value is known. That mean is computed anew from the ring every n
// bars, and at once when what is left is a millionth of what passed through,
// so no departed spike leaves a residue (analytics §3.12).
type SMA struct {
	ring   Ring
	base   float64 // mean of the values that stay with the next bar
	peak   float64 // largest magnitude since base was last rebuilt
	age    int     // bars since base was last rebuilt
	value  float64
	missed bool
}

// NewSMA returns the average over n bars; it returns an error when n is below
// one.
func NewSMA(n int) (*SMA, error) {
	if err := checkPeriod("SMA", n, 1); err != nil {
		return nil, err
	}
	return &SMA{ring: makeRing(n)}, nil
}

// Push commits a closed bar.
func (s *SMA) Push(x float64) {
	s.missed = !finite(x)
	if s.missed {
		return
	}
	s.value = s.with(x)
	s.ring.Push(x)
	s.retire()
}

// Peek previews the open bar.
func (s *SMA) Peek(x float64) (float64, bool) {
	return defined(s.with(x), s.ring.Len() >= s.ring.Cap()-1)
}

// Value returns the average at the last pushed bar.
func (s *SMA) Value() (float64, bool) { return defined(s.value, s.ring.full() && !s.missed) }

// kept is how many values stay with the next bar.
func (s *SMA) kept() int { return min(s.ring.Len(), s.ring.Cap()-1) }

func (s *SMA) with(x float64) float64 {
	k := s.kept()
	if k == 0 {
		return x
	}
	return s.base + (x-s.base)/float64(k+1)
}

// retire takes out the value that leaves with the next bar.
func (s *SMA) retire() {
	if !s.ring.full() {
		s.base = s.value
		return
	}
	k := s.kept()
	if k == 0 {
		return
	}
	left := s.ring.oldest()
	s.base = s.value + (s.value-left)/float64(k)
	s.peak = max(s.peak, abs(left), abs(s.value))
	s.age++
	if s.age >= s.ring.Cap() || abs(s.base) < residue*s.peak || !finite(s.base) {
		s.base, s.age = ringMean(&s.ring, k), 0
		s.peak = abs(s.base)
	}
}
