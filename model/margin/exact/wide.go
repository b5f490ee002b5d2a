package exact

import (
	"math/big"
	"math/bits"
)

// wide is an unsigned number of 128 bits.
type wide struct{ hi, lo uint64 }

func (w wide) isZero() bool { return w.hi|w.lo == 0 }

// words returns the number as the words of a big.Int, least significant first.
func (w wide) words() []big.Word {
	if bits.UintSize == 64 {
		return []big.Word{big.Word(w.lo), big.Word(w.hi)}
	}
	const mask = 1<<32 - 1
	return []big.Word{
		big.Word(w.lo & mask), big.Word(w.lo >> 32), big.Word(w.hi & mask), big.Word(w.hi >> 32),
	}
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

// mostLow is how many powers of ten fit 64 bits.
const mostLow = 19

// scaled returns w*10^shift/by rounded half up; ok is false when it does not
// fit 128 bits or takes a scale this cannot do.
func (w wide) scaled(shift int64, by uint64) (wide, bool) {
	switch {
	case shift >= int64(len(powers)) || shift < -mostLow:
		return wide{}, false
	case shift >= 0:
		return w.quo(powers[shift], by, true)
	}
	// Cutting by first and rounding the power of ten after it is exact: what
	// was cut is less than one unit, and half the power is a whole number.
	q, _ := w.quo(powers[0], by, false)
	return q.quo(powers[0], powers[-shift].lo, true)
}

// quo returns w*v/by, rounded half up or cut; ok is false when the quotient
// does not fit 128 bits.
func (w wide) quo(v wide, by uint64, round bool) (wide, bool) {
	p := w.product(v)
	var rest uint64
	for i := range p { // most significant first
		p[i], rest = bits.Div64(rest, p[i], by)
	}
	if p[0]|p[1] != 0 {
		return wide{}, false
	}
	q := wide{p[2], p[3]}
	if round && rest >= by-rest { // twice the rest reaches the divisor
		return q.add(wide{0, 1})
	}
	return q, true
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
