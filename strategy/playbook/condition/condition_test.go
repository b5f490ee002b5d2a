package condition_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/input"
	"eddy/strategy/playbook/condition"
)

func catalogue(t testing.TB) *input.Catalogue {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := input.New(u)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func compiled(t testing.TB, c *input.Catalogue, text string) *condition.Condition {
	t.Helper()
	cond, err := condition.Compile(text, c, condition.Scope{})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return cond
}

func TestTruth(t *testing.T) {
	c := catalogue(t)
	f := c.NewFrame()
	f.Set(c.ID("defi.rsi_1d"), model.Known(82))
	f.Set(c.ID("market.drawdown"), model.Known(-0.25))
	f.Set(c.ID("market.trend"), model.Known(0))
	f.Set(c.ID("ai.momentum"), model.Stale(3, "2 days old"))
	f.SetFlag(c.ID("phase.is_exp"), true)
	f.SetFlag(c.ID("phase.is_bear"), false)
	for text, want := range map[string]condition.Truth{
		"defi.rsi_1d > 80":                                   condition.True,
		"80 < defi.rsi_1d":                                   condition.True,
		"82 <= defi.rsi_1d":                                  condition.True,
		"defi.rsi_1d > 82":                                   condition.False,
		"defi.rsi_1d >= 82 and phase.is_exp":                 condition.True,
		"not phase.is_exp":                                   condition.False,
		"!(defi.rsi_1d > 80 && phase.is_exp)":                condition.False,
		"not (defi.rsi_1d > 80 and phase.is_bear)":           condition.True,
		"abs(market.drawdown) >= 0.25":                       condition.True,
		"min(defi.rsi_1d, 50, 70) == 50":                     condition.True,
		"max(1, 2) + 3 * 2 == 8":                             condition.True,
		"-market.drawdown * 100 > 20":                        condition.True,
		"defi.rsi_1d / market.trend > 1":                     condition.Unknown,
		"nft.rsi_1d > 80":                                    condition.Unknown,
		"nft.rsi_1d > 80 and phase.is_bear":                  condition.False,
		"nft.rsi_1d > 80 or phase.is_exp":                    condition.True,
		"nft.rsi_1d > 80 and phase.is_exp":                   condition.Unknown,
		"not (nft.rsi_1d > 80)":                              condition.Unknown,
		"ai.momentum > 1":                                    condition.Unknown,
		"true":                                               condition.True,
		"not true or phase.is_bear":                          condition.False,
		"60 < defi.rsi_1d < 90":                              condition.True,
		`coin["AAVE"].funding_z > 2 or true`:                 condition.True,
		"phase.is_exp != phase.is_bear":                      condition.True,
		"(market.drawdown - 0.05) * 2 < -0.5":                condition.True,
		"market.drawdown\n  < -0.2\n  and\n defi.rsi_1d > 1": condition.True,
	} {
		if got := compiled(t, c, text).Eval(f); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
}

func TestFaultsSayWhere(t *testing.T) {
	c := catalogue(t)
	for _, tc := range []struct{ text, want string }{
		{"", "line 1 column 1: the condition is empty"},
		{"defi.rsi1d > 80", `line 1 column 1: "defi.rsi1d" is not known, did you mean "defi.rsi_1d"?`},
		{"phase.is_exp and\n  market.drawdwon < 0", `line 2 column 3: "market.drawdwon" is not known, did you mean "market.drawdown"?`},
		{"defi > 1", `"defi" is not known`},
		{"defi.rsi_1d", "column"},
		{"phase.is_exp > 1", "line 1 column"},
		{"phase.is_exp and 3", "line 1 column"},
		{"defi.rsi_1d >", "line 1 column"},
		{"count(1..1000000000, # > 1) > 1", "count may not be called so"},
		{"map(1..9, #)", "map may not be called"},
		{"now() > 1", "now may not be called"},
		{"frob(1) > 1", "frob may not be called"},
		{"defi.rsi_1d > 80 ? true : false", "not part of the language"},
		{"let x = 1; x > 0", "not part of the language"},
		{`"a" == "a"`, "not part of the language"},
		{"defi.rsi_1d in [1, 2]", "not part of the language"},
		{"2 ** 3 > 1", "not part of the language"},
		{"1e400 > 1", "line 1 column"},
		{"1 / 0 > 1", "not finite"},
		{"define.hto", `"define.hto" is not known, did you mean "define.hot"?`},
		{"define.a", "go round in circles: a needs b needs a"},
		{strings.Repeat("(", 100) + "true" + strings.Repeat(")", 100), "nested more than 40 deep"},
		{strings.Repeat("true and ", 500) + "true", "condition is"},
		{"true" + strings.Repeat(" and true", 300), "too large"},
		{"defi\x1b[2J.x > 1", "line 1 column"},
	} {
		_, err := condition.Compile(tc.text, c, condition.Scope{Defines: condition.Definitions{"hot": "phase.is_late", "a": "define.b", "b": "not define.a"}})
		var fault *condition.Error
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%.60q: got %v, want %q", tc.text, err, tc.want)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%q: the error is not one clean line: %q", tc.text, err)
		}
	}
}

func TestDefinitionsAreNegatedToo(t *testing.T) {
	c := catalogue(t)
	f := c.NewFrame()
	f.Set(c.ID("defi.rsi_1d"), model.Known(82))
	defs := condition.Definitions{"hot": "defi.rsi_1d > 80 or nft.rsi_1d > 80", "calm": "not define.hot"}
	for text, want := range map[string]condition.Truth{
		"define.hot": condition.True, "not define.hot": condition.False, "define.calm": condition.False, "not define.calm": condition.True,
	} {
		cond, err := condition.Compile(text, c, condition.Scope{Defines: defs})
		if err != nil {
			t.Fatal(err)
		}
		if got := cond.Eval(f); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
}

func TestThisIsTheSectorOfTheScope(t *testing.T) {
	c := catalogue(t)
	f := c.NewFrame()
	f.Set(c.ID("ai.rsi_1d"), model.Known(82))
	cond, err := condition.Compile("this.rsi_1d > 80", c, condition.Scope{This: "ai"})
	if err != nil {
		t.Fatal(err)
	}
	if cond.Eval(f) != condition.True || cond.Words() != "ai.rsi_1d above 80" {
		t.Errorf("%s is %v", cond.Words(), cond.Eval(f))
	}
	if _, err := condition.Compile("this.rsi_1d > 80", c, condition.Scope{}); err == nil {
		t.Error("this without a sector was taken")
	}
}

func TestEvidence(t *testing.T) {
	c := catalogue(t)
	f := c.NewFrame()
	f.Set(c.ID("defi.rsi_1d_low3"), model.Known(82))
	f.Set(c.ID("defi.funding_3d_bps"), model.Unknown("waits for funding"))
	f.SetFlag(c.ID("phase.is_exp"), true)
	cond := compiled(t, c, "defi.rsi_1d_low3 > 80 and not (phase.is_exp or defi.funding_3d_bps / 2 >= nft.funding_3d_bps)")
	if got, want := cond.Words(), "defi.rsi_1d_low3 above 80 and not phase.is_exp and defi.funding_3d_bps / 2 below nft.funding_3d_bps"; got != want {
		t.Errorf("words: %s", got)
	}
	list := cond.Evidence(f, nil)
	if len(list) != 3 {
		t.Fatalf("%d pieces of evidence", len(list))
	}
	for i, want := range []struct {
		id, threshold, shown string
		value                model.Num
		state                model.EvidenceState
	}{
		{"defi.rsi_1d_low3", "above 80", "", model.Known(82), model.EvidenceFor},
		{"phase.is_exp", "no", "yes", model.Known(1), model.EvidenceAgainst},
		{"defi.funding_3d_bps / 2", "below nft.funding_3d_bps", "", model.Unknown("waits for funding"), model.EvidenceUnknown},
	} {
		e := list[i]
		if e.ID != want.id || e.Threshold != want.threshold || e.Shown != want.shown || e.Value != want.value || e.State != want.state || e.Source == "" || e.Text == "" {
			t.Errorf("%d: got %+v", i, e)
		}
	}
	if got := cond.Threshold(0, f); got != model.Known(80) {
		t.Errorf("threshold %+v", got)
	}
	if got := cond.Threshold(1, f); got.State() != model.NumAbsent {
		t.Errorf("a flag has threshold %+v", got)
	}
	if got := cond.Threshold(2, f); got.State() != model.NumUnknown {
		t.Errorf("threshold of a missing figure %+v", got)
	}
}

// Three-valued logic by its meaning: a condition is known exactly when every
// way of filling the unknown inputs gives one answer for read-once conditions.
func TestUnknownMeansBothAreLeft(t *testing.T) {
	c := catalogue(t)
	names := []string{"phase.is_acc", "phase.is_exp", "phase.is_late", "phase.is_bear"}
	shapes := []string{
		"(A and B) or (C and D)", "A and (B or not C) and D", "not (A or B) or not (C and D)", "A or B or C or not D",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(shapes).Draw(t, "shape")
		for i, letter := range []string{"A", "B", "C", "D"} {
			text = strings.ReplaceAll(text, letter, names[i])
		}
		cond, err := condition.Compile(text, c, condition.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		states := rapid.SliceOfN(rapid.IntRange(-1, 1), 4, 4).Draw(t, "states")
		seen := map[condition.Truth]bool{}
		for mask := range 16 {
			f := c.NewFrame()
			for i, s := range states {
				on := s == 1 || s < 0 && mask>>i&1 == 1
				f.SetFlag(c.ID(names[i]), on)
			}
			seen[cond.Eval(f)] = true
		}
		f := c.NewFrame()
		for i, s := range states {
			if s >= 0 {
				f.SetFlag(c.ID(names[i]), s == 1)
			}
		}
		got := cond.Eval(f)
		if len(seen) == 2 != (got == condition.Unknown) || len(seen) == 1 && !seen[got] {
			t.Fatalf("%s with %v is %v, fillings give %v", text, states, got, seen)
		}
	})
}

func FuzzCompile(f *testing.F) {
	c := catalogue(f)
	for _, seed := range []string{"defi.rsi_1d > 80", "not (phase.is_exp or ai.momentum >= 1.5)", "max(1,2)<3", "a?.b > [1]", "#.x", "{}"} {
		f.Add(seed)
	}
	frame := c.NewFrame()
	f.Fuzz(func(t *testing.T, text string) {
		cond, err := condition.Compile(text, c, condition.Scope{})
		if err != nil {
			return
		}
		cond.Eval(frame)
		for _, e := range cond.Evidence(frame, nil) {
			if v, ok := e.Value.Value(); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
				t.Errorf("%q measured %v", text, v)
			}
		}
		if again, err := condition.Compile(text, c, condition.Scope{}); err != nil || again.Words() != cond.Words() {
			t.Errorf("%q reads differently the second time: %v", text, err)
		}
	})
}
