// Package playbook reads playbooks: the articles' figures as data. A playbook
// says, for each phase, how equity is spread over buckets, how much may stand
// in futures, and which hedges belong to which spot. No figure of the articles
// stands in Go code.
package playbook

import (
	_ "embed" // the shipped playbooks
	"fmt"
	"math"
	"os"
	"strings"

	"eddy/model"
	"eddy/model/stricttoml"
)

//go:embed composite.toml
var composite []byte

// Buckets that are not sectors.
const (
	Core    = "Core"    // the anchor coins, never rotated (S2-CONS-1)
	Stables = "Stables" // cash
)

// Playbook is one set of rules.
type Playbook struct {
	Name     string             `toml:"name"`
	Title    string             `toml:"title"`
	Stages   []Stage            `toml:"stage"`
	Hedges   []Hedge            `toml:"hedge"`
	Profiles map[string]Profile `toml:"profile"`
}

// Stage is what a playbook wants in one phase.
type Stage struct {
	Phase         model.Phase `toml:"phase"`
	Targets       []Target    `toml:"target"`
	FuturesPct    float64     `toml:"futures_pct"` // share of equity that may stand in futures
	FuturesSource string      `toml:"futures_source"`
}

// Target is one bucket's share of equity in percent.
type Target struct {
	Bucket string  `toml:"bucket"`
	Pct    float64 `toml:"pct"`
	Source string  `toml:"source"` // ledger ids
}

// Hedge is a short that covers a sector's spot.
type Hedge struct {
	ID      string        `toml:"id"`
	Title   string        `toml:"title"`
	Of      string        `toml:"of"`      // sector or sub-sector
	Against model.Asset   `toml:"against"` // the coin whose perpetual is sold
	Ratio   float64       `toml:"ratio"`   // of the spot's value
	Band    [2]float64    `toml:"band"`
	Phases  []model.Phase `toml:"phases"`
	Source  string        `toml:"source"`
}

// AppliesIn tells whether the hedge belongs to a phase.
func (h Hedge) AppliesIn(p model.Phase) bool {
	for _, x := range h.Phases {
		if x == p {
			return true
		}
	}
	return false
}

// Profile is a kind of user.
type Profile struct {
	FuturesCapPct float64 `toml:"futures_cap_pct"` // margin, percent of equity
	Source        string  `toml:"source"`
}

// Names lists the playbooks that ship with eddy.
func Names() []string { return []string{"composite"} }

// Load returns the shipped playbook of that name, or reads the file it names.
func Load(nameOrPath string) (*Playbook, error) {
	if nameOrPath == "composite" {
		return parse(composite, nameOrPath)
	}
	if !strings.ContainsAny(nameOrPath, `/\.`) {
		return nil, fmt.Errorf("playbook %q is not known: use %s, or a file", nameOrPath, strings.Join(Names(), ", "))
	}
	data, err := os.ReadFile(nameOrPath)
	if err != nil {
		return nil, fmt.Errorf("playbook: %w", err)
	}
	return parse(data, nameOrPath)
}

func parse(data []byte, name string) (*Playbook, error) {
	var p Playbook
	if err := stricttoml.Decode(data, &p); err != nil {
		return nil, fmt.Errorf("playbook: %s: %w", name, err)
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("playbook: %s: %w", name, err)
	}
	return &p, nil
}

// Validate checks that every phase has a stage whose targets add up to 100 %
// within 0.01 and that ratios stand inside their bands.
func (p *Playbook) Validate() error {
	for _, phase := range []model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear} {
		s, ok := p.Stage(phase)
		if !ok {
			return fmt.Errorf("no [[stage]] for phase %s", phase)
		}
		if err := s.validate(); err != nil {
			return fmt.Errorf("stage %s: %w", phase, err)
		}
	}
	for _, h := range p.Hedges {
		if !(h.Band[0] <= h.Ratio && h.Ratio <= h.Band[1]) || h.Band[0] < 0 {
			return fmt.Errorf("hedge %q: ratio %v is outside its band %v", h.ID, h.Ratio, h.Band)
		}
	}
	return nil
}

func (s Stage) validate() error {
	sum := 0.0
	seen := map[string]bool{}
	for _, t := range s.Targets {
		if seen[t.Bucket] {
			return fmt.Errorf("bucket %q has two targets", t.Bucket)
		}
		seen[t.Bucket] = true
		if !(t.Pct >= 0 && t.Pct <= 100) {
			return fmt.Errorf("bucket %q: %v %% is no share", t.Bucket, t.Pct)
		}
		sum += t.Pct
	}
	if math.Abs(sum-100) > 0.01 {
		return fmt.Errorf("targets add up to %v %%, not 100", sum)
	}
	if !(s.FuturesPct >= 0 && s.FuturesPct <= 100) {
		return fmt.Errorf("futures_pct %v is no share", s.FuturesPct)
	}
	return nil
}

// Stage returns what the playbook wants in a phase.
func (p *Playbook) Stage(phase model.Phase) (Stage, bool) {
	for _, s := range p.Stages {
		if s.Phase == phase {
			return s, true
		}
	}
	return Stage{}, false
}

// FuturesCap returns the smallest cap on futures that applies and the ledger
// rows it comes from (C-4: the smallest wins and is named).
func (p *Playbook) FuturesCap(profile string, phase model.Phase) (pct float64, source string, ok bool) {
	if u, known := p.Profiles[profile]; known {
		pct, source, ok = u.FuturesCapPct, u.Source, true
	}
	if s, known := p.Stage(phase); known && (!ok || s.FuturesPct < pct) {
		pct, source, ok = s.FuturesPct, s.FuturesSource, true
	}
	return pct, source, ok
}
