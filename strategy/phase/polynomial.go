package phase

import "math"

// maxFactors bounds the factors of a term and of a damp, and with them the
// degree a score can have in its features.
const maxFactors = 3

// maxDegree is the degree of a score along a straight path: a term's factors
// times the damp's.
const maxDegree = 2 * maxFactors

// polynomial is c[0] + c[1]·u + … + c[n]·uⁿ.
type polynomial struct {
	c [maxDegree + 1]float64
	n int
}

// timesLine multiplies by a + b·u.
func (p *polynomial) timesLine(a, b float64) {
	if b == 0 {
		for i := 0; i <= p.n; i++ {
			p.c[i] *= a
		}
		return
	}
	p.n++
	for i := p.n; i > 0; i-- {
		p.c[i] = p.c[i]*a + p.c[i-1]*b
	}
	p.c[0] *= a
}

// times multiplies by q.
func (p *polynomial) times(q *polynomial) {
	var out polynomial
	out.n = p.n + q.n
	for i := 0; i <= p.n; i++ {
		for j := 0; j <= q.n; j++ {
			out.c[i+j] += p.c[i] * q.c[j]
		}
	}
	*p = out
}

// add adds k times q.
func (p *polynomial) add(q *polynomial, k float64) {
	p.n = max(p.n, q.n)
	for i := 0; i <= q.n; i++ {
		p.c[i] += k * q.c[i]
	}
}

func (p *polynomial) at(u float64) float64 {
	v := 0.0
	for i := p.n; i >= 0; i-- {
		v = v*u + p.c[i]
	}
	return v
}

func (p *polynomial) derivative() polynomial {
	var d polynomial
	d.n = max(0, p.n-1)
	for i := 1; i <= p.n; i++ {
		d.c[i-1] = float64(i) * p.c[i]
	}
	return d
}

// rounding is the size below which a score's polynomial is as good as zero:
// scores are sums of a few dozen products of numbers up to one.
const rounding = 1e-12

// reachesZero tells whether p can be zero somewhere in [0, h]; it may say yes
// too often, never no.
func (p *polynomial) reachesZero(h float64) bool {
	swing, power := 0.0, 1.0
	for i := 1; i <= p.n; i++ {
		power *= h
		swing += math.Abs(p.c[i]) * power
	}
	return math.Abs(p.c[0]) <= swing+rounding
}

// roots are the places where a polynomial may change its sign, in order.
type roots struct {
	u [maxDegree + 2]float64
	n int
}

func (r *roots) push(u float64) {
	if r.n < len(r.u) && (r.n == 0 || u > r.u[r.n-1]) {
		r.u[r.n] = u
		r.n++
	}
}

// roots finds every zero of p in [0, h]: between two turning points p is
// monotone, so that a change of sign there is one zero and bisection finds it. A
// turning point that touches zero counts as well. It takes the constant zero for
// having none.
func (p *polynomial) roots(h float64) roots {
	var out roots
	if p.n == 0 || !p.reachesZero(h) {
		return out
	}
	var turns roots
	if p.n > 1 {
		d := p.derivative()
		turns = d.roots(h)
	}
	from, before := 0.0, p.at(0)
	if math.Abs(before) <= rounding {
		out.push(0)
	}
	for i := 0; i <= turns.n; i++ {
		to := h
		if i < turns.n {
			to = turns.u[i]
		}
		after := p.at(to)
		switch {
		case math.Abs(after) <= rounding:
			out.push(to)
		case before < 0 != (after < 0) && math.Abs(before) > rounding:
			out.push(p.bisect(from, to))
		}
		from, before = to, after
	}
	return out
}

// bisect finds the zero between two places of different signs; on a straight
// line at once.
func (p *polynomial) bisect(a, b float64) float64 {
	if p.n == 1 {
		return min(b, max(a, -p.c[0]/p.c[1]))
	}
	negative := p.at(a) < 0
	for range 80 {
		m := a + (b-a)/2
		if m <= a || m >= b {
			break
		}
		if p.at(m) < 0 == negative {
			a = m
		} else {
			b = m
		}
	}
	return b
}
