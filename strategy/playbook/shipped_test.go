package playbook_test

import (
	"slices"
	"testing"

	"eddy/model"
	"eddy/strategy/playbook"
)

func shipped(t testing.TB, name string) *playbook.Playbook {
	t.Helper()
	p, err := playbook.Load(name)
	if err != nil {
		for _, problem := range playbook.ProblemsOf(err) {
			t.Error(problem)
		}
		t.Fatal(err)
	}
	return p
}

func TestShippedPlaybooksAreWhole(t *testing.T) {
	for _, name := range playbook.Names() {
		t.Run(name, func(t *testing.T) {
			p := shipped(t, name)
			if p.Name != name || p.Title == "" || p.Summary == "" || len(p.Conditions()) == 0 {
				t.Errorf("%+v", p)
			}
			if list := p.Unsourced(); len(list) > 0 {
				t.Errorf("figures without a source: %v", list)
			}
			for _, preset := range p.Presets {
				q := p.WithPreset(preset.Name)
				for _, s := range q.Stages {
					sum := 0.0
					for _, target := range s.Targets {
						sum += target.Pct
					}
					if sum < 99.99 || sum > 100.01 {
						t.Errorf("%s: %s adds up to %v", preset.Name, s.ID, sum)
					}
				}
			}
			t.Logf("%d conditions", len(p.Conditions()))
		})
	}
}

func TestUnsourcedFindsWhatLacksOne(t *testing.T) {
	p := &playbook.Playbook{
		Stages: []playbook.Stage{{FuturesPct: 3, Enter: "phase.is_exp", Targets: []playbook.Target{{Pct: 1}, {Pct: 2, Source: "C-1"}}}},
		Hedges: []playbook.Hedge{{Band: [2]float64{0, 1}}},
	}
	p.Limits.OIPct.Value = 2
	p.Limits.RollDays.Values = []float64{7}
	got := p.Unsourced()
	want := map[string]bool{
		"Stages[0].FuturesPct": true, "Stages[0].Enter": true, "Stages[0].Targets[0].Pct": true, "Hedges[0].Band": true,
		"Limits.OIPct.Value": true, "Limits.RollDays.Values": true,
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for _, path := range got {
		if !want[path] {
			t.Errorf("%s is not expected", path)
		}
	}
}

// The figures of the ledger's rows by hand, one line a row.
func TestStageFigures(t *testing.T) {
	for _, tc := range []struct {
		row, playbook, preset, stage string
		want                         map[string]float64
		futures                      float64
	}{
		{"S0-STR1-1 C-5", "s0-matrix", "", "recovery", map[string]float64{"Infrastructure": 70, "Stables": 30}, 20},
		{"S0-STR1-4 C-6", "s0-matrix", "", "recovery-pivot", map[string]float64{"Infrastructure": 56, "DeFi": 14, "Stables": 30}, 20},
		{"S0-STR2-1 C-8", "s0-matrix", "", "harvest", map[string]float64{"DeFi": 50, "Stables": 50}, 40},
		{"S0-MATRIX-4 C-2", "s0-matrix", "", "bear", map[string]float64{"Infrastructure": 35, "DeFi": 5, "NFT": 0, "Stables": 60}, 10},
		{"S1-A-SPOT", "s1-blueprint", "", "a-infrastructure-first", map[string]float64{"L1": 60, "DeFi": 20, "Stables": 20}, 10},
		{"S1-B-SPOT", "s1-blueprint", "", "b-defi-alpha", map[string]float64{"L1": 30, "DeFi": 50, "Stables": 20}, 50},
		{"S1-C-SPOT", "s1-blueprint", "", "c-derisk", map[string]float64{"L1": 40, "DeFi": 30, "Stables": 30}, 50},
		{"S2-CORE-1", "s2-narrative", "anchor", "consolidation", map[string]float64{"Core": 50, "Stables": 20, "DeFi": 15, "AI": 15}, 0},
		{"S2-TABLE-1", "s2-narrative", "table", "consolidation", map[string]float64{"Core": 60, "DeFi": 20, "AI": 20}, 0},
		{"S2-TABLE-2", "s2-narrative", "table", "ignition", map[string]float64{"Core": 60, "DeFi": 10, "AI": 30}, 50},
		{"S2-TABLE-3 C-35", "s2-narrative", "table", "peak", map[string]float64{"Core": 60, "DeFi": 30, "AI": 10}, 50},
		{"S2-TABLE-4", "s2-narrative", "table", "reemergence", map[string]float64{"Core": 60, "DeFi": 35, "AI": 5}, 50},
	} {
		s, ok := shipped(t, tc.playbook).WithPreset(tc.preset).StageByID(tc.stage)
		if !ok || len(s.Targets) != len(tc.want) || s.FuturesPct != tc.futures {
			t.Errorf("%s: got %+v", tc.row, s)
		}
		for bucket, pct := range tc.want {
			if s.TargetOf(bucket) != pct {
				t.Errorf("%s: %s %v %%, want %v", tc.row, bucket, s.TargetOf(bucket), pct)
			}
		}
	}
}

func TestAPresetHasItsOwnOverlays(t *testing.T) {
	p := shipped(t, "s2-narrative")
	for preset, want := range map[string][]string{
		"anchor": {"ignition-ai-long", "ignition-defi-guard"}, "table": {"ignition-ai-long-table"},
	} {
		s, _ := p.WithPreset(preset).StageByID("ignition")
		var got []string
		for _, o := range s.Overlays {
			got = append(got, o.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", preset, got, want)
		}
	}
	if s, _ := p.ForProfile("beginner").StageByID("ignition"); len(s.Overlays) != 2 || s.TargetOf("AI") != 22.5 {
		t.Errorf("beginner: %+v", s)
	}
}

func TestStageOfAPhase(t *testing.T) {
	for _, tc := range []struct {
		playbook string
		phase    model.Phase
		want     string
	}{
		{"s0-matrix", model.Accumulation, "recovery"},
		{"s0-matrix", model.Expansion, "expansion"},
		{"s1-blueprint", model.Bear, "c-derisk"},
		{"s2-narrative", model.Accumulation, "consolidation"},
		{"s2-narrative", model.Bear, "shelter"},
		{"composite", model.Late, "late"},
	} {
		if s, ok := shipped(t, tc.playbook).Stage(tc.phase); !ok || s.ID != tc.want {
			t.Errorf("%s in %s: %q, want %q", tc.playbook, tc.phase, s.ID, tc.want)
		}
		if _, ok := shipped(t, tc.playbook).Stage(model.PhaseUnknown); ok {
			t.Errorf("%s has a stage for an unknown phase", tc.playbook)
		}
	}
}

func TestChooseAsksTheConditions(t *testing.T) {
	p := shipped(t, "s2-narrative")
	f := p.Catalogue().NewFrame()
	choose := func(phase model.Phase) string {
		s, _ := p.Choose(phase, f)
		return s.ID
	}
	if got := choose(model.Expansion); got != "consolidation" {
		t.Errorf("knowing nothing: %q", got)
	}
	f.SetFlag(p.Catalogue().ID("narrative.is_ai_ignition"), true)
	if got := choose(model.Expansion); got != "ignition" {
		t.Errorf("ignition: %q", got)
	}
	f.SetFlag(p.Catalogue().ID("narrative.is_ai_peak"), true)
	if got := choose(model.Expansion); got != "peak" {
		t.Errorf("risk reduction wins (C-17): %q", got)
	}
	if got := choose(model.Bear); got != "shelter" {
		t.Errorf("bear: %q", got)
	}
	if got := choose(model.PhaseUnknown); got != "" {
		t.Errorf("unknown phase: %q", got)
	}
}

func TestTheCapIsThatOfTheStageThatApplies(t *testing.T) {
	p := shipped(t, "s2-narrative")
	ignition, _ := p.StageByID("ignition")
	calm, _ := p.StageByID("consolidation")
	for _, tc := range []struct {
		profile string
		stage   *playbook.Stage
		want    float64
	}{
		{"standard", &ignition, 50}, {"standard", &calm, 0}, {"beginner", &ignition, 10}, {"beginner", nil, 10},
	} {
		if got, source, ok := p.FuturesCapIn(tc.profile, tc.stage); !ok || got != tc.want || source == "" {
			t.Errorf("%s: %v from %q, want %v", tc.profile, got, source, tc.want)
		}
	}
}
