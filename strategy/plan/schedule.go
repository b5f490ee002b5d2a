package plan

import (
	"fmt"

	"eddy/model"
)

// stepNote is the id of the note that tells a chosen stage's schedule.
const stepNote = "step"

// schedule says when a plan's purchases are made, in a line; "" where it buys
// nothing in tranches.
func schedule(p *model.Plan) string {
	if p.Pace == nil {
		for _, n := range p.Notes {
			if n.ID == stepNote {
				return "shown whole: " + n.Text
			}
		}
		return ""
	}
	if p.Pace.Held != "" {
		return p.Pace.Held
	}
	for i := range p.Legs {
		if p.Legs[i].Of > 1 {
			return "purchases and opened legs are " + trancheText(&p.Legs[i])
		}
	}
	return ""
}

// trancheText says which part of its purchase a leg is.
func trancheText(l *model.PlanLeg) string {
	text := fmt.Sprintf("tranche %d of %d", l.Tranche, l.Of)
	if l.Next.Known() {
		text += ", next not before " + clockOf(l.Next)
	}
	return text
}
