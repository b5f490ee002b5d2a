package hedge

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/stream"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// The worked numbers are the margin reference's, §7.
func TestWorked(t *testing.T) {
	// rho 0.85, sigmas 4 % and 5 %: h* 0.68, effectiveness 0.7225.
	n := 100.0
	c := stream.Comoments{N: n, SXX: 0.04 * 0.04 * (n - 1), SYY: 0.05 * 0.05 * (n - 1), SXY: 0.85 * 0.04 * 0.05 * (n - 1)}
	f, ok := FitOf(c)
	if !ok {
		t.Fatal("no fit")
	}
	near(t, "h*", f.Ratio, 0.68, 1e-12)
	near(t, "effectiveness", f.Effectiveness, 0.7225, 1e-12)
	near(t, "residual", f.Residual, 0.04*math.Sqrt(1-0.7225), 1e-12)

	// V 50,000, beta 1.35, ETH 3,200: to 0 short 21.09 ETH, to 0.5 short 13.28.
	for keep, want := range map[float64]float64{0: 21.09375, 0.5: 13.28125} {
		ratio, _ := BetaMatched(1.35, keep, 1)
		near(t, "ETH to sell", 50_000*ratio/3200, want, 1e-9)
	}
	// c 0.0009, v 0.0016, rS -3 %, rF -4 %: h 0.57375.
	e, err := SeededEWMA(Lambda, 0.0009, 0.0016)
	if err != nil {
		t.Fatal(err)
	}
	e.Push(-0.03, -0.04)
	h, _ := e.Ratio()
	near(t, "EWMA", h, 0.57375, 1e-12)
}

// gonum is the independent source of slope, R² and covariance.
func TestBatchAgreesWithGonum(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	var x, y []float64
	for range 250 {
		m := r.NormFloat64() * 0.03
		y = append(y, m)
		x = append(x, 1.3*m+r.NormFloat64()*0.02)
	}
	f, ok := Batch(x, y)
	if !ok {
		t.Fatal("no fit")
	}
	alpha, beta := stat.LinearRegression(y, x, nil, false)
	near(t, "slope", f.Ratio, beta, 1e-12)
	near(t, "R²", f.Effectiveness, stat.RSquared(y, x, nil, alpha, beta), 1e-12)
	rho := stat.Correlation(x, y, nil)
	near(t, "residual", f.Residual, stat.StdDev(x, nil)*math.Sqrt(1-rho*rho), 1e-12)
	e, _ := NewEWMA(Lambda)
	for i := range MinRows {
		e.Push(x[i], y[i])
	}
	h, _ := e.Ratio()
	near(t, "seed", h, stat.Covariance(x[:MinRows], y[:MinRows], nil)/stat.Variance(y[:MinRows], nil), 1e-12)
}

// Of all ratios, the fitted one leaves the least variance.
func TestMinimumVarianceIsMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		beta := rapid.Float64Range(-2, 3).Draw(t, "beta")
		x, y := make([]float64, 60), make([]float64, 60)
		for i := range x {
			y[i] = r.NormFloat64()
			x[i] = beta*y[i] + r.NormFloat64()
		}
		f, ok := Batch(x, y)
		if !ok {
			t.Fatal("no fit")
		}
		left := func(h float64) float64 {
			z := make([]float64, len(x))
			for i := range x {
				z[i] = x[i] - h*y[i]
			}
			return stat.Variance(z, nil)
		}
		best := left(f.Ratio)
		other := f.Ratio + rapid.Float64Range(-1, 1).Draw(t, "off")
		if left(other) < best-1e-12 {
			t.Fatalf("ratio %v leaves %v, fitted %v leaves %v", other, left(other), f.Ratio, best)
		}
		if got := 1 - best/stat.Variance(x, nil); math.Abs(got-f.Effectiveness) > 1e-9 {
			t.Fatalf("effectiveness %v, variance taken out %v", f.Effectiveness, got)
		}
	})
}

func TestNotEnough(t *testing.T) {
	flat := make([]float64, 50)
	if _, ok := Batch(flat, flat); ok {
		t.Error("a hedge that does not move fits nothing")
	}
	if _, ok := Batch(flat[:MinRows-1], flat); ok {
		t.Error("too few rows")
	}
	e, _ := NewEWMA(Lambda)
	for range 40 {
		e.Push(0.01, 0)
	}
	if _, ok := e.Ratio(); ok {
		t.Error("EWMA of a hedge that does not move")
	}
	if _, err := NewEWMA(1); err == nil {
		t.Error("decay 1 was taken")
	}
	if _, ok := BetaMatched(1, 0, 0); ok {
		t.Error("a hedge without beta")
	}
}

// The corrected forms: each wins in the case it is meant for (C-9, C-20, C-31).
func TestForms(t *testing.T) {
	if _, err := Controversy(ShortCompetitor, "UNI", "CRV", d("5000"), 1.2, 1.5); !errors.Is(err, ErrForm) || !strings.Contains(err.Error(), "C-9") {
		t.Errorf("the article's form: %v", err)
	}
	// UNI falls by 20 %, CRV gains 10 %.
	pnl := func(legs []Leg, moves map[model.Asset]string) decimal.Decimal {
		sum := decimal.Zero
		for _, l := range legs {
			if m, ok := moves[l.Asset]; ok {
				sum = sum.Add(l.Value.Mul(d(m)))
			}
		}
		return sum
	}
	trouble := map[model.Asset]string{"UNI": "-0.2", "CRV": "0.1"}
	for _, form := range []Form{ShortTroubled, LongCompetitor} {
		legs, err := Controversy(form, "UNI", "CRV", d("5000"), 1.2, 1.5)
		if err != nil || !pnl(legs, trouble).IsPositive() {
			t.Errorf("form %d: %v, %v", form, legs, err)
		}
	}
	// C-30/C-31: a tenth of the remaining 5,666.67 is 566.67.
	if l := AfterRotation(FearRally, "DeFi", d("5666.67")); l.Value.StringFixed(2) != "566.67" {
		t.Errorf("against a rally: %+v", l)
	}
	if l := AfterRotation(FearFall, "DeFi", d("5666.67")); l.Value.StringFixed(2) != "-566.67" {
		t.Errorf("against a fall: %+v", l)
	}
	legs, err := Pair("SOL", "UNI", d("10000"), 1.33, 1.39)
	if err != nil {
		t.Fatal(err)
	}
	beta := legs[0].Value.Mul(d("1.33")).Add(legs[1].Value.Mul(d("1.39")))
	if beta.Abs().GreaterThan(d("0.02")) || !legs[0].Value.Sub(legs[1].Value).Equal(d("10000")) {
		t.Errorf("pair %v, beta left %s", legs, beta)
	}
}

func TestBasket(t *testing.T) {
	members := []Member{
		{"UNI", 0.5, model.Known(0.02), model.Known(1e8)},
		{"AAVE", 0.3, model.Known(0.05), model.Known(1e8)},
		{"CRV", 0.2, model.Unknown("silent"), model.Known(1e8)},
		{"X", 0, model.Known(0.05), model.Known(2e8)},
	}
	legs, err := Basket(members, d("10000.01"))
	if err != nil || len(legs) != 3 {
		t.Fatalf("%v, %v", legs, err)
	}
	sum := decimal.Zero
	for _, l := range legs {
		sum = sum.Add(l.Value)
	}
	if !sum.Equal(d("-10000.01")) {
		t.Errorf("the pieces add up to %s", sum)
	}
	if m, ok := MostLeveraged(members); !ok || m.Asset != "X" {
		t.Errorf("most leveraged: %+v, %v", m, ok)
	}
	if _, err := Basket(members[3:], d("1")); err == nil {
		t.Error("a basket of coins without weight was sold")
	}
	if _, ok := MostLeveraged([]Member{{"A", 1, model.Known(-0.01), model.Num{}}}); ok {
		t.Error("nobody is crowded where shorts pay")
	}
}

func TestCostAndCarry(t *testing.T) {
	near(t, "rehedge", Rehedge(1000, 3000, 0.0005, 0.0001), 1.2, 1e-12)
	// margin §6: a short of 9,600 at +0.0125 % gets 1.20 a settlement; 8 h apart three a day.
	perDay, _ := CarryPerDay(9600, 0.000125, 8)
	near(t, "carry", perDay, 3.6, 1e-9)
	apr, _ := CarryAPR(0.000125, 4)
	near(t, "APR at 4 h", apr, 0.27375, 1e-9)
	if _, ok := CarryPerDay(1, 1, 0); ok {
		t.Error("no interval")
	}
}
