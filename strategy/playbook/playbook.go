// Package playbook reads playbooks: the articles' figures as data. A playbook
// says, for each phase or state of the market, how equity is spread over
// buckets, which futures stand over it and what they cost in margin, which
// hedges belong to which spot, what is moved when, and where risk ends. Every
// figure has the ledger rows it comes from beside it; no figure of the articles
// stands in Go code. Conditions are checked when a playbook is loaded.
package playbook

import (
	"slices"

	"eddy/model"
	"eddy/strategy/input"
)

// Buckets that are not sectors.
const (
	Core    = "Core"    // the anchor coins, never rotated (S2-CONS-1)
	Stables = "Stables" // cash
)

// Playbook is one set of rules.
type Playbook struct {
	Name      string        `toml:"name"`
	Title     string        `toml:"title"`
	Summary   string        `toml:"summary"`
	Extends   string        `toml:"extends"`   // a playbook whose rules hold where this one says nothing
	Timeframe string        `toml:"timeframe"` // of the bars that decide: "1d" or "4h"
	Sectors   []string      `toml:"sectors"`   // it acts on; empty: all of the universe
	Benchmark []model.Asset `toml:"benchmark"` // strength is measured against; empty: the universe's

	Contradictions []string `toml:"contradictions"` // the C-n that apply

	Defines    []Define           `toml:"define"`
	Stages     []Stage            `toml:"stage"`
	Presets    []Preset           `toml:"preset"`
	Hedges     []Hedge            `toml:"hedge"`
	Moves      []Move             `toml:"move"`
	Triggers   []Trigger          `toml:"trigger"`
	Picks      []Pick             `toml:"pick"`
	Precedence []Step             `toml:"precedence"` // the first wins
	Ladder     []Rung             `toml:"ladder"`     // risk-off, one rung down per confirmation
	Risk       []SectorRisk       `toml:"risk"`
	Limits     Limits             `toml:"limits"`
	Profiles   map[string]Profile `toml:"profile"`
	Notes      []Note             `toml:"note"`

	catalogue  *input.Catalogue
	conditions []*Rule
	byOwner    map[string]*Rule
	misquoted  Problems
}

// Define names a condition that others may use as define.NAME.
type Define struct {
	Name   string `toml:"name"`
	When   string `toml:"when"`
	Source string `toml:"source"`
}

// Note is something the reader should know, a rule that has no figure.
type Note struct {
	Text   string `toml:"text"`
	Source string `toml:"source"`
}

// Step is one rank of the order in which rules win.
type Step struct {
	Rule   string `toml:"rule"`
	Source string `toml:"source"`
}

// Rung is one step of the way out of risk: from these buckets to that one.
type Rung struct {
	From   []string `toml:"from"`
	To     string   `toml:"to"`
	Source string   `toml:"source"`
}

// Preset is another set of targets for a playbook's stages.
type Preset struct {
	Name   string        `toml:"name"`
	Title  string        `toml:"title"`
	Stages []PresetStage `toml:"stage"`
	Source string        `toml:"source"`
}

// PresetStage are the targets of one stage under a preset.
type PresetStage struct {
	ID      string   `toml:"id"`
	Targets []Target `toml:"target"`
}

// Profile is a kind of user.
type Profile struct {
	FuturesCapPct float64 `toml:"futures_cap_pct"` // margin, percent of equity
	Preset        string  `toml:"preset"`          // "" = the stages as they stand
	Source        string  `toml:"source"`
}

// Stage returns what the playbook wants in a phase when nothing more is known:
// the first stage of that phase that asks no condition, else the first of it.
func (p *Playbook) Stage(phase model.Phase) (Stage, bool) {
	first := -1
	for i := range p.Stages {
		s := &p.Stages[i]
		if !s.covers(phase) {
			continue
		}
		if s.Enter == "" {
			return *s, true
		}
		if first < 0 {
			first = i
		}
	}
	if first < 0 {
		return Stage{}, false
	}
	return p.Stages[first], true
}

// StageByID returns a stage by its id.
func (p *Playbook) StageByID(id string) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool { return s.ID == id })
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// FuturesCapIn returns the smallest cap on futures that applies, in percent of
// equity, and the ledger rows it comes from (C-4: the smallest wins and is
// named). s is the stage that applies, nil for none.
func (p *Playbook) FuturesCapIn(profile string, s *Stage) (pct float64, source string, ok bool) {
	if u, known := p.Profiles[profile]; known {
		pct, source, ok = u.FuturesCapPct, u.Source, true
	}
	if s != nil && (!ok || s.FuturesPct < pct) {
		pct, source, ok = s.FuturesPct, s.FuturesSource, true
	}
	return pct, source, ok
}

// WithPreset returns the playbook with the targets and overlays of a preset; the
// same when there is none of that name.
func (p *Playbook) WithPreset(name string) *Playbook {
	i := slices.IndexFunc(p.Presets, func(s Preset) bool { return s.Name == name })
	if i < 0 {
		return p
	}
	other := *p
	other.Stages = slices.Clone(p.Stages)
	for k := range other.Stages {
		other.Stages[k].Overlays = overlaysOf(other.Stages[k].Overlays, name)
	}
	for _, s := range p.Presets[i].Stages {
		if k := slices.IndexFunc(other.Stages, func(x Stage) bool { return x.ID == s.ID }); k >= 0 {
			other.Stages[k].Targets = s.Targets
		}
	}
	return &other
}

// ForProfile returns the playbook with the preset of a profile.
func (p *Playbook) ForProfile(name string) *Playbook {
	return p.WithPreset(p.Profiles[name].Preset)
}

// overlaysOf returns the overlays that belong to a preset.
func overlaysOf(all []Overlay, preset string) []Overlay {
	var own []Overlay
	for _, o := range all {
		if o.Preset == "" || o.Preset == preset {
			own = append(own, o)
		}
	}
	return own
}

// BucketOf says in which bucket of the playbook a coin's spot counts: its
// sub-sector where a target names that, else its sector (C-12).
func (p *Playbook) BucketOf(sector, child string) string {
	for i := range p.Stages {
		for _, t := range p.Stages[i].Targets {
			if child != "" && t.Bucket == child {
				return child
			}
		}
	}
	return sector
}

// Catalogue returns the named inputs the conditions were checked against.
func (p *Playbook) Catalogue() *input.Catalogue { return p.catalogue }
