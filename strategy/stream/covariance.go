package stream

// Covariance keeps the joint moments of two series over the last n bars, full
// windows only; its Value gives covariance, correlation and beta. Feed it
// returns, not prices (analytics §3.10). A bar in which either value is missing
// is a missing bar: series are aligned by bar.
//
// The update is Variance's, with two means (analytics §3.12.7).
type Covariance struct {
	xs, ys       Ring
	base         Comoments // of the pairs that stay with the next bar
	now          Comoments
	peakX, peakY float64 // largest sums of squares since base was rebuilt
	age          int
	missed       bool
}

// NewCovariance returns the joint moments over n bars; it returns an error when
// n is below two.
func NewCovariance(n int) (*Covariance, error) {
	if err := checkPeriod("covariance", n, 2); err != nil {
		return nil, err
	}
	return &Covariance{xs: makeRing(n), ys: makeRing(n)}, nil
}

// Push commits a closed bar; x is the asset, y the benchmark.
func (c *Covariance) Push(x, y float64) {
	c.missed = !finite(x) || !finite(y)
	if c.missed {
		return
	}
	c.now = c.base.add(x, y)
	c.xs.Push(x)
	c.ys.Push(y)
	c.retire()
}

// Peek previews the open bar.
func (c *Covariance) Peek(x, y float64) (Comoments, bool) {
	if c.xs.Len() < c.xs.Cap()-1 || !finite(x) || !finite(y) {
		return Comoments{}, false
	}
	return c.base.add(x, y), true
}

// Value returns the joint moments at the last pushed bar.
func (c *Covariance) Value() (Comoments, bool) {
	if c.missed || !c.xs.full() {
		return Comoments{}, false
	}
	return c.now, true
}

// Correlation returns Pearson's correlation at the last pushed bar.
func (c *Covariance) Correlation() (float64, bool) {
	m, ok := c.Value()
	if !ok {
		return 0, false
	}
	return m.Correlation()
}

// Window returns the joint moments of the newest full window, whether or not a
// value was missing in the bar after it.
func (c *Covariance) Window() (Comoments, bool) { return c.now, c.xs.full() }

// Beta returns the slope of the first series on the second at the last pushed
// bar.
func (c *Covariance) Beta() (float64, bool) {
	m, ok := c.Value()
	if !ok {
		return 0, false
	}
	return m.Beta()
}

// retire takes out the pair that leaves with the next bar.
func (c *Covariance) retire() {
	if !c.xs.full() {
		c.base = c.now
		return
	}
	c.base = c.now.remove(c.xs.oldest(), c.ys.oldest())
	c.peakX = max(c.peakX, c.now.SXX)
	c.peakY = max(c.peakY, c.now.SYY)
	c.age++
	if c.age >= c.xs.Cap() || spent(c.base.SXX, c.peakX) || spent(c.base.SYY, c.peakY) || !finite(c.base.SXY) {
		c.rebuild()
	}
}

func (c *Covariance) rebuild() {
	k := c.xs.Cap() - 1
	b := Comoments{N: float64(k), MeanX: ringMean(&c.xs, k), MeanY: ringMean(&c.ys, k)}
	for i := range k {
		dx, dy := c.xs.at(i)-b.MeanX, c.ys.at(i)-b.MeanY
		b.SXX += dx * dx
		b.SYY += dy * dy
		b.SXY += dx * dy
	}
	c.base, c.age = b, 0
	c.peakX, c.peakY = b.SXX, b.SYY
}
