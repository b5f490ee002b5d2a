package cost

import (
	"fmt"
	"math"

	"eddy/model"
)

// Liquidity are the least and the most of a coin's market a plan may rely on
// (S0-RISK-3, analytics §7). Money is in US dollars.
type Liquidity struct {
	OrderOfTurnover  float64 // most of a day's turnover in one order, a fraction
	OrderOfWindow    float64 // most of the turnover of the window it is executed in
	PositionOfOI     float64 // most of the open interest in one position
	MinTurnover      float64 // least median turnover of what is rotated into
	AmberTurnover    float64 // below it a coin is thin
	MinOI            float64 // least open interest
	WindowHours      float64 // what an order is spread over
	ImpactOfTurnover float64 // beyond it the cost of an order cannot be told
}

// DefaultLiquidity are the figures of analytics §7.
func DefaultLiquidity() Liquidity {
	return Liquidity{
		OrderOfTurnover: 0.01, OrderOfWindow: 0.05, PositionOfOI: 0.02,
		MinTurnover: 2e6, AmberTurnover: 10e6, MinOI: 1e6, WindowHours: 4, ImpactOfTurnover: 0.1,
	}
}

// Depth is what is known of a coin's market. An absent figure is not known.
type Depth struct {
	Turnover     model.Num // of 24 hours over all venues
	Typical      model.Num // median of 30 days; absent: Turnover serves
	OpenInterest model.Num
}

func (d Depth) typical() model.Num {
	if _, ok := d.Typical.Value(); ok {
		return d.Typical
	}
	return d.Turnover
}

// Finding is one test of a market with its figure. A test whose figure is not
// known has not passed: what is not known to be liquid is not bought.
type Finding struct {
	ID     string // "turnover", "open-interest", "order", "position"
	Passed bool
	Known  bool
	Value  float64
	Limit  float64
	Text   string // in words, with both figures
	Amber  bool   // passed, and thin
}

// Enter tests whether a coin may be rotated into at all.
func (l Liquidity) Enter(d Depth) []Finding {
	turnover := atLeast("turnover", "turnover of a day", d.typical(), l.MinTurnover)
	turnover.Amber = turnover.Passed && turnover.Value < l.AmberTurnover
	return []Finding{turnover, atLeast("open-interest", "open interest", d.OpenInterest, l.MinOI)}
}

// Order tests a single order of a notional; a position's notional too when it
// is above zero.
func (l Liquidity) Order(d Depth, notional, position float64) []Finding {
	out := []Finding{
		atMost("order", "its day's turnover", notional, d.Turnover, l.OrderOfTurnover),
		atMost("window", fmt.Sprintf("the turnover of %g h", l.WindowHours), notional, scaled(d.Turnover, l.WindowHours/24), l.OrderOfWindow),
	}
	if position > 0 {
		out = append(out, atMost("position", "its open interest", position, d.OpenInterest, l.PositionOfOI))
	}
	return out
}

// Largest is the biggest single order the market takes; ok is false where its
// turnover is not known.
func (l Liquidity) Largest(d Depth) (notional float64, ok bool) {
	v, ok := d.Turnover.Value()
	return v * min(l.OrderOfTurnover, l.OrderOfWindow*l.WindowHours/24), ok
}

// Slices is in how many orders of at most a share of the turnover a notional
// must be cut.
func (l Liquidity) Slices(notional, turnover float64) int {
	most := turnover * l.OrderOfTurnover
	if !(most > 0) || !(notional > 0) {
		return 0
	}
	return int(math.Ceil(notional / most))
}

func scaled(n model.Num, by float64) model.Num {
	if v, ok := n.Value(); ok {
		return model.Known(v * by)
	}
	return n
}

func atLeast(id, what string, n model.Num, limit float64) Finding {
	v, ok := n.Value()
	f := Finding{ID: id, Known: ok, Value: v, Limit: limit, Passed: ok && v >= limit}
	if !ok {
		f.Text = what + " not known"
		return f
	}
	f.Text = fmt.Sprintf("%s %s, at least %s", what, Short(v), Short(limit))
	return f
}

func atMost(id, what string, notional float64, of model.Num, limit float64) Finding {
	v, ok := of.Value()
	f := Finding{ID: id, Limit: limit, Known: ok && v > 0}
	if !f.Known {
		f.Text = what + " not known"
		return f
	}
	f.Value = notional / v
	f.Passed = f.Value <= limit
	f.Text = fmt.Sprintf("%s is %.2g %% of %s, at most %g %%", Short(notional), f.Value*100, what, limit*100)
	return f
}

// Short writes an amount of dollars as people say it: $900, $2.5M.
func Short(usd float64) string {
	switch a := math.Abs(usd); {
	case a >= 1e9:
		return fmt.Sprintf("$%.3gG", usd/1e9)
	case a >= 1e6:
		return fmt.Sprintf("$%.3gM", usd/1e6)
	case a >= 1e4:
		return fmt.Sprintf("$%.3gk", usd/1e3)
	default:
		return fmt.Sprintf("$%.0f", usd)
	}
}

// Score rates a market from 0 to 100: 100·clamp(log10(turnover/1e6)/4, 0, 1),
// halved where a week's turnover fell by more than half (analytics §7).
func Score(turnover float64, halvedInAWeek bool) float64 {
	if !(turnover > 0) {
		return 0
	}
	score := 100 * min(max(math.Log10(turnover/1e6)/4, 0), 1)
	if halvedInAWeek {
		return score / 2
	}
	return score
}
