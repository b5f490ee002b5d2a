package playbook

import (
	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/playbook/condition"
)

// Role says what a condition decides.
type Role string

// The roles of conditions.
const (
	RoleEnter   Role = "enter"   // a stage applies
	RoleExit    Role = "exit"    // a stage is over
	RoleOpen    Role = "open"    // an overlay or a hedge is set
	RoleClose   Role = "close"   // an overlay or a hedge ends
	RoleMove    Role = "move"    // spot changes bucket
	RoleTrigger Role = "trigger" // risk is cut
	RoleRelease Role = "release" // a trigger is let go
	RolePick    Role = "pick"    // a coin is listed; coin.self is the coin
)

// Rule is one condition of a playbook, checked and ready to be asked.
type Rule struct {
	ID       string // "exp.enter", "rsi-overbought.ai", "l1-short.open"
	Owner    string // id of the stage, overlay, hedge, move, trigger or pick
	Stage    string // the stage it belongs to, "" = any
	Role     Role
	Title    string
	Subject  string // the sector it stands for, as conditions call it; "" = none
	Do       string // what follows when it holds
	Severity model.Severity
	Source   string

	Condition *condition.Condition
}

// Conditions returns every condition of the playbook in the order of the file.
// The slice is shared and must not be changed.
func (p *Playbook) Conditions() []*Rule { return p.conditions }

// Condition returns a condition by its id, nil when there is none.
func (p *Playbook) Condition(id string) *Rule { return p.byOwner[id] }

// Choose returns the stage that applies in a phase with these inputs: the first
// of the file that covers the phase and whose condition holds. A stage whose
// condition is not known is passed over, for a plan needs a reason. No stage
// covers an unknown phase.
func (p *Playbook) Choose(phase model.Phase, f *input.Frame) (Stage, bool) {
	for i := range p.Stages {
		s := &p.Stages[i]
		if !s.covers(phase) {
			continue
		}
		r := p.byOwner[s.ID+"."+string(RoleEnter)]
		if r == nil || r.Condition.Eval(f) == condition.True {
			return *s, true
		}
	}
	return Stage{}, false
}
