package alert

import (
	"math/rand/v2"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
)

// However the figures of a rule walk about its thresholds, whatever stage it is
// and however its subject comes and goes, each rule that ships and each of every
// playbook raises at most one alert in a cooldown.
func TestNoShippedRuleStorms(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range playbook.Names() {
		p, err := playbook.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Parse(nil, "", u, p)
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		for _, it := range r.items {
			if seen[it.rule.ID] {
				continue // another subject of the same rule
			}
			seen[it.rule.ID] = true
			t.Run(name+"/"+it.rule.ID, func(t *testing.T) {
				t.Parallel()
				raised := 0
				for seed := range uint64(25) {
					raised += walk(t, rand.New(rand.NewPCG(seed, 1)), it, p.Catalogue())
				}
				if raised == 0 {
					t.Error("it never fired: the walk proves nothing of it")
				}
			})
		}
	}
}

// walk asks a rule at random moments about random figures near its thresholds, and
// returns how many alerts that made.
func walk(t *testing.T, r *rand.Rand, it *item, c *input.Catalogue) int {
	f := c.NewFrame()
	w := NewWatch(&Rules{items: []*item{it}, rules: []*Rule{it.rule}}, nil, "")
	ids, near, stages := inputsOf(it), nearThresholds(it, f), append([]string{""}, it.stages...)
	m := Moment{Now: 1e12, Clock: 1e12, Frame: f}
	for range 80 {
		for _, id := range ids {
			if moves := r.IntN(it.closes+1) <= 1; moves { // a rule on many closes needs rest
				f.Set(id, model.Known(near[r.IntN(len(near))]))
			}
		}
		ms := model.Millis(r.Int64N(int64(it.cooldown/time.Millisecond)/4 + 1))
		m.Now, m.Clock = m.Now+ms, m.Clock+ms
		m.Bar, m.Stage = m.Now.Floor(model.Day1), stages[r.IntN(len(stages))]
		ask(w, it, &m, r.IntN(10) > 0)
	}
	last := make(map[string]model.Millis)
	rows := w.Book().Rows()
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		if before, again := last[a.Subject]; again && a.Since.Sub(before) < it.cooldown {
			t.Fatalf("%s: two alerts on %q %s apart, the cooldown is %s", it.rule.ID, a.Subject, a.Since.Sub(before), it.cooldown)
		}
		last[a.Subject] = a.Since
	}
	return len(rows)
}

// ask asks a rule the way the engine does; a subject that comes and goes may be
// gone.
func ask(w *Watch, it *item, m *Moment, isThere bool) {
	switch kind := it.rule.Each; {
	case kind.dynamic():
		w.Round()
		if isThere {
			w.OnSubject(kind, "it", m)
		}
		w.Gone(kind, m)
	case it.rule.On == OnClose:
		w.OnClose(m)
	default:
		w.OnOpen(m)
	}
}

func inputsOf(it *item) (ids []input.ID) {
	for _, c := range it.conditions() {
		for _, in := range c.Inputs() {
			ids = append(ids, in.ID)
		}
	}
	return ids
}

// nearThresholds lists figures on and about every threshold of a rule.
func nearThresholds(it *item, f *input.Frame) []float64 {
	for _, id := range inputsOf(it) {
		f.Set(id, model.Known(1))
	}
	near := []float64{-1, 0, 1}
	for _, c := range it.conditions() {
		for k := range c.Len() {
			if v, ok := c.Threshold(k, f).Value(); ok {
				near = append(near, v-1e-3, v, v+1e-3, -v)
			}
		}
	}
	return near
}
