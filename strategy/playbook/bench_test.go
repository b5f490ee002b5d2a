package playbook_test

import (
	"testing"

	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// filled returns a frame in which everything is known, so that no condition is
// cut short.
func filled(c *input.Catalogue) *input.Frame {
	f := c.NewFrame()
	for i, s := range c.All() {
		f.Set(s.ID, model.Known(float64(i%7)))
	}
	return f
}

func evaluateAll(p *playbook.Playbook, f *input.Frame, evidence []model.Evidence) int {
	holding := 0
	for _, r := range p.Conditions() {
		if r.Condition.Eval(f) == condition.True {
			holding++
		}
		evidence = r.Condition.Evidence(f, evidence[:0])
	}
	return holding
}

func BenchmarkAllConditions(b *testing.B) {
	p := shipped(b, "composite")
	f := filled(p.Catalogue())
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range p.Conditions() {
			r.Condition.Eval(f)
		}
	}
	b.ReportMetric(float64(len(p.Conditions())), "conditions")
}

func BenchmarkAllConditionsWithEvidence(b *testing.B) {
	p := shipped(b, "composite")
	f, evidence := filled(p.Catalogue()), make([]model.Evidence, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		evaluateAll(p, f, evidence)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := playbook.Load("composite"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestConditionsDoNotAllocate(t *testing.T) {
	for _, name := range playbook.Names() {
		p := shipped(t, name)
		f, evidence := filled(p.Catalogue()), make([]model.Evidence, 0, 64)
		if n := testing.AllocsPerRun(20, func() { evaluateAll(p, f, evidence) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
