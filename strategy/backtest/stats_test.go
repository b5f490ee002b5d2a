package backtest

import (
	"math"
	"testing"

	"eddy/model"
)

// The first case is the worked example of the margin reference §9; the figures
// of the second were computed by hand from the definitions with a pocket
// calculator's precision: mean 0.25 %, squares about it 1.2675e-3.
func TestStats(t *testing.T) {
	tests := []struct {
		name                   string
		returns                []float64
		sharpe, worst, sortino float64
	}{
		{"worked example", []float64{0.02, -0.01, 0.03}, 12.24, -0.01, 44.121},
		{"first day lost counts", []float64{-0.02, 0.03, 0.01, -0.01}, math.Sqrt(365) * 0.0025 / math.Sqrt(1.475e-3/3), -0.02, 0.0025 * math.Sqrt(365) / math.Sqrt(5e-4/4)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := StatsOf(tt.returns)
			near(t, "Sharpe", s.Sharpe, tt.sharpe, 5e-3)
			near(t, "Sortino", s.Sortino, tt.sortino, 5e-3)
			if math.Abs(s.MaxDrawdown-tt.worst) > 1e-12 {
				t.Errorf("worst drawdown %v, want %v", s.MaxDrawdown, tt.worst)
			}
		})
	}
}

func near(t *testing.T, what string, got model.Num, want, within float64) {
	t.Helper()
	if v, ok := got.Value(); !ok || math.Abs(v-want) > within {
		t.Errorf("%s %v, want %v", what, got, want)
	}
}

func TestStatsOfWhatIsNotDefined(t *testing.T) {
	flat := StatsOf([]float64{0, 0, 0})
	for name, n := range map[string]model.Num{"Sharpe": flat.Sharpe, "Sortino": flat.Sortino, "Calmar": flat.Calmar, "error": flat.SharpeError} {
		if n.State() != model.NumUnknown {
			t.Errorf("%s of returns that never differ is %v, want unknown", name, n)
		}
	}
	if none := StatsOf(nil); none.CAGR.State() != model.NumUnknown || none.Days != 0 {
		t.Errorf("no days give %+v", none)
	}
	if rise := StatsOf([]float64{0.01, 0.02, 0.01}); rise.Sortino.State() != model.NumUnknown || rise.Calmar.State() != model.NumUnknown {
		t.Errorf("without a loss Sortino is %v and Calmar %v, want unknown", rise.Sortino, rise.Calmar)
	}
}

// Normal returns: the error of Mertens is that of Lo (2002), sqrt((1+S²/2)/n),
// once skewness is 0 and kurtosis 3.
func TestSharpeErrorOfNormalReturns(t *testing.T) {
	got := sharpeError(0.05, moments{skew: 0, kurt: 3}, 1001)
	if want := math.Sqrt((1 + 0.05*0.05/2) / 1000); math.Abs(got-want) > 1e-15 {
		t.Errorf("error %v, want %v", got, want)
	}
}
