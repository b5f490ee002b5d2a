package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"eddy/model"
)

// Summarise sums a plan up for the snapshot.
func Summarise(p *model.Plan) *model.PlanView {
	v := &model.PlanView{AsOf: p.AsOf, Playbook: p.Playbook, Stage: p.Stage, Why: p.Why}
	if p.Why != "" {
		u := model.Unknown(p.Why)
		v.Legs, v.Turnover, v.TurnoverPct, v.Cost, v.Edge, v.EdgeOverCost, v.Refused = u, u, u, u, u, u, u
		return v
	}
	t := &p.Totals
	v.Without = model.Without(p.Unpriced)
	v.Legs, v.Refused = model.Known(float64(len(p.Legs))), model.Known(float64(len(p.Refused)))
	v.Turnover, v.TurnoverPct = model.Known(t.Turnover.InexactFloat64()), model.Known(t.TurnoverPct)
	v.Cost, v.Edge, v.EdgeOverCost = model.Known(t.Cost.InexactFloat64()), t.Edge, t.EdgeOver
	v.Digest = Digest(p)
	return v
}

// digestBytes is how much of the sum is shown: two plans of one desk never meet
// by chance in it.
const digestBytes = 8

// Digest is a short sum over everything a plan says, "" for one that cannot be
// written. Plans of the same snapshot and the same playbook have the same.
func Digest(p *model.Plan) string {
	text, err := json.Marshal(p)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:digestBytes])
}
