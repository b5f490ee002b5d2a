package playbook

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"eddy/model"
	"eddy/model/stricttoml"
	"eddy/model/universe"
	"eddy/strategy/input"
)

// checker finds what is wrong with a playbook.
type checker struct {
	p        *Playbook
	u        *universe.Universe
	file     string
	places   map[string]stricttoml.Place
	problems Problems

	sectors []string // sectors and sub-sectors
	buckets []string // those, Core and Stables
	coins   []string
	slugs   []string
}

// find notes a problem at a path of the file, or at the nearest path above it
// that stands in the file.
func (k *checker) find(path, format string, args ...any) {
	at, here := k.place(path)
	what := fmt.Sprintf(format, args...)
	if !here && strings.Contains(path, "[") {
		what = "inherited " + path + ": " + what
	}
	k.problems = append(k.problems, Problem{File: k.file, Line: at.Line, Column: at.Column, What: what})
}

// place returns where a path stands, or the nearest one above it; the file's
// beginning and false when none does.
func (k *checker) place(path string) (stricttoml.Place, bool) {
	for p := path; p != ""; p = parent(p) {
		if place, ok := k.places[p]; ok {
			return place, true
		}
	}
	return stricttoml.Place{Line: 1, Column: 1}, false
}

func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

func (k *checker) check() {
	k.prepare()
	k.head()
	k.stages()
	k.presets()
	k.hedges()
	k.moves()
	k.rest()
	k.limits()
	k.uniqueIDs()
	k.compileAll()
}

func (k *checker) prepare() {
	k.sectors = sectorNames(k.u)
	k.buckets = append([]string{Core, Stables}, k.sectors...)
	for _, a := range k.u.Candidates() {
		k.coins = append(k.coins, string(a))
	}
	k.slugs = input.Slugs(k.u)
}

// sectorNames lists the sectors and sub-sectors of a universe.
func sectorNames(u *universe.Universe) []string {
	var list []string
	for i := range u.Sectors {
		list = append(list, u.Sectors[i].Name)
		for _, c := range u.Sectors[i].Children {
			list = append(list, c.Name)
		}
	}
	return list
}

// known finds fault with a word that is none of a list.
func (k *checker) known(path, kind, word string, list []string) {
	if slices.Contains(list, word) {
		return
	}
	hint := ""
	if near := stricttoml.Nearest(word, list); near != "" {
		hint = fmt.Sprintf(", did you mean %q?", near)
	}
	k.find(path, "%s %q is not known%s", kind, model.CleanText(word), hint)
}

// share finds fault with a percentage that is none. A comparison with NaN is
// never true, so the tests ask for what is right.
func (k *checker) share(path string, v, most float64) {
	if !(v >= 0 && v <= most) {
		k.find(path, "%v %% is no share: it must lie between 0 and %v", v, most)
	}
}

func (k *checker) head() {
	p := k.p
	if p.Name == "" {
		k.find("name", "the playbook has no name")
	}
	k.known("timeframe", "timeframe", p.Timeframe, []string{"1d", "4h"})
	for i, s := range p.Sectors {
		k.known(fmt.Sprintf("sectors[%d]", i), "sector", s, k.sectors)
	}
	for i, a := range p.Benchmark {
		k.known(fmt.Sprintf("benchmark[%d]", i), "coin", string(a), k.coins)
	}
	all := contradictionIDs()
	for i, c := range p.Contradictions {
		k.known(fmt.Sprintf("contradictions[%d]", i), "contradiction", c, all)
	}
}

func (k *checker) stages() {
	if len(k.p.Stages) == 0 {
		k.find("stage", "the playbook has no [[stage]]")
		return
	}
	for _, phase := range []model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear} {
		if _, ok := k.p.Stage(phase); !ok {
			k.find("stage", "no [[stage]] for phase %s", phase)
		}
	}
	for i := range k.p.Stages {
		k.stage(fmt.Sprintf("stage[%d]", i), &k.p.Stages[i])
	}
}

var phaseNames = []string{string(model.Accumulation), string(model.Expansion), string(model.Late), string(model.Bear)}

func (k *checker) stage(path string, s *Stage) {
	k.phases(path+".also", s.Also)
	if s.Phase != "" || len(s.Also) == 0 {
		k.known(path+".phase", "phase", string(s.Phase), phaseNames)
	}
	k.targets(path, s.name(), s.Targets)
	k.share(path+".futures_pct", s.FuturesPct, 100)
	if limit := houseLimits().MarginPct; s.FuturesPct > limit.Value && s.FuturesPct <= 100 {
		k.find(path+".futures_pct", "stage %s: futures of %v %% of equity are above the cap of %v (%s)", s.name(), s.FuturesPct, limit.Value, limit.Source)
	}
	if !(s.BetaMax >= 0 && s.BetaMax <= 10) {
		k.find(path+".beta_max", "beta_max %v is no net exposure: it must lie between 0 and 10", s.BetaMax)
	}
	for i := range s.Overlays {
		k.overlay(fmt.Sprintf("%s.overlay[%d]", path, i), s, &s.Overlays[i])
	}
	for _, preset := range append([]string{""}, k.presetNames()...) {
		k.margins(path, s, preset)
	}
}

// name is what messages call a stage.
func (s *Stage) name() string {
	if s.ID == strings.ToLower(string(s.Phase)) {
		return string(s.Phase)
	}
	return s.ID
}

func (k *checker) phases(path string, list []model.Phase) {
	for i, p := range list {
		k.known(fmt.Sprintf("%s[%d]", path, i), "phase", string(p), phaseNames)
	}
}

// targets checks that shares add up to 100 % within 0.01 and that no bucket has
// two.
func (k *checker) targets(path, stage string, list []Target) {
	sum := 0.0
	seen := make(map[string]bool)
	for i, t := range list {
		at := fmt.Sprintf("%s.target[%d]", path, i)
		k.known(at+".bucket", "bucket", t.Bucket, k.buckets)
		if seen[t.Bucket] {
			k.find(at+".bucket", "stage %s: bucket %q has two targets", stage, model.CleanText(t.Bucket))
		}
		seen[t.Bucket] = true
		k.share(at+".pct", t.Pct, 100)
		sum += t.Pct
	}
	if !(math.Abs(sum-100) <= 0.01) {
		k.find(path, "stage %s: targets add up to %.10g %%, not 100", stage, sum)
	}
}

func (k *checker) presetNames() []string {
	var list []string
	for _, p := range k.p.Presets {
		list = append(list, p.Name)
	}
	return list
}

func (k *checker) presets() {
	ids := k.stageIDs()
	for i, p := range k.p.Presets {
		for j, s := range p.Stages {
			path := fmt.Sprintf("preset[%d].stage[%d]", i, j)
			k.known(path+".id", "stage", s.ID, ids)
			k.targets(path, s.ID+" of preset "+p.Name, s.Targets)
		}
	}
	for _, name := range k.profileNames() {
		if preset := k.p.Profiles[name].Preset; preset != "" {
			k.known("profile."+name+".preset", "preset", preset, k.presetNames())
		}
	}
}

func (k *checker) stageIDs() []string {
	var list []string
	for i := range k.p.Stages {
		list = append(list, k.p.Stages[i].ID)
	}
	return list
}

func (k *checker) profileNames() []string {
	list := make([]string, 0, len(k.p.Profiles))
	for name := range k.p.Profiles {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
