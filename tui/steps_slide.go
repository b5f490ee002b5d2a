package tui

import (
	tea "github.com/charmbracelet/bubbletea"
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/layout"
)

// leverageStep is how far a key moves the leverage, and leastLeverage where it
// ends.
var (
	leverageStep  = decimal.RequireFromString("0.5")
	leastLeverage = decimal.NewFromInt(1)
)

// leverLeg moves the leverage of a leg that is opened by so many steps.
func leverLeg(by int64) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		l := a.step()
		if l == nil || !l.Leverage.Valid || l.Action != model.ActOpen {
			a.sayStep("only a leg that is opened has a leverage to choose", true)
			return nil
		}
		a.lever(l, l.Leverage.Decimal.Add(leverageStep.Mul(decimal.NewFromInt(by))))
		return nil
	}
}

func (a *App) lever(l *model.PlanLeg, to decimal.Decimal) {
	if to = decimal.Max(to, leastLeverage); !to.Equal(l.Leverage.Decimal) {
		a.change(l, model.StepLeverage, to)
	}
}

// dragLeverage moves the leverage's slider with the mouse and tells whether the
// mouse is on it.
func (a *App) dragLeverage(msg tea.MouseMsg) bool {
	w := &a.walk
	if a.desk.view != layout.StepsView || a.desk.help || len(a.missed.list) > 0 || msg.Action == tea.MouseActionRelease {
		w.dragging = false
		return false
	}
	if msg.Action == tea.MouseActionPress {
		w.dragging = msg.Button == tea.MouseButtonLeft && w.rail.Holds(msg.X, msg.Y)
	}
	l := a.step()
	to, ok := w.rail.At(msg.X)
	if !w.dragging || l == nil || !ok {
		return false
	}
	a.desk.focusOn(layout.PlanStep)
	a.isFresh = false
	a.lever(l, to)
	return true
}
