package margin

import (
	"math"
	"slices"

	"eddy/model/margin/tier"
)

// The oracle: equity less requirement in plain float64, summed position by
// position from the venues' rules at any prices, and a search outward from the
// marks that knows nothing of brackets' algebra. It shares no code with the
// solver.

// bruteLeg is a position as the oracle sees it.
type bruteLeg struct {
	sign, q, e, mark  float64
	leverage, backing float64
	isolated          bool
	symbol            string
	rows              []bruteRow
	fee, reserve      float64 // f, F
	frozen            bool
	nets              bool
	beta              float64
}

type bruteRow struct{ floor, ceil, rate, amount float64 }

// maintenance of a notional, straight from margin §1a.
func (l bruteLeg) maintenance(n float64) float64 {
	for _, r := range l.rows {
		if n <= r.ceil {
			return n*r.rate - r.amount
		}
	}
	last := l.rows[len(l.rows)-1]
	return n*last.rate - last.amount
}

// required is what leg i is tested against when every leg stands at prices.
func required64(legs []bruteLeg, i int, prices []float64) float64 {
	l := legs[i]
	if l.frozen {
		n := l.q * l.e
		return l.maintenance(n) + n*l.fee
	}
	size := l.q
	if l.nets && !l.isolated {
		for j, o := range legs {
			if j != i && !o.isolated && o.symbol == l.symbol {
				size = math.Max(0, l.q-o.q)
				if l.q == o.q {
					return l.reserve
				}
			}
		}
		if size == 0 {
			return l.reserve
		}
	}
	n := size * prices[i]
	return l.maintenance(n) + n*l.fee + l.reserve
}

// slack64 is equity less requirement of the pool leg i belongs to.
func slack64(legs []bruteLeg, wallet float64, i int, prices []float64) float64 {
	if legs[i].isolated {
		l := legs[i]
		return l.backing + l.reserve + l.sign*l.q*(prices[i]-l.e) - required64(legs, i, prices)
	}
	g := wallet
	for j, l := range legs {
		if l.isolated {
			g -= l.backing
			continue
		}
		g += l.sign*l.q*(prices[j]-l.e) - required64(legs, j, prices)
	}
	return g
}

// search finds where g changes its state between the marks (x = 0) and the
// limit, going in the limit's direction. Between edges g is smooth, so the ends
// of each stretch tell.
func search(g func(x float64) float64, edges []float64, limit float64) (float64, bool) {
	alive := g(0) > 0
	dir := math.Copysign(1, limit)
	stops := []float64{0}
	for _, e := range edges {
		if e*dir > 0 && math.Abs(e) < math.Abs(limit) {
			stops = append(stops, e)
		}
	}
	stops = append(stops, limit)
	slices.SortFunc(stops, func(a, b float64) int {
		return int(math.Copysign(1, math.Abs(a)-math.Abs(b)))
	})
	for k := 0; k+1 < len(stops); k++ {
		a, b := stops[k], stops[k+1]
		lo, hi := a+dir*nudge(a, b), b-dir*nudge(b, a)
		if (g(lo) > 0) != alive {
			return a, true
		}
		if (g(hi) > 0) == alive {
			continue
		}
		for range 200 {
			mid := (lo + hi) / 2
			if (g(mid) > 0) == alive {
				lo = mid
			} else {
				hi = mid
			}
		}
		return hi, true
	}
	return 0, false
}

// nudge is a step from x off an edge: past the rounding of float64, and no
// further than half way to the other end.
func nudge(x, other float64) float64 {
	return math.Min(1e-11*math.Max(1, math.Abs(x)), math.Abs(other-x)/2)
}

// rowsOf copies a table for the oracle; nil with a flat rate.
func rowsOf(table *tier.Table, rate, amount float64) []bruteRow {
	if table == nil {
		return []bruteRow{{0, math.Inf(1), rate, amount}}
	}
	rows := make([]bruteRow, table.Len())
	for i := range rows {
		r := table.Row(i)
		ceil := r.Cap.InexactFloat64()
		if r.Open {
			ceil = math.Inf(1)
		}
		rows[i] = bruteRow{r.Floor.InexactFloat64(), ceil, r.Rate.InexactFloat64(), r.Amount.InexactFloat64()}
	}
	return rows
}
