package main

import (
	"encoding/json"
	"fmt"
	"io"

	"eddy/model"
	"eddy/strategy/plan"
	"eddy/tui/plain"
)

// rotationOf is the plan the Rotation view opens with at a snapshot, nil before
// anything was heard.
func (d *deskPlans) rotationOf(s *model.Snapshot) (*model.Plan, error) {
	if s.Planning == nil {
		return nil, nil
	}
	return d.planner.Propose(s, model.PlanAsk{})
}

// writeText writes what the desk's views show: the snapshot, and the plan leg by
// leg.
func writeText(out io.Writer, s *model.Snapshot, p *model.Plan) error {
	if err := plain.Write(out, s); err != nil {
		return err
	}
	if p == nil {
		_, err := fmt.Fprintln(out, "\nno plan yet: it needs prices and a portfolio")
		return err
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	return plan.WriteText(out, p)
}

// wholeSnapshot is a snapshot with the plan the Rotation view opens with beside
// the summary of the standing one.
type wholeSnapshot struct {
	*model.Snapshot
	Plan *wholePlan `json:"plan,omitempty"`
}

type wholePlan struct {
	*model.PlanView
	Proposal *model.Plan `json:"proposal,omitempty"`
}

// writeJSON writes the same as an object on a line.
func writeJSON(out io.Writer, s *model.Snapshot, p *model.Plan) error {
	whole := wholeSnapshot{Snapshot: s}
	if s.Plan != nil || p != nil {
		whole.Plan = &wholePlan{PlanView: s.Plan, Proposal: p}
	}
	return json.NewEncoder(out).Encode(whole)
}
