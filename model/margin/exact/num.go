package exact

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Num is an immutable decimal. The zero value is 0.
type Num struct {
	mag  wide             // |coefficient|, when wider is nil
	exp  int32            // value = coefficient * 10^exp
	neg  bool             // below zero; never set on zero
	more *decimal.Decimal // the value, where the coefficient outgrew 128 bits
}

// Of converts a decimal.
func Of(d decimal.Decimal) Num {
	if d.IsZero() {
		return Num{}
	}
	if d.NumDigits() <= 18 {
		return small(d.CoefficientInt64(), d.Exponent())
	}
	c := d.Coefficient()
	if c.BitLen() > 128 {
		large := d // so that d itself does not escape
		return Num{more: &large}
	}
	neg := c.Sign() < 0
	c.Abs(c)
	lo := c.Uint64()
	hi := new(big.Int).Rsh(c, 64).Uint64()
	return Num{mag: wide{hi, lo}, exp: d.Exponent(), neg: neg}
}

// Int converts a whole number.
func Int(v int64) Num { return small(v, 0) }

func small(v int64, exp int32) Num {
	if v == 0 {
		return Num{}
	}
	n := Num{mag: wide{0, uint64(v)}, exp: exp, neg: v < 0}
	if n.neg {
		n.mag.lo = -n.mag.lo // two's complement: right for the least int64 too
	}
	return n
}

// Decimal converts back.
func (n Num) Decimal() decimal.Decimal {
	switch {
	case n.more != nil:
		return *n.more
	case n.mag.isZero():
		return decimal.Decimal{}
	case n.mag.hi == 0 && n.mag.lo < 1<<63:
		v := int64(n.mag.lo)
		if n.neg {
			v = -v
		}
		return decimal.New(v, n.exp)
	}
	var c big.Int
	c.SetBits(n.mag.words())
	if n.neg {
		c.Neg(&c)
	}
	return decimal.NewFromBigInt(&c, n.exp)
}

// Some is the number as a decimal that is there.
func (n Num) Some() decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: n.Decimal(), Valid: true}
}

// String writes the number as a decimal.
func (n Num) String() string { return n.Decimal().String() }

// Sign returns -1, 0 or 1.
func (n Num) Sign() int {
	switch {
	case n.more != nil:
		return n.more.Sign()
	case n.mag.isZero():
		return 0
	case n.neg:
		return -1
	default:
		return 1
	}
}

// Neg returns -n.
func (n Num) Neg() Num {
	if n.more != nil {
		return Of(n.more.Neg())
	}
	n.neg = !n.neg && !n.mag.isZero()
	return n
}

// Abs returns |n|.
func (n Num) Abs() Num {
	if n.Sign() < 0 {
		return n.Neg()
	}
	return n
}

// Mul returns n*m.
func (n Num) Mul(m Num) Num {
	if n.more == nil && m.more == nil {
		if n.mag.isZero() || m.mag.isZero() {
			return Num{}
		}
		if p, ok := n.mag.mul(m.mag); ok {
			return Num{mag: p, exp: n.exp + m.exp, neg: n.neg != m.neg}
		}
	}
	return Of(n.Decimal().Mul(m.Decimal()))
}

// Add returns n+m.
func (n Num) Add(m Num) Num {
	if n.more == nil && m.more == nil {
		if n.mag.isZero() {
			return m
		}
		if m.mag.isZero() {
			return n
		}
		if a, b, exp, ok := align(n, m); ok {
			if s, ok := sum(a, n.neg, b, m.neg); ok {
				s.exp = exp
				return s
			}
		}
	}
	return Of(n.Decimal().Add(m.Decimal()))
}

// Sub returns n-m.
func (n Num) Sub(m Num) Num { return n.Add(m.Neg()) }

// Cmp compares: -1 where n is below m, 0 where they are equal, 1 above.
func (n Num) Cmp(m Num) int {
	if n.more != nil || m.more != nil {
		return n.Decimal().Cmp(m.Decimal())
	}
	a, b := n.Sign(), m.Sign()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	case a == 0:
		return 0
	}
	x, y, _, ok := align(n, m)
	if !ok {
		// The one that had to be scaled up outgrew 128 bits, the other did not.
		if n.exp > m.exp {
			return a
		}
		return -a
	}
	return x.cmp(y) * a // of two numbers below zero, the larger is the lower
}

// Quo returns n/m rounded half away from zero to so many decimals, as
// decimal.DivRound does; m must not be zero.
func (n Num) Quo(m Num, places int32) Num {
	if q, ok := n.quo(m, places); ok {
		return q
	}
	return Of(n.Decimal().DivRound(m.Decimal(), places))
}

// quo divides where the divisor fits 64 bits and the scaled dividend 256.
func (n Num) quo(m Num, places int32) (Num, bool) {
	if n.more != nil || m.more != nil || m.mag.hi != 0 || m.mag.lo == 0 {
		return Num{}, false
	}
	if n.mag.isZero() {
		return Num{}, true
	}
	q, ok := n.mag.scaled(int64(n.exp)-int64(m.exp)+int64(places), m.mag.lo)
	if !ok {
		return Num{}, false
	}
	if q.isZero() {
		return Num{}, true
	}
	return Num{mag: q, exp: -places, neg: n.neg != m.neg}, true
}

// align brings two coefficients to the smaller exponent.
func align(n, m Num) (a, b wide, exp int32, ok bool) {
	a, b = n.mag, m.mag
	switch gap := int64(n.exp) - int64(m.exp); {
	case gap == 0:
		return a, b, n.exp, true
	case gap > 0 && gap < int64(len(powers)):
		a, ok = a.mul(powers[gap])
		return a, b, m.exp, ok
	case gap < 0 && -gap < int64(len(powers)):
		b, ok = b.mul(powers[-gap])
		return a, b, n.exp, ok
	default:
		return a, b, 0, false
	}
}

// sum adds two signed coefficients of one exponent.
func sum(a wide, aNeg bool, b wide, bNeg bool) (Num, bool) {
	if aNeg == bNeg {
		s, ok := a.add(b)
		return Num{mag: s, neg: aNeg}, ok
	}
	switch a.cmp(b) {
	case 0:
		return Num{}, true
	case 1:
		return Num{mag: a.sub(b), neg: aNeg}, true
	default:
		return Num{mag: b.sub(a), neg: bNeg}, true
	}
}
