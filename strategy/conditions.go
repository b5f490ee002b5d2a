package strategy

import (
	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// conditionRows asks every condition of the playbook at the last closed bars,
// with each comparison's value, threshold and side. A condition that lists
// coins is asked for every member, and shown for those it holds for.
func (e *Engine) conditionRows() (rows []model.ConditionView, rules []*playbook.Rule) {
	f := e.inputs.closed
	for _, r := range e.cfg.Playbook.Conditions() {
		if r.Role != playbook.RolePick {
			rows, rules = append(rows, conditionRow(r, f, "")), append(rules, r)
			continue
		}
		for _, i := range e.slow.members {
			a := e.assets[i].asset
			if e.focus(f, a) && r.Condition.Eval(f) == condition.True {
				rows, rules = append(rows, conditionRow(r, f, a)), append(rules, r)
			}
		}
		e.focus(f, "")
	}
	return rows, rules
}

// conditionRow asks one condition; coin is the one a listing is about.
func conditionRow(r *playbook.Rule, f *input.Frame, coin model.Asset) model.ConditionView {
	v := model.ConditionView{
		ID: r.ID, Stage: r.Stage, Role: string(r.Role), Subject: r.Subject, Text: r.Title,
		When: r.Condition.Plain(), Do: r.Do, Source: r.Source,
		State: r.Condition.Eval(f).State(), Evidence: r.Condition.Evidence(f, []model.Evidence{}),
	}
	if coin != "" {
		v.ID, v.Subject = r.ID+"."+string(coin), string(coin)
	}
	return v
}

// viewConditions shows the conditions with what the open bars would make of
// them. The rows of the closed bars are shared; only the preview is new.
func (e *Engine) viewConditions() []model.ConditionView {
	if len(e.told.conditions) == 0 {
		return nil
	}
	now := e.preview()
	f := e.inputs.open
	e.fillInputs(f, &now, true)
	rows := make([]model.ConditionView, len(e.told.conditions))
	for i, r := range e.told.rules {
		rows[i] = e.told.conditions[i]
		if r.Role == playbook.RolePick {
			e.focus(f, model.Asset(rows[i].Subject))
		}
		rows[i].Preview = r.Condition.Eval(f).State()
	}
	e.focus(f, "")
	return rows
}
