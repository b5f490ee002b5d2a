package backtest

import (
	"math"

	"eddy/model"
)

// year is how many days make one (analytics §0: crypto trades every day).
const year = 365

// Stats are the figures of a series of daily returns, by the definitions of the
// margin reference §9. A figure that is not defined is not known: Sharpe of
// returns that never differ, Sortino without a loss, Calmar without a drawdown.
type Stats struct {
	Days        int       `json:"days"`
	Total       float64   `json:"total"` // simple return of the whole
	CAGR        model.Num `json:"cagr"`
	Volatility  model.Num `json:"volatility"` // a year, sample
	Sharpe      model.Num `json:"sharpe"`
	SharpeError model.Num `json:"sharpe_error"` // standard error, a year
	Sortino     model.Num `json:"sortino"`
	MaxDrawdown float64   `json:"max_drawdown"` // at most 0
	Calmar      model.Num `json:"calmar"`
}

// returns turns levels into simple returns; the first is against before.
func returns(before float64, levels []float64) []float64 {
	out := make([]float64, len(levels))
	for i, v := range levels {
		out[i] = v/before - 1
		before = v
	}
	return out
}

// StatsOf works the figures of daily returns out.
func StatsOf(r []float64) Stats {
	s := Stats{Days: len(r)}
	n := float64(len(r))
	wealth, peak, sum, down := 1.0, 1.0, 0.0, 0.0
	for _, v := range r {
		wealth *= 1 + v
		peak = max(peak, wealth)
		s.MaxDrawdown = min(s.MaxDrawdown, wealth/peak-1)
		sum += v
		down += min(v, 0) * min(v, 0)
	}
	s.Total = wealth - 1
	mean := 0.0
	if n > 0 {
		mean = sum / n
	}
	sd, shape := spread(r, mean)
	annual := math.Pow(max(wealth, 0), year/n) - 1
	s.CAGR = known(annual, n > 0, "no days")
	s.Volatility = known(sd*math.Sqrt(year), n > 1, "fewer than two days")
	flat := "the returns never differ"
	varies := n > 1 && sd > 1e-15
	s.Sharpe = known(mean/sd*math.Sqrt(year), varies, flat)
	s.SharpeError = known(sharpeError(mean/sd, shape, n)*math.Sqrt(year), varies && n > 3, flat)
	s.Sortino = known(mean*year/(math.Sqrt(down/n)*math.Sqrt(year)), n > 0 && down > 0, "no day lost")
	s.Calmar = known(annual/-s.MaxDrawdown, s.MaxDrawdown < 0, "no drawdown")
	return s
}

// moments are the skewness and the kurtosis of a sample.
type moments struct{ skew, kurt float64 }

// spread is the sample standard deviation with the shape.
func spread(r []float64, mean float64) (sd float64, m moments) {
	n := float64(len(r))
	var two, three, four float64
	for _, v := range r {
		d := v - mean
		two, three, four = two+d*d, three+d*d*d, four+d*d*d*d
	}
	if n < 2 || two == 0 {
		return 0, moments{}
	}
	variance := two / n
	return math.Sqrt(two / (n - 1)), moments{three / n / (variance * math.Sqrt(variance)), four / n / (variance * variance)}
}

// sharpeError is the standard error of a Sharpe ratio per day for returns that
// are independent but not normal, after Mertens (2002):
// sqrt((1 − skew·S + (kurt−1)/4·S²)/(n−1)). Returns of one regime are not
// independent, so that the true error is larger.
func sharpeError(sharpe float64, m moments, n float64) float64 {
	return math.Sqrt(max(0, 1-m.skew*sharpe+(m.kurt-1)/4*sharpe*sharpe) / (n - 1))
}

func known(v float64, ok bool, why string) model.Num {
	if !ok || !finite(v) {
		return model.Unknown(why)
	}
	return model.Known(v)
}

// Stats are the figures of the account.
func (r *Result) Stats() Stats { return StatsOf(r.Returns()) }

// Exposure is the mean of spot and gross legs over equity.
func (r *Result) Exposure() float64 {
	sum := 0.0
	for i := range r.Points {
		sum += r.Points[i].Exposure
	}
	return sum / float64(max(1, len(r.Points)))
}

// YearlyTurnover is how many times a year equity was turned over in spot; legs
// post margin and turn none of it over.
func (r *Result) YearlyTurnover() float64 {
	mean := 0.0
	for i := range r.Points {
		mean += r.Points[i].Equity / float64(len(r.Points))
	}
	if mean <= 0 || len(r.Points) == 0 {
		return 0
	}
	return r.Turnover / mean * year / float64(len(r.Points))
}

// Independent is how many decisions do not follow from one another: the first
// allocation, changes of stage, moves, and legs that were opened. Days and
// rebalancings repeat the same bet.
func (r *Result) Independent() (n int) {
	var open []string
	for i := range r.Decisions {
		d := &r.Decisions[i]
		switch d.Kind {
		case KindStage, KindMove:
			n++
		case KindStart:
			n += b2i(d.ID != "core")
		case KindOverlay, KindHedge:
			n += opened(d, &open)
		}
	}
	return n
}

// opened tells whether a decision opened a rule's first leg; legs of one rule
// opened together are one decision.
func opened(d *Decision, last *[]string) int {
	key := d.ID + "@" + d.At.String()
	for i := range d.Trades {
		if d.Trades[i].Action == "open" && (len(*last) == 0 || (*last)[len(*last)-1] != key) {
			*last = append(*last, key)
			return 1
		}
	}
	return 0
}

func b2i(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// sharePhases adds up what was gained while each phase stood: the phase of the
// close before a day is the one the day was lived in.
func (r *Result) sharePhases() {
	before, phase := r.Rules.Equity, model.PhaseUnknown
	add := func(p model.Phase, gain, ret float64) {
		for i := range r.Phases {
			if q := &r.Phases[i]; q.Phase == p {
				q.Days, q.Gain, q.LogReturn = q.Days+1, q.Gain+gain, q.LogReturn+ret
				return
			}
		}
		r.Phases = append(r.Phases, PhaseShare{p, 1, gain, ret})
	}
	for i := range r.Points {
		p := &r.Points[i]
		if i > 0 {
			add(phase, p.Equity-before, math.Log(p.Equity/before))
		}
		before, phase = p.Equity, p.Phase
	}
}

// Month is the return of one calendar month.
type Month struct {
	Year, Month int
	Return      float64
}

// Months are the returns of calendar months, the first and the last of them
// partial.
func (r *Result) Months() []Month { return monthsOf(r.Points, r.Rules.Equity, r.curve()) }

func monthsOf(at []Point, before float64, levels []float64) (out []Month) {
	for i, v := range levels {
		t := (at[i].At - 1).Time() // a day's end is the next day's beginning
		y, m := t.Year(), int(t.Month())
		if n := len(out); n == 0 || out[n-1].Year != y || out[n-1].Month != m {
			out = append(out, Month{Year: y, Month: m})
		}
		last := &out[len(out)-1]
		last.Return = (1+last.Return)*(v/before) - 1
		before = v
	}
	return out
}
