package stream

// RMA is Wilder's smoothing: the mean of the first n values, then
// avg = (avg*(n-1) + x)/n, that is an exponential average with alpha = 1/n
// (analytics §3.3), in the units of the input. Defined from index n-1.
type RMA struct{ e EMA }

// NewRMA returns the smoothing over n bars; it returns an error when n is below
// one.
func NewRMA(n int) (*RMA, error) {
	if err := checkPeriod("RMA", n, 1); err != nil {
		return nil, err
	}
	r := makeRMA(n)
	return &r, nil
}

func makeRMA(n int) RMA { return RMA{EMA{alpha: 1 / float64(n), warmup: n}} }

// Push commits a closed bar.
func (r *RMA) Push(x float64) { r.e.Push(x) }

// Peek previews the open bar.
func (r *RMA) Peek(x float64) (float64, bool) { return r.e.Peek(x) }

// Value returns the average at the last pushed bar.
func (r *RMA) Value() (float64, bool) { return r.e.Value() }
