package playbook

import (
	"errors"
	"fmt"
	"strings"

	"eddy/model"
	"eddy/strategy/playbook/condition"
)

// compileAll reads every condition of the playbook.
func (k *checker) compileAll() {
	k.p.byOwner = make(map[string]*Rule)
	defs := make(condition.Definitions)
	for i, d := range k.p.Defines {
		if d.Name == "" || defs[d.Name] != "" {
			k.find(fmt.Sprintf("define[%d]", i), "definition %q has no name or stands twice", model.CleanText(d.Name))
		}
		defs[d.Name] = d.When
	}
	scope := condition.Scope{Defines: defs}
	for i, d := range k.p.Defines {
		k.compile(fmt.Sprintf("define[%d].when", i), Rule{}, d.When, scope)
	}
	for i := range k.p.Stages {
		k.compileStage(i, scope)
	}
	for i := range k.p.Hedges {
		h, path := &k.p.Hedges[i], fmt.Sprintf("hedge[%d]", i)
		r := Rule{Owner: h.ID, Title: h.Title, Source: h.Source, Severity: model.Info}
		k.optional(path+".when", r.in(RoleOpen, "set the hedge"), h.When, scope)
		k.optional(path+".until", r.in(RoleClose, "close the hedge"), h.Until, scope)
	}
	for i := range k.p.Moves {
		m := &k.p.Moves[i]
		r := Rule{Owner: m.ID, Title: m.Title, Source: m.Source, Severity: model.Info}
		if len(m.Stages) == 1 {
			r.Stage = m.Stages[0]
		}
		k.optional(fmt.Sprintf("move[%d].when", i), r.in(RoleMove, m.Then), m.When, scope)
	}
	for i := range k.p.Triggers {
		k.compileTrigger(i, defs)
	}
	for i := range k.p.Picks {
		c := &k.p.Picks[i]
		r := Rule{Owner: c.ID, Title: c.Title, Source: c.Source, Severity: model.Info}
		k.compile(fmt.Sprintf("pick[%d].when", i), r.in(RolePick, c.Do), c.When, scope)
	}
}

func (r Rule) in(role Role, do string) Rule {
	r.Role, r.Do = role, do
	return r
}

func (k *checker) compileStage(i int, scope condition.Scope) {
	s, path := &k.p.Stages[i], fmt.Sprintf("stage[%d]", i)
	r := Rule{Owner: s.ID, Stage: s.ID, Title: s.Title, Source: s.Source, Severity: model.Info}
	k.optional(path+".enter", r.in(RoleEnter, ""), s.Enter, scope)
	for j, x := range s.Exits {
		exit := Rule{Owner: x.ID, Stage: s.ID, Title: s.Title, Source: x.Source, Severity: model.Warning}
		k.compile(fmt.Sprintf("%s.exit[%d].when", path, j), exit.in(RoleExit, x.Do), x.When, scope)
	}
	for j := range s.Overlays {
		o, at := &s.Overlays[j], fmt.Sprintf("%s.overlay[%d]", path, j)
		leg := Rule{Owner: o.ID, Stage: s.ID, Title: o.Title, Source: o.Source, Severity: model.Info}
		k.optional(at+".when", leg.in(RoleOpen, "open the leg"), o.When, scope)
		k.optional(at+".until", leg.in(RoleClose, "close the leg"), o.Until, scope)
	}
}

// compileTrigger reads a trigger once for each sector it stands for.
func (k *checker) compileTrigger(i int, defs condition.Definitions) {
	t, path := &k.p.Triggers[i], fmt.Sprintf("trigger[%d]", i)
	subjects := t.For
	if len(subjects) == 0 {
		subjects = []string{""}
	}
	for _, subject := range subjects {
		scope := condition.Scope{Defines: defs, This: subject}
		r := Rule{Owner: t.ID, Title: t.Title, Subject: subject, Source: t.Source, Severity: t.Severity}
		k.compile(path+".when", r.in(RoleTrigger, t.Do), t.When, scope)
		k.optional(path+".release", r.in(RoleRelease, ""), t.Release, scope)
	}
}

// optional is compile for a condition that may be left out.
func (k *checker) optional(path string, r Rule, text string, scope condition.Scope) {
	if text != "" {
		k.compile(path, r, text, scope)
	}
}

// compile reads one condition and keeps it under its owner, subject and role. A
// rule without a role is only checked.
func (k *checker) compile(path string, r Rule, text string, scope condition.Scope) {
	c, err := condition.Compile(text, k.p.catalogue, scope)
	if err != nil {
		k.faulty(path, text, err)
		return
	}
	if r.Role == "" {
		return
	}
	r.Condition, r.ID = c, r.Owner
	if r.Subject != "" {
		r.ID += "." + r.Subject
	}
	r.ID += "." + string(r.Role)
	rule := &r
	k.p.conditions = append(k.p.conditions, rule)
	k.p.byOwner[r.ID] = rule
}

// faulty notes a condition's fault where it stands in the file: the text begins
// one quote after its value's place, or on the next line after three quotes. A
// fault seen for several sectors is told once.
func (k *checker) faulty(path, text string, err error) {
	var fault *condition.Error
	if !errors.As(err, &fault) {
		k.find(path, "%v", err)
		return
	}
	before := len(k.problems)
	k.find(path, "%s", fault.What)
	p := &k.problems[before]
	if _, here := k.places[path]; here {
		switch {
		case strings.Contains(text, "\n"):
			p.Line += fault.Line
			p.Column = fault.Column
		default:
			p.Column += fault.Column
		}
	}
	for i := range before {
		if k.problems[i] == *p {
			k.problems = k.problems[:before]
			return
		}
	}
}
