package phase_test

import (
	"testing"

	"eddy/model"
	"eddy/strategy/phase"
)

const (
	acc  = model.Accumulation
	exp  = model.Expansion
	late = model.Late
	bear = model.Bear
)

// lead returns scores in which one phase leads the others by so much over 0.3.
func lead(ph model.Phase, by float64) phase.Scores {
	var s phase.Scores
	for _, p := range []model.Phase{acc, exp, late, bear} {
		s.Set(p, 0.3)
	}
	s.Set(ph, 0.3+by)
	return s
}

func TestSwitchRule(t *testing.T) {
	rule := phase.DefaultParams().Switch
	quick := rule
	quick.FastDowngrade = true
	type day struct {
		leader model.Phase
		by     float64
		crash  bool
	}
	settled := func(p model.Phase) phase.State { return phase.State{Phase: p, Age: 50} }
	for _, tc := range []struct {
		name  string
		rule  phase.Switch
		from  phase.State
		days  []day
		want  []model.Phase
		count int // at the end
	}{
		{"the first close decides alone", rule, phase.State{}, []day{{exp, .01, false}}, []model.Phase{exp}, 0},
		{"three closes in a row", rule, settled(exp), []day{{late, .2, false}, {late, .2, false}, {late, .2, false}}, []model.Phase{exp, exp, late}, 0},
		{"a small lead resets", rule, settled(exp), []day{{late, .2, false}, {late, .2, false}, {late, .05, false}, {late, .2, false}},
			[]model.Phase{exp, exp, exp, exp}, 1},
		{"another challenger resets", rule, settled(exp), []day{{late, .2, false}, {late, .2, false}, {bear, .2, false}}, []model.Phase{exp, exp, exp}, 1},
		{"the dwell holds while the counter runs", rule, phase.State{Phase: exp, Age: 6},
			[]day{{late, .2, false}, {late, .2, false}, {late, .2, false}, {late, .2, false}}, []model.Phase{exp, exp, exp, late}, 0},
		{"a crash goes to bear at once", rule, phase.State{Phase: exp, Age: 1}, []day{{bear, .25, true}}, []model.Phase{bear}, 0},
		{"a crash without a bear score does not", rule, settled(exp), []day{{late, .25, true}}, []model.Phase{exp}, 1},
		{"the bear score must exceed one half", rule, settled(exp), []day{{bear, .2, true}}, []model.Phase{exp}, 1},
		{"a crash in bear clears the counter", rule, phase.State{Phase: bear, Age: 50, Candidate: acc, Count: 2},
			[]day{{bear, .3, true}, {acc, .2, false}}, []model.Phase{bear, bear}, 1},
		{"quick downgrade", quick, phase.State{Phase: exp, Age: 4}, []day{{bear, .2, false}, {bear, .2, false}}, []model.Phase{exp, bear}, 0},
		{"upgrades stay slow", quick, settled(bear), []day{{acc, .2, false}, {acc, .2, false}, {acc, .2, false}}, []model.Phase{bear, bear, acc}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := tc.from
			for i, d := range tc.days {
				scores := lead(d.leader, d.by)
				at := model.Millis(1000 + i)
				before := s.Phase
				next, change := tc.rule.Next(s, at, &scores, d.crash)
				if next.Phase != tc.want[i] {
					t.Fatalf("day %d: got %s, want %s", i, next.Phase, tc.want[i])
				}
				switched := next.Phase != before
				if switched != (change.To == next.Phase) || switched && (next.Since != at || next.Age != 0) || !switched && next.Age != s.Age+1 {
					t.Fatalf("day %d: state %+v, change %+v", i, next, change)
				}
				if switched && change.Crash != d.crash {
					t.Fatalf("day %d: change %+v", i, change)
				}
				s = next
			}
			if s.Count != tc.count {
				t.Errorf("count: got %d, want %d", s.Count, tc.count)
			}
		})
	}
}

func TestNoScoresDecideNothing(t *testing.T) {
	rule := phase.DefaultParams().Switch
	s := phase.State{Phase: exp, Age: 3}
	if next, change := rule.Next(s, 1, &phase.Scores{}, true); next != s || change != (phase.Change{}) {
		t.Errorf("got %+v, %+v", next, change)
	}
}
