package tui

import (
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/pane/risk"
)

// applyToPlan gives the legs of the plan that open a contract asked about the
// leverage that was asked for. They become steps of the plan like any other, to
// be undone there. The margin mode is no part of a plan.
func (a *App) applyToPlan() tea.Cmd {
	p := a.follow()
	switch {
	case len(a.slider.changes) == 0:
		a.slider.said = "move a leg's leverage first"
		return nil
	case p == nil || len(p.Legs) == 0:
		a.slider.said = "there is no plan to apply it to: Rotation says why"
		return nil
	}
	n := 0
	for _, c := range a.slider.changes {
		for i := range p.Legs {
			if l := &p.Legs[i]; c.Leverage.Valid && opens(l, c.Leg) {
				a.take(model.PlanStep{Leg: l.ID, Kind: model.StepLeverage, Value: c.Leverage.Decimal})
				n++
			}
		}
	}
	switch n {
	case 0:
		a.slider.said = noneOf(p)
	case 1:
		a.slider.said = "one leg of the plan has it now"
	default:
		a.slider.said = strconv.Itoa(n) + " legs of the plan have it now"
	}
	return nil
}

// noneOf says which contracts a plan opens when it opens none that was asked about.
func noneOf(p *model.Plan) string {
	var names []string
	for i := range p.Legs {
		if l := &p.Legs[i]; l.Action == model.ActOpen && l.Leverage.Valid {
			names = append(names, string(l.Asset)+" "+l.Side)
		}
	}
	if len(names) == 0 {
		return "the plan opens no future; choose another in Rotation"
	}
	return "not in the plan, which opens " + strings.Join(names, ", ")
}

// opens tells whether a leg of the plan opens that contract, on that side.
func opens(l *model.PlanLeg, of risk.Leg) bool {
	return l.Action == model.ActOpen && l.Leverage.Valid && l.Venue == of.Venue && l.Symbol == of.Symbol && l.Side == of.Side
}
