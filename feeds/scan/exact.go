package scan

import (
	"math"
	"math/bits"
)

// wholeDigits is how many digits a uint64 surely holds.
const wholeDigits = 19

// uintTens holds the powers of ten a uint64 holds.
var uintTens = func() (t [wholeDigits + 1]uint64) {
	t[0] = 1
	for i := 1; i < len(t); i++ {
		t[i] = t[i-1] * 10
	}
	return t
}()

// longFloat returns the value of a number without an exponent that has more
// digits than a float64 holds, as some venues write amounts. What stands beyond
// nineteen digits can only matter where the nineteen and their successor round
// apart; then it says false, and for all it does not know how to read.
func (d decimal) longFloat(text []byte) (v float64, ok bool) {
	m, beyond := d.digits, d.count-wholeDigits
	if beyond > 0 {
		m = leadingDigits(text)
	} else {
		beyond = 0
	}
	places := -d.exp - beyond
	if places < 0 || places > wholeDigits || m == 0 {
		return 0, false
	}
	v = quotient(m, uintTens[places])
	if beyond > 0 && quotient(m+1, uintTens[places]) != v {
		return 0, false
	}
	if d.neg {
		v = -v
	}
	return v, true
}

// leadingDigits returns the first nineteen digits of a number that has more.
func leadingDigits(text []byte) (m uint64) {
	left := wholeDigits
	for _, c := range text {
		if !isDigit(c) {
			continue // the sign, the point
		}
		m = m*10 + uint64(c-'0')
		if left--; left == 0 {
			break
		}
	}
	return m
}

// quotient returns m/n, neither of which is zero, rounded to the nearest
// float64 and from the middle to the even one.
func quotient(m, n uint64) float64 {
	// Both are shifted up to the top bit, so that the quotient of 128 by 64
	// bits fits and has 63 bits at least: ten more than are kept.
	up, nup := bits.LeadingZeros64(m), bits.LeadingZeros64(n)
	hi := m << up >> 1 // below n<<nup, whose top bit is set
	lo := m << up << 63
	q, rest := bits.Div64(hi, lo, n<<nup)
	if rest != 0 {
		q |= 1 // far below what is kept: it only says that there is more
	}
	scale := math.Float64frombits(uint64(1023+nup-up-63) << 52) // a power of two
	return float64(q) * scale
}
