package playbook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/model"
	"eddy/strategy/playbook"
)

func TestCompositeFigures(t *testing.T) {
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	// S0-MATRIX-1..4 by hand from the article's table.
	for phase, want := range map[model.Phase]float64{model.Accumulation: 20, model.Expansion: 40, model.Late: 30, model.Bear: 10} {
		s, _ := p.Stage(phase)
		if s.FuturesPct != want {
			t.Errorf("%s: futures %v %%, want %v", phase, s.FuturesPct, want)
		}
	}
	for _, tc := range []struct {
		profile string
		phase   model.Phase
		pct     float64
		source  string
	}{
		{"beginner", model.Expansion, 10, "S0-MATRIX-5 C-4"},
		{"standard", model.Expansion, 40, "S0-MATRIX-2"},
		{"standard", model.PhaseUnknown, 50, "S1-RISK-1 C-24"},
	} {
		var stage *playbook.Stage
		if s, known := p.Stage(tc.phase); known {
			stage = &s
		}
		pct, source, ok := p.FuturesCapIn(tc.profile, stage)
		if !ok || pct != tc.pct || source != tc.source {
			t.Errorf("%s in %s: got %v from %q, want %v from %q", tc.profile, tc.phase, pct, source, tc.pct, tc.source)
		}
	}
}

func TestErrorsSayWhere(t *testing.T) {
	base, err := os.ReadFile("composite.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, old, new, want string }{
		{"sum", "pct    = 15", "pct    = 25", "stage EXP: targets add up to 110 %, not 100"},
		{"typo", "ratio   = 0.30", "ration   = 0.30", `unknown key "hedge.ration"`},
		{"band", "ratio   = 0.30", "ratio   = 0.90", `hedge "nft-market": ratio 0.9 is outside its band`},
		{"missing stage", `phase   = "BEAR"`, `phase   = "BEER"`, "no [[stage]] for phase BEAR"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mine.toml")
			if err := os.WriteFile(path, []byte(strings.Replace(string(base), tc.old, tc.new, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := playbook.Load(path); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
	if _, err := playbook.Load("compositte"); err == nil || !strings.Contains(err.Error(), "use composite") {
		t.Errorf("unknown name: got %v", err)
	}
}
