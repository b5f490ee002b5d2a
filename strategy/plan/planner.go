package plan

import (
	"fmt"
	"strings"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/universe"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// Planner makes plans for a desk: it knows the playbooks, the profile and the
// brackets that ship with eddy. It is not safe for use by several goroutines.
type Planner struct {
	universe *universe.Universe
	profile  string
	own      string // the desk's playbook: a name or a file
	tiers    *tier.Book
	fees     cost.Fees
	books    map[string]*playbook.Playbook
}

// NewPlanner returns a planner whose own playbook is a name or a file, for an
// account that pays these fees.
func NewPlanner(own, profile string, u *universe.Universe, fees cost.Fees) (*Planner, error) {
	tiers, err := tier.Embedded()
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return &Planner{universe: u, profile: profile, own: own, tiers: tiers, fees: fees, books: make(map[string]*playbook.Playbook)}, nil
}

func (p *Planner) book(name string) (*playbook.Playbook, error) {
	if b, loaded := p.books[name]; loaded {
		return b, nil
	}
	b, err := playbook.LoadFor(name, p.universe)
	if err != nil {
		return nil, err
	}
	p.books[name] = b
	return b, nil
}

// Propose makes the plan that is asked for. An error says what was asked for
// that there is not; a plan that cannot be made for want of data says so itself.
func (p *Planner) Propose(s *model.Snapshot, ask model.PlanAsk) (*model.Plan, error) {
	in := Inputs{Snapshot: s, Profile: p.profile, Tiers: p.tiers, Fees: p.fees, Stage: ask.Stage, OptIn: ask.OptIn, WhatIf: ask.Stage != "" && ask.Stage != s.Stage.ID || ask.Playbook != ""}
	name := firstOf(ask.Playbook, p.own)
	if ask.Procedure != "" {
		known, ok := ProcedureByName(ask.Procedure)
		if !ok {
			return nil, fmt.Errorf("no procedure is called %q: %s", ask.Procedure, ProcedureNames())
		}
		in.Procedure, in.Stage, in.WhatIf, name = known, known.Stage, true, known.Playbook
	}
	b, err := p.book(name)
	if err != nil {
		return nil, err
	}
	in.Playbook = b.ForProfile(p.profile)
	if in.Procedure != nil && in.Procedure.Preset != "" {
		in.Playbook = b.WithPreset(in.Procedure.Preset)
	}
	if in.Procedure == nil && (name == p.own || name == s.Playbook) {
		in.WhatIf = ask.Stage != "" && ask.Stage != s.Stage.ID
	}
	if in.Stage != "" {
		if _, ok := in.Playbook.StageByID(in.Stage); !ok {
			return nil, fmt.Errorf("playbook %s has no stage %q, it has: %s", in.Playbook.Name, in.Stage, stageNames(in.Playbook))
		}
	}
	return Propose(in), nil
}

// Revise folds steps over a plan, see the function of that name.
func (p *Planner) Revise(plan *model.Plan, now *model.Snapshot, steps []model.PlanStep) *model.Plan {
	return Revise(plan, now, steps)
}

// Offers lists what a plan may be asked for: the procedures, then every stage of
// the desk's own playbook and of those that ship with eddy.
func (p *Planner) Offers() []model.PlanAsk {
	var out []model.PlanAsk
	for i := range procedures {
		out = append(out, model.PlanAsk{Procedure: procedures[i].Name})
	}
	for i, name := range append([]string{p.own}, playbook.Names()...) {
		b, err := p.book(name)
		if err != nil || i > 0 && name == p.own {
			continue // offered already, or it cannot be read; asking for it by name says why
		}
		for k := range b.Stages {
			out = append(out, model.PlanAsk{Playbook: name, Stage: b.Stages[k].ID})
		}
	}
	return out
}

// ProcedureNames lists the procedures' names with commas between.
func ProcedureNames() string {
	names := make([]string, len(procedures))
	for i := range procedures {
		names[i] = procedures[i].Name
	}
	return strings.Join(names, ", ")
}

func stageNames(b *playbook.Playbook) string {
	names := make([]string, len(b.Stages))
	for i := range b.Stages {
		names[i] = b.Stages[i].ID
	}
	return strings.Join(names, ", ")
}
