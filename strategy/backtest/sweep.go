package backtest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Factors are what a sweep multiplies a figure by; the third leaves it as it is.
var Factors = [...]float64{0.5, 0.75, 1, 1.5, 2}

const asIs = 2 // place of 1 in Factors

// Cell is one run of a sweep.
type Cell struct {
	Value   float64 // of the knob; of the first one in a pair
	Second  float64 // of the second one in a pair
	Stats   Stats
	Trades  int
	returns []float64
}

// Row is a knob turned through all factors.
type Row struct {
	Knob  Knob
	Cells [len(Factors)]Cell
}

// Reach is how far the Sharpe ratio goes over the row: how much the result
// depends on the figure. A cell without one does not count.
func (r *Row) Reach() float64 {
	low, high, some := 0.0, 0.0, false
	for i := range r.Cells {
		v, ok := r.Cells[i].Stats.Sharpe.Value()
		if !ok {
			continue
		}
		if !some {
			low, high, some = v, v, true
		}
		low, high = min(low, v), max(high, v)
	}
	return high - low
}

// Sweep is how much a result depends on the figures of a playbook.
type Sweep struct {
	Base *Result
	Rows []Row
	Pair []Row // the first of two knobs by the second; empty without a pair
	By   string
}

// SweepOptions say how a sweep is run.
type SweepOptions struct {
	Workers  int
	Only     []string // knobs; empty: all
	Pair     []string // two knobs turned against one another
	Progress func(done, all int)
}

// RunSweep turns one knob after the other, all else as it is. The outlooks are
// shared by all runs; the order of the rows and every figure are the same with
// any number of workers.
func RunSweep(ctx context.Context, j *Judged, rules Rules, o SweepOptions) (*Sweep, error) {
	all := Knobs(j.Setup.Playbook)
	chosen, err := choose(all, o.Only)
	if err != nil {
		return nil, err
	}
	s := &Sweep{}
	if s.Base, err = Run(ctx, j, rules); err != nil {
		return nil, err
	}
	var jobs []job
	for _, k := range chosen {
		s.Rows = append(s.Rows, Row{Knob: k})
	}
	for i := range s.Rows {
		jobs = append(jobs, s.Rows[i].jobs(nil, 0)...)
	}
	pair, err := s.pair(all, o.Pair)
	if err != nil {
		return nil, err
	}
	return s, runJobs(ctx, j, rules, append(jobs, pair...), o)
}

// pair lays the grid of two knobs out.
func (s *Sweep) pair(all []Knob, names []string) (jobs []job, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	two, err := choose(all, names)
	switch {
	case err != nil:
		return nil, err
	case len(two) != 2:
		return nil, ErrPair
	}
	s.By, s.Pair = two[1].Name, make([]Row, len(Factors))
	for i, f := range Factors {
		s.Pair[i].Knob = two[0]
		second := two[1].Value * f
		if two[1].Most > 0 {
			second = min(second, two[1].Most)
		}
		jobs = append(jobs, s.Pair[i].jobs(&two[1], second)...)
	}
	return jobs, nil
}

// job is one cell to be run.
type job struct {
	knobs []Knob
	to    []float64
	cell  *Cell
}

func (r *Row) jobs(second *Knob, to float64) (out []job) {
	for i, f := range Factors {
		if r.Cells[i].Value = r.Knob.Value * f; r.Knob.Most > 0 {
			r.Cells[i].Value = min(r.Cells[i].Value, r.Knob.Most)
		}
		j := job{knobs: []Knob{r.Knob}, to: []float64{r.Cells[i].Value}, cell: &r.Cells[i]}
		if second != nil {
			r.Cells[i].Second = to
			j.knobs, j.to = append(j.knobs, *second), append(j.to, to)
		}
		out = append(out, j)
	}
	return out
}

func runJobs(ctx context.Context, j *Judged, rules Rules, jobs []job, o SweepOptions) error {
	crew, ctx := errgroup.WithContext(ctx)
	crew.SetLimit(Workers(o.Workers))
	var done atomic.Int64
	for _, w := range jobs {
		crew.Go(func() error {
			if err := w.run(ctx, j, rules); err != nil {
				return err
			}
			if n := int(done.Add(1)); o.Progress != nil {
				o.Progress(n, len(jobs))
			}
			return nil
		})
	}
	return crew.Wait()
}

func (w *job) run(ctx context.Context, j *Judged, rules Rules) error {
	v := turned(j.Setup.Playbook, rules, w.knobs, w.to)
	own := *j
	own.Setup.Playbook = v.p
	r, err := Run(ctx, &own, v.rules)
	if err != nil {
		return err
	}
	w.cell.returns = r.Returns()
	w.cell.Stats, w.cell.Trades = StatsOf(w.cell.returns), r.Trades
	return nil
}

// choose picks knobs by name, all without names.
func choose(all []Knob, names []string) ([]Knob, error) {
	if len(names) == 0 {
		return all, nil
	}
	var out []Knob
	for _, n := range names {
		at := -1
		for i := range all {
			if all[i].Name == n {
				at = i
			}
		}
		if at < 0 {
			return nil, fmt.Errorf("%w %q", ErrKnob, n)
		}
		out = append(out, all[at])
	}
	return out, nil
}

// ErrKnob tells that there is no such figure to turn, ErrPair that a pair is not
// of two.
var (
	ErrKnob = errors.New("backtest: no such figure")
	ErrPair = errors.New("backtest: a pair takes two figures")
)
