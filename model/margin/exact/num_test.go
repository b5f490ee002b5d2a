package exact

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// draw makes decimals of every size around the 128-bit border.
func draw(t *rapid.T, name string) decimal.Decimal {
	bytes := rapid.SliceOfN(rapid.Byte(), 0, rapid.SampledFrom([]int{1, 4, 8, 9, 15, 16, 17, 24}).Draw(t, name+" size")).Draw(t, name)
	c := new(big.Int).SetBytes(bytes)
	if rapid.Bool().Draw(t, name+" below zero") {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, int32(rapid.IntRange(-30, 12).Draw(t, name+" exponent")))
}

// TestOperationsAgreeWithDecimal proves each operation against
// shopspring/decimal.
func TestOperationsAgreeWithDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		x, y := Of(a), Of(b)
		check := func(name string, got Num, want decimal.Decimal) {
			t.Helper()
			if !got.Decimal().Equal(want) {
				t.Fatalf("%s: got %s, want %s", name, got, want)
			}
			if got.Sign() != want.Sign() {
				t.Fatalf("%s: sign = %d, want %d", name, got.Sign(), want.Sign())
			}
		}
		check("itself", x, a)
		check("add", x.Add(y), a.Add(b))
		check("sub", x.Sub(y), a.Sub(b))
		check("sub itself", x.Sub(x), decimal.Zero)
		check("mul", x.Mul(y), a.Mul(b))
		check("neg", x.Neg(), a.Neg())
		check("abs", x.Abs(), a.Abs())
		if got, want := x.Cmp(y), a.Cmp(b); got != want {
			t.Fatalf("cmp: got %d, want %d", got, want)
		}
		if x.Cmp(Of(a)) != 0 {
			t.Fatal("cmp: a number is not equal to itself")
		}
		if !b.IsZero() {
			places := int32(rapid.IntRange(0, 28).Draw(t, "places"))
			check("quo", x.Quo(y, places), a.DivRound(b, places))
		}
	})
}

func TestRounding(t *testing.T) {
	tests := []struct {
		name       string
		a, b, want string
		places     int32
	}{
		{"half goes away from zero", "1", "8", "0.13", 2},
		{"half below zero too", "-1", "8", "-0.13", 2},
		{"third", "1", "3", "0.3333333333333333333333333333", 28},
		{"two thirds round up", "2", "3", "0.6666666666666666666666666667", 28},
		{"rounds to nothing", "1", "1000", "0", 2},
		{"largest divisor of 64 bits", "18446744073709551615", "18446744073709551615", "1", 28},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Of(decimal.RequireFromString(tt.a)).Quo(Of(decimal.RequireFromString(tt.b)), tt.places)
			if got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestNoAllocation guards what the package is for.
func TestNoAllocation(t *testing.T) {
	q, p, r := Of(decimal.RequireFromString("1.25000000")), Of(decimal.RequireFromString("63210.5")), Of(decimal.RequireFromString("0.0065"))
	var sink Num
	if n := testing.AllocsPerRun(100, func() {
		v := q.Mul(p)
		sink = v.Mul(r).Sub(v).Quo(q, 28)
		if sink.Cmp(p) > 0 {
			sink = p
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestLeastInt64(t *testing.T) {
	d := decimal.New(-1<<63, 0)
	if got := Of(d); !got.Decimal().Equal(d) {
		t.Errorf("got %s, want %s", got, d)
	}
	if got := Int(-1 << 63); !got.Decimal().Equal(d) {
		t.Errorf("Int: got %s, want %s", got, d)
	}
}

func BenchmarkMulAddQuo(b *testing.B) {
	q, p, r := Of(decimal.RequireFromString("1.25")), Of(decimal.RequireFromString("63210.5")), Of(decimal.RequireFromString("0.0065"))
	var sink Num
	for b.Loop() {
		v := q.Mul(p)
		sink = v.Mul(r).Sub(v).Quo(q, 28)
	}
	_ = sink // keeps the loop from being optimised away
}
