package synthetic

import (
	"math"
	"math/rand/v2"
)

// dice is one stream of random numbers.
type dice struct {
	pcg   *rand.PCG
	spare float64
	held  bool
}

// newDice returns stream number n of a seed.
func newDice(seed, n uint64) *dice { return &dice{pcg: rand.NewPCG(seed, n)} }

// uniform returns a number in (0, 1): never 0, so that it has a logarithm.
func (d *dice) uniform() float64 { return (float64(d.pcg.Uint64()>>11) + 0.5) / (1 << 53) }

// between returns a number in (lo, hi).
func (d *dice) between(lo, hi float64) float64 { return lo + mul(hi-lo, d.uniform()) }

// disc returns a point of the unit disc and the square of its distance.
func (d *dice) disc() (u, v, w float64) {
	for {
		u, v = 2*d.uniform()-1, 2*d.uniform()-1
		if w = mul(u, u) + mul(v, v); w < 1 && w > 0 {
			return u, v, w
		}
	}
}

// normal returns a standard normal number (Marsaglia's polar method).
func (d *dice) normal() float64 {
	if d.held {
		d.held = false
		return d.spare
	}
	u, v, w := d.disc()
	f := math.Sqrt(-2 * logOf(w) / w)
	d.spare, d.held = mul(v, f), true
	return mul(u, f)
}

// t4 and t5 return Student-t numbers with four and five degrees of freedom,
// rescaled to unit variance (Bailey's polar method: t² = n·(w^(-2/n) - 1)).

func (d *dice) t4() float64 {
	u, _, w := d.disc()
	return mul(u, math.Sqrt(4*(1/math.Sqrt(w)-1)/w)) * (math.Sqrt2 / 2)
}

var sqrt3of5 = math.Sqrt(3.0 / 5)

func (d *dice) t5() float64 {
	u, _, w := d.disc()
	return mul(u, math.Sqrt(5*(expOf(-0.4*logOf(w))-1)/w)) * sqrt3of5
}
