package plan

import (
	"math"
	"slices"

	"eddy/model"
	"eddy/model/portfolio/ledger"
)

// Done is the entry the books keep of a plan whose accepted legs are written: how
// much spot they buy, which tranche of the rotation that is, and which moves are
// made with it. The limits on the next plan count from it.
func Done(p *model.Plan) ledger.Entry {
	r := &model.RotationDone{Playbook: p.Playbook, Stage: p.Stage, Signal: p.WhatIf}
	staged, more := false, false
	for i := range p.Legs {
		l := &p.Legs[i]
		if l.Status != model.LegAccepted {
			continue
		}
		if l.Action == model.ActBuy {
			r.Points += pctOf(l.Notional, p.Equity)
			if !slices.Contains(r.Bought, l.Bucket) {
				r.Bought = append(r.Bought, l.Bucket)
			}
		}
		staged, more = staged || l.Tranche > 0, more || l.Next.Known()
		noteMoves(r, p, l)
	}
	r.Points = math.Round(r.Points*1e4) / 1e4
	if staged && p.Pace != nil {
		r.Tranche, r.Of, r.Left = p.Pace.Tranche, p.Pace.Of, p.Pace.Left
		if !more {
			r.Tranche = r.Of // every leg was made whole: no tranche is left
		}
		r.Signal = p.Pace.Signal || len(r.Moves) > 0
	}
	e := ledger.Entry{Kind: ledger.Rotation, Plan: r}
	e.Note = e.Words()
	return e
}

// noteMoves keeps the moves an accepted leg belongs to, each once.
func noteMoves(r *model.RotationDone, p *model.Plan, l *model.PlanLeg) {
	for _, m := range p.Moves {
		if m.Made || l.Move == "" || m.ID != l.Move || m.Asset != "" && m.Asset != l.Asset {
			continue
		}
		if !slices.ContainsFunc(r.Moves, func(d model.MoveDone) bool { return d.ID == m.ID && d.Asset == m.Asset && d.Bucket == m.Bucket }) {
			r.Moves = append(r.Moves, m.MoveDone)
		}
	}
}
