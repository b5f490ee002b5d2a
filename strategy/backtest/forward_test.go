package backtest

import (
	"math/rand/v2"
	"testing"

	"eddy/model"
)

// forwardSweep is a sweep over days whose base draws its returns around 0 and
// whose settings draw theirs around the means given, in a row of the playbook's
// and in one of the costs.
func forwardSweep(days int, chosen, given float64) *Sweep {
	draw := func(seed uint64, mean float64) []float64 {
		r, out := rand.New(rand.NewPCG(seed, 5)), make([]float64, days)
		for i := range out {
			out[i] = mean + 0.01*r.NormFloat64()
		}
		return out
	}
	s := &Sweep{Base: &Result{Rules: Rules{Equity: 100}}}
	level := 100.0
	for i, v := range draw(1, 0) {
		level *= 1 + v
		s.Base.Points = append(s.Base.Points, Point{At: model.Millis(i+1) * 86_400_000, Equity: level})
	}
	s.Rows = []Row{
		{Knob: Knob{Name: "band"}, Cells: [len(Factors)]Cell{{Value: 5, returns: draw(2, chosen)}}},
		{Knob: Knob{Name: "costs", Given: true}, Cells: [len(Factors)]Cell{{Value: 2, returns: draw(3, given)}}},
	}
	return s
}

// A setting that was better on the year is taken for the quarter after it; what
// nobody can set is not, however good it looks.
func TestForwardChoosesAmongSettings(t *testing.T) {
	s := forwardSweep(learnDays+2*judgeDays+5, 0.002, 0.02)
	windows := s.Forward()
	if len(windows) != 2 {
		t.Fatalf("%d windows, want two whole ones", len(windows))
	}
	for i, w := range windows {
		from := learnDays + i*judgeDays
		want := round(StatsOf(s.Rows[0].Cells[0].returns[from : from+judgeDays]).Total)
		if w.Setting != "band 5.00" || w.Return != want || w.From != s.Base.Points[from-1].At || w.To != s.Base.Points[from+judgeDays-1].At {
			t.Errorf("window %d: %+v, want a return of %v", i, w, want)
		}
	}
	for _, w := range forwardSweep(learnDays+judgeDays, -0.002, 0.02).Forward() {
		if w.Setting != "" || w.Return != w.AsIs {
			t.Errorf("none is better, and it is %+v", w)
		}
	}
}

// Nothing of the days a setting is judged on, nor of what follows, is in its
// choice.
func TestForwardSeesNoFuture(t *testing.T) {
	s := forwardSweep(learnDays+judgeDays, 0.001, 0)
	before := s.Forward()[0]
	for i := learnDays; i < learnDays+judgeDays; i++ {
		s.Rows[0].Cells[0].returns[i] = -0.03
	}
	after := s.Forward()[0]
	if after.Setting != before.Setting || after.Learned != before.Learned || after.Return >= before.Return {
		t.Errorf("with another future %+v, before %+v", after, before)
	}
}
