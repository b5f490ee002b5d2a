package playbook_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/playbook"
)

// fault loads a text as a user's file and returns what is wrong with it, one
// line a problem, without the file's name.
func fault(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := playbook.Load(path)
	var lines []string
	for _, p := range playbook.ProblemsOf(err) {
		lines = append(lines, strings.TrimPrefix(p.String(), path+":"))
	}
	return strings.Join(lines, "\n")
}

const whole = `name = "mine"
extends = "rules"
[[stage]]
phase = "ACC"
also = ["EXP", "LATE", "BEAR"]
futures_pct = 20
enter = "defi.rsi_1d < 80"
  [[stage.target]]
  bucket = "DeFi"
  pct = 60
  [[stage.target]]
  bucket = "Stables"
  pct = 40
  [[stage.overlay]]
  id = "leg"
  side = "long"
  of = "DeFi"
  basis = "notional-of-equity"
  size = 30
  leverage = 2
  margin = "Stables"
[[hedge]]
id = "h"
of = "NFT"
against = "BTC"
ratio = 0.3
band = [0.2, 0.4]
phases = ["EXP"]
[[move]]
id = "m"
from = ["DeFi"]
to = "Stables"
basis = "holding"
pct = 50
when = "phase.is_late"
`

func TestProblemsSayWhereAndWhat(t *testing.T) {
	if got := fault(t, whole); got != "" {
		t.Fatalf("the whole file has problems: %s", got)
	}
	for _, tc := range []struct{ name, old, new, want string }{
		{"no sum", "pct = 60", "pct = 60.02", "3:3: stage ACC: targets add up to 100.02 %, not 100"},
		{"NaN", "pct = 60", "pct = nan", "10:9: NaN % is no share"},
		{"infinite", "size = 30", "size = inf", "19:10: +Inf % is no share"},
		{"negative", "pct = 60", "pct = -60", "10:9: -60 % is no share"},
		{"unknown bucket", `bucket = "DeFi"`, `bucket = "DeFii"`, `9:12: bucket "DeFii" is not known, did you mean "DeFi"?`},
		{"unknown sector", `of = "NFT"`, `of = "NFTs"`, `24:6: sector "NFTs" is not known, did you mean "NFT"?`},
		{"unknown coin", `"BTC"`, `"BTCC"`, `25:11: coin "BTCC" is not known, did you mean "BTC"?`},
		{"unknown phase", `phases = ["EXP"]`, `phases = ["EXPP"]`, `28:11: phase "EXPP" is not known, did you mean "EXP"?`},
		{"unknown input", "defi.rsi_1d", "defi.rsi1d", `7:10: "defi.rsi1d" is not known, did you mean "defi.rsi_1d"?`},
		{"no truth", "defi.rsi_1d < 80", "defi.rsi_1d + 80", "7:"},
		{"broken condition", "defi.rsi_1d < 80", "defi.rsi_1d <", "7:22: "},
		{"on another line", `"defi.rsi_1d < 80"`, "'''\nphase.is_exp and\n  defi.rsi1d < 80'''", `9:3: "defi.rsi1d" is not known`},
		{"leverage over its cap", "leverage = 2", "leverage = 3.5", `20:14: overlay "leg": leverage 3.5 is over its cap`},
		{"leverage no number", "leverage = 2", "leverage = nan", `20:14: overlay "leg": leverage NaN is over its cap`},
		{"margin not there", "size = 30", "size = 90", `19:10: overlay "leg": its stage has 40 % in Stables and the margin needs 45 %`},
		{"margin from another bucket", `margin = "Stables"`, `margin = "Core"`, `has 0 % in Core and the margin needs 15 %`},
		{"same id", `id = "m"`, `id = "leg"`, `30:6: id "leg" stands twice`},
		{"core moved", `from = ["DeFi"]`, `from = ["Core"]`, "31:9: the core is never rotated (S2-CONS-1)"},
		{"to itself", `to = "Stables"`, `to = "DeFi"`, "goes from DeFi to itself"},
		{"out of band", "ratio = 0.3", "ratio = 0.5", `26:9: hedge "h": ratio 0.5 is outside its band`},
		{"a phase without a stage", `also = ["EXP", "LATE", "BEAR"]`, `also = ["EXP", "LATE"]`, "no [[stage]] for phase BEAR"},
		{"unknown key", "leverage = 2", "levrage = 2", `20:3: unknown key "stage.overlay.levrage", did you mean "stage.overlay.leverage"?`},
		{"no TOML", "name = ", "name ", "1:"},
		{"circle of conditions", "[[hedge]]", "[[define]]\nname = \"a\"\nwhen = \"define.b\"\n[[define]]\nname = \"b\"\nwhen = \"not define.a\"\n[[hedge]]", "go round in circles: a needs b needs a"},
		{"circle of moves", "[[hedge]]", "[[move]]\nid = \"back\"\nfrom = [\"Stables\"]\nto = \"DeFi\"\nbasis = \"holding\"\npct = 1\nwhen = \"phase.is_late\"\n[[hedge]]", `moves "back" and "m" go round in circles`},
		{"higher cap of its own", "[[hedge]]", "[limits]\nleverage_max = { value = 10, source = \"mine\" }\n[[hedge]]", "leverage_max 10 is over what is ever offered: 3"},
		{"more margin than ever", "[[hedge]]", "[limits]\nmargin_pct = { value = 60, source = \"mine\" }\n[[hedge]]", "margin_pct 60 is over the hard cap on margin: 50 (S1-RISK-1 C-24)"},
		{"more margin than half", "[[hedge]]", "[profile.bold]\nfutures_cap_pct = 60\nsource = \"mine\"\n[[hedge]]", "60 % is no share: it must lie between 0 and 50"},
		{"more futures than may be", "futures_pct = 20", "futures_pct = 60", `6:15: stage ACC: futures of 60 % of equity are above the cap of 50 (S1-RISK-1 C-24)`},
		{"a base that is not there", `extends = "rules"`, `extends = "ruless"`, `2:11: extends "ruless": playbook "ruless" is not known: use composite, s0-matrix, s1-blueprint, s2-narrative, or a file, did you mean "rules"?`},
		{"a base that is no file", `extends = "rules"`, `extends = "./none.toml"`, `2:11: extends "./none.toml": stat `},
		{"no base", `extends = "rules"`, "", "there are no [limits]"},
		{"control characters", `id = "m"`, "id = \"\\u001b[31mleg\"\n", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := fault(t, strings.Replace(whole, tc.old, tc.new, 1))
			if !strings.Contains("\n"+got, "\n"+tc.want) && !strings.Contains(got, tc.want) || got == "" && tc.want != "" {
				t.Errorf("got %s\nwant %s", got, tc.want)
			}
			if strings.Contains(got, "\x1b") {
				t.Errorf("a control sequence comes through: %q", got)
			}
		})
	}
}

// A source that looks like a row of the ledger and is none is told; the user's
// own words are not minded, and the playbook is good all the same.
func TestMisquoted(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"own words", `ratio = 0.3`, "ratio = 0.3\nsource = \"mine, after S-curves\"", ""},
		{"rows there are", `ratio = 0.3`, "ratio = 0.3\nsource = \"S1-B-HEDGE, C-18; chosen\"", ""},
		{"a row there is not", `ratio = 0.3`, "ratio = 0.3\nsource = \"S1-B-HEDGE S1-RISK-99\"", `27:10: ledger row "S1-RISK-99" is not known, did you mean "S1-RISK-`},
		{"a contradiction there is not", "pct = 60", "pct = 60\n  source = \"C-99\"", `11:12: ledger row "C-99" is not known`},
		{"of a profile", "[[hedge]]", "[profile.bold]\nfutures_cap_pct = 10\nsource = \"S9-X-1\"\n[[hedge]]", `24:10: ledger row "S9-X-1" is not known`},
		{"of a limit", "[[hedge]]", "[limits]\nmargin_pct = { value = 50, source = \"S9-X-1\" }\n[[hedge]]", `23:37: ledger row "S9-X-1" is not known`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mine.toml")
			if err := os.WriteFile(path, []byte(strings.Replace(whole, tc.old, tc.new, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			p, err := playbook.Load(path)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, problem := range p.Misquoted() {
				lines = append(lines, strings.TrimPrefix(problem.String(), path+":"))
			}
			got := strings.Join(lines, "\n")
			if !strings.HasPrefix(got, tc.want) || (got == "") != (tc.want == "") || len(lines) > 1 {
				t.Errorf("got %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestPlaybooksThatExtendOneAnotherInCircles(t *testing.T) {
	dir := t.TempDir()
	for name, base := range map[string]string{"a.toml": "b.toml", "b.toml": "a.toml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("name = 'x'\nextends = '"+base+"'\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := playbook.Load(filepath.Join(dir, "a.toml"))
	if err == nil || !strings.Contains(err.Error(), "a.toml:2:11: playbooks extend one another in circles") {
		t.Errorf("got %v", err)
	}
}

func TestAUsersFileMayExtendAShippedOne(t *testing.T) {
	text := `name = "mine"
extends = "s1-blueprint"
[limits]
margin_pct = { value = 30, source = "mine" }
[profile.standard]
futures_cap_pct = 25
source = "mine"
[[hedge]]
id = "l1-short"
of = "L1"
against = "SOL"
ratio = 0.12
band = [0.1, 0.2]
phases = ["EXP"]
source = "mine"
`
	path := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load(path)
	if err != nil {
		t.Fatal(playbook.ProblemsOf(err), err)
	}
	if p.Limits.MarginPct.Value != 30 || p.Limits.LeverageMax.Value != 3 || len(p.Stages) != 3 || len(p.Hedges) != 2 || p.Hedges[0].Against != "SOL" {
		t.Errorf("merged to %+v", p.Hedges)
	}
	if p.Profiles["standard"].FuturesCapPct != 25 || p.Profiles["beginner"].FuturesCapPct != 10 {
		t.Errorf("profiles %+v", p.Profiles)
	}
	base := shipped(t, "s1-blueprint")
	if base.Limits.MarginPct.Value != 50 || base.Profiles["standard"].FuturesCapPct != 50 {
		t.Error("the shipped playbook changed with it")
	}
}

// A shipped playbook serves a taxonomy that lacks its sectors: their share stays
// in stablecoins and what is asked of them is unknown. A user's own file is not
// bent.
func TestAUniverseThatLacksSectors(t *testing.T) {
	u := &universe.Universe{Benchmark: []model.Asset{"BTC", "ETH"}, Sectors: []universe.Sector{
		{Name: "Real World", Pool: universe.Pool{Members: []model.Asset{"ONDO", "SOL"}}},
		{Name: "DeFi", Pool: universe.Pool{Members: []model.Asset{"AAVE"}}},
	}}
	for _, name := range playbook.Names() {
		p, err := playbook.LoadFor(name, u)
		if err != nil {
			t.Errorf("%s: %v", name, playbook.ProblemsOf(err))
			continue
		}
		f := p.Catalogue().NewFrame()
		for _, r := range p.Conditions() {
			r.Condition.Eval(f)
		}
		s, _ := p.Stage(model.Expansion)
		if name == "composite" && (s.TargetOf(playbook.Stables) != 35 || s.TargetOf("DeFi") != 15) {
			t.Errorf("%+v", s.Targets)
		}
	}
	path := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := playbook.LoadFor(path, u)
	if list := playbook.ProblemsOf(err); len(list) != 1 || !strings.Contains(list[0].What, `sector "NFT" is not known`) {
		t.Errorf("got %v", list)
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	if _, err := playbook.Load("./nosuch.toml"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := playbook.Load(t.TempDir() + "/."); err == nil {
		t.Error("a folder was read")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("extends = 'composite'\n[[stage]]\n[[trigger]]\nfor=['defi']\nwhen='this.x'"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "fuzz.toml")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := playbook.Load(path)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("the error is not one clean line: %q", err)
			}
			return
		}
		var b strings.Builder
		if err := p.WritePage(&b); err != nil {
			t.Error(err)
		}
	})
}
