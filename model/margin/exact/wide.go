package exact

import (
	"math/big"
	"math/bits"
)

// wide is an unsigned number of 128 bits.
type wide struct{ hi, lo uint64 }

func (w wide) isZero() bool { return w.hi|w.lo == 0 }

func (w wide) big() *big.Int {
	c := new(big.Int).SetUint64(w.hi)
	c.Lsh(c, 64)
	return c.Or(c, new(big.Int).SetUint64(w.lo))
}

func (w wide) cmp(v wide) int {
	switch {
	case w.hi != v.hi:
		if w.hi < v.hi {
			return -1
		}
		return 1
	case w.lo < v.lo:
		return -1
	case w.lo > v.lo:
		return 1
	default:
		return 0
	}
}

func (w wide) add(v wide) (wide, bool) {
	lo, c := bits.Add64(w.lo, v.lo, 0)
	hi, c := bits.Add64(w.hi, v.hi, c)
	return wide{hi, lo}, c == 0
}

// sub returns w-v; v must not be above w.
func (w wide) sub(v wide) wide {
	lo, b := bits.Sub64(w.lo, v.lo, 0)
	hi, _ := bits.Sub64(w.hi, v.hi, b)
	return wide{hi, lo}
}

// mul returns w*v; ok is false when it does not fit 128 bits.
func (w wide) mul(v wide) (p wide, ok bool) {
	if w.hi != 0 && v.hi != 0 {
		return wide{}, false
	}
	hi, lo := bits.Mul64(w.lo, v.lo)
	o1, c1 := bits.Mul64(w.hi, v.lo)
	o2, c2 := bits.Mul64(w.lo, v.hi)
	hi, carry1 := bits.Add64(hi, c1, 0)
	hi, carry2 := bits.Add64(hi, c2, 0)
	return wide{hi, lo}, o1|o2|carry1|carry2 == 0
}

// quo returns w*v/by rounded half up; ok is false when the quotient does not
// fit 128 bits.
func (w wide) quo(v wide, by uint64) (wide, bool) {
	p := w.product(v)
	var q [4]uint64 // most significant first, as p
	var rest uint64
	for i := range p {
		q[i], rest = bits.Div64(rest, p[i], by)
	}
	if q[0]|q[1] != 0 {
		return wide{}, false
	}
	r := wide{q[2], q[3]}
	if rest >= by-rest { // twice the rest reaches the divisor
		return r.add(wide{0, 1})
	}
	return r, true
}

// product returns the 256 bits of w*v, most significant word first.
func (w wide) product(v wide) [4]uint64 {
	h0, l0 := bits.Mul64(w.lo, v.lo)
	h1, l1 := bits.Mul64(w.lo, v.hi)
	h2, l2 := bits.Mul64(w.hi, v.lo)
	h3, l3 := bits.Mul64(w.hi, v.hi)
	var c uint64
	w1, c1 := bits.Add64(h0, l1, 0)
	w1, c2 := bits.Add64(w1, l2, 0)
	w2, c3 := bits.Add64(h1, h2, c1)
	w2, c = bits.Add64(w2, l3, c2)
	return [4]uint64{h3 + c3 + c, w2, w1, l0}
}

// powers are the powers of ten that fit 128 bits.
var powers = func() [39]wide {
	var p [39]wide
	p[0] = wide{0, 1}
	for i := 1; i < len(p); i++ {
		p[i], _ = p[i-1].mul(wide{0, 10}) // 10^38 fits
	}
	return p
}()
