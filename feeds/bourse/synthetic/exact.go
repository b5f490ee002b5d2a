package synthetic

import "math"

// The functions here give the same bits everywhere. The standard library's
// exponential and logarithm are written in assembly on some processors and in
// Go on others, with different last digits; and a product followed by a sum
// may be fused on some. Explicit conversions forbid that (Go specification,
// "Floating-point operators").

func mul(a, b float64) float64 { return float64(a * b) }

const (
	ln2   = math.Ln2
	ln2Hi = 6.93147180369123816490e-01 // the upper 32 bits of ln 2, exact times any small integer
	ln2Lo = 1.90821492927058770002e-10
)

// oneOver holds 1/23, 1/21, ... 1/1.
var oneOver = [...]float64{
	1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1,
}

// logOf returns the natural logarithm of a positive, not subnormal x by the
// series of the inverse hyperbolic tangent.
func logOf(x float64) float64 {
	bits := math.Float64bits(x)
	e := int(bits>>52) - 1022
	m := math.Float64frombits(bits&^(0x7ff<<52) | 1022<<52) // in [0.5, 1)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	s := (m - 1) / (m + 1)
	return mul(2*s, series(mul(s, s), oneOver[:])) + mul(float64(e), ln2)
}

// inverse factorials 1/13! to 1/0!.
var invFactorial = [...]float64{
	1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
	1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
}

// smallPower is below which the terms from the eighth power on are lost in
// rounding.
const smallPower = 0.01

// expOf returns e to the power of x, for |x| below 700.
func expOf(x float64) float64 {
	if x > -smallPower && x < smallPower {
		return series(x, invFactorial[6:])
	}
	k := math.Floor(x/ln2 + 0.5)
	r := x - mul(k, ln2Hi) - mul(k, ln2Lo)
	scale := math.Float64frombits(uint64(int(k)+1023) << 52) // 2 to the power of k
	return series(r, invFactorial[:]) * scale
}

// series evaluates a polynomial of an even number of terms, highest power
// first: even and odd powers side by side, since each alone is a chain in which
// every step waits for the one before it.
func series(x float64, terms []float64) float64 {
	square := mul(x, x)
	odd, even := 0.0, 0.0
	for i := 0; i+1 < len(terms); i += 2 {
		odd = mul(odd, square) + terms[i]
		even = mul(even, square) + terms[i+1]
	}
	return mul(odd, x) + even
}
