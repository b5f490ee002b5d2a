package strategy

import (
	"math"
	"slices"

	"eddy/model"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// correlations is the matrix of rolling correlations between the sectors' and
// the benchmark coins' returns, by bar (S0-ADV-1, analytics §3.10).
type correlations struct {
	labels  []string
	tracks  []*track // the sectors, then their sub-sectors
	sectors int      // how many of the tracks are sectors
	coins   []int    // the benchmark's, after the tracks
	pairs   []*stream.Covariance
	returns []float64
	before  []float64 // levels at the last bar, NaN when there was none
	bars    int

	together signal.Latch // the sectors move as one
}

func newCorrelations(s *span, e *Engine) (*correlations, error) {
	f := &e.figures.Correlation
	c := &correlations{bars: f.Bars.N(), together: signal.Latch{On: f.High.Value, Off: f.Low.Value, Hold: 1}}
	for _, inner := range []bool{false, true} {
		for _, t := range s.tracks {
			if (t.parent != "") == inner {
				c.tracks = append(c.tracks, t)
				c.labels = append(c.labels, t.name)
			}
		}
		if !inner {
			c.sectors = len(c.tracks)
		}
	}
	for _, at := range e.benchmark {
		c.coins = append(c.coins, at)
		c.labels = append(c.labels, string(e.assets[at].asset))
	}
	n := len(c.labels)
	c.returns, c.before = make([]float64, n), make([]float64, n)
	for i := range n {
		c.before[i] = math.NaN()
		for range i {
			p, err := stream.NewCovariance(c.bars)
			if err != nil {
				return nil, err
			}
			c.pairs = append(c.pairs, p)
		}
	}
	return c, nil
}

// push follows the bar the span just took. A pair in which one did not print
// leaves that bar out.
func (c *correlations) push(s *span) {
	for i, t := range c.tracks {
		c.note(i, orNaN(t.index.Level()))
	}
	for k, at := range c.coins {
		level := math.NaN()
		if s.closes[at].OK {
			level = s.closes[at].Price
		}
		c.note(len(c.tracks)+k, level)
	}
	at := 0
	for i := range c.returns {
		for j := range i {
			c.pairs[at].Push(c.returns[i], c.returns[j])
			at++
		}
	}
	mean, ok := c.mean()
	c.together.Push(s.end, mean, ok)
}

// note works out the return of one series; a hole of one bar makes the return
// across it missing too, since the others moved by one bar only.
func (c *correlations) note(i int, level float64) {
	c.returns[i] = math.Log(level / c.before[i])
	c.before[i] = level
}

// of returns the correlation of two series by their places.
func (c *correlations) of(i, j int) (float64, bool) {
	if i < j {
		i, j = j, i
	}
	if i == j {
		return 1, true
	}
	// A missing last bar does not take the matrix away: the window stands.
	m, ok := c.pairs[i*(i-1)/2+j].Window()
	v, defined := m.Correlation()
	return v, ok && defined
}

// beta is the slope of one series' returns on another's, by their places.
func (c *correlations) beta(of, on int) (float64, bool) {
	i, j := max(of, on), min(of, on)
	if i == j {
		return 1, true
	}
	m, ok := c.pairs[i*(i-1)/2+j].Window()
	if of == j { // the pair's first series is the other one
		m.SXX, m.SYY = m.SYY, m.SXX
	}
	v, defined := m.Beta()
	return v, ok && defined
}

// place finds a series by its label, -1 when there is none.
func (c *correlations) place(label string) int { return slices.Index(c.labels, label) }

// mean is the mean correlation of the pairs between sectors.
func (c *correlations) mean() (float64, bool) {
	sum, n := 0.0, 0
	for i := range c.sectors {
		for j := range i {
			if v, ok := c.of(i, j); ok {
				sum, n = sum+v, n+1
			}
		}
	}
	return sum / float64(max(1, n)), n > 0
}

// view shows the matrix.
func (c *correlations) view(step model.Interval) *model.CorrelationView {
	const why = "needs 30 days of bars without holes"
	v := &model.CorrelationView{Timeframe: step, Bars: c.bars}
	var shown []int // sub-sectors are left out: they are parts of what is there
	for i, label := range c.labels {
		if i < c.sectors || i >= len(c.tracks) {
			shown, v.Labels = append(shown, i), append(v.Labels, label)
		}
	}
	for _, i := range shown {
		row := make([]model.Num, len(shown))
		for k, j := range shown {
			x, ok := c.of(i, j)
			row[k] = numOr(x, ok, why)
		}
		v.Matrix = append(v.Matrix, row)
	}
	mean, ok := c.mean()
	v.Mean = numOr(mean, ok, why)
	return v
}
