package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/model/margin"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/risk"
)

// slider is what the Risk view asks: which leg stands on the slider, and every
// change the reader has made.
type slider struct {
	leg     risk.Leg
	changes []risk.Change
	said    string // what became of the last thing asked of the plan

	rail     risk.Rail // where it was drawn last
	dragging bool

	// The scenario worked out last, of which snapshot and which changes.
	scenario *risk.Scenario
	of       *model.Snapshot
	isFresh  bool
}

// scenario works the legs out, once for each snapshot and change.
func (a *App) scenario() *risk.Scenario {
	s := a.snapshot()
	if a.slider.of != s || !a.slider.isFresh {
		a.slider.scenario = risk.Work(s, a.slider.changes)
		a.slider.of, a.slider.isFresh = s, true
	}
	return a.slider.scenario
}

// sliderLeg finds the leg on the slider. The one the reader chose stays there,
// wherever the table's order takes it; moving the cursor chooses another.
func (a *App) sliderLeg() int {
	sc, in := a.scenario(), a.listInput(layout.Legs)
	order := risk.Order(&in, sc)
	keys := make([]string, len(order))
	for i, x := range order {
		keys[i] = x.Key
	}
	at := a.desk.lists[layout.Legs].follow(keys)
	if at < 0 {
		return -1
	}
	a.slider.leg = risk.LegOf(order[at].Row)
	return sc.Find(a.slider.leg)
}

func (a *App) drawLegs(area grid.Area, in pane.Input) int {
	return risk.DrawLegs(area, in, a.scenario(), a.slider.said)
}

func (a *App) drawSlider(area grid.Area, in pane.Input) (overflow int) {
	overflow, a.slider.rail = risk.DrawSlider(area, in, a.scenario(), a.sliderLeg())
	return overflow
}

func (a *App) drawAccounts(area grid.Area, in pane.Input) int {
	return risk.DrawAccounts(area, in, a.scenario())
}

func (a *App) drawLadder(area grid.Area, in pane.Input) int {
	return risk.DrawLadder(area, in, a.scenario())
}

// openSlider goes from a leg to its slider, which may be in another view.
func (a *App) openSlider(leg string) tea.Cmd {
	if l := &a.desk.lists[layout.Legs]; l.about() != leg {
		*l = list{sort: l.sort}
		l.goTo(leg)
	}
	if a.desk.view == layout.RiskView {
		a.desk.enter(layout.Slider)
		return nil
	}
	a.desk.focus[layout.RiskView] = layout.Slider
	a.desk.deeper(layout.RiskView)
	return nil
}

// ask changes what is asked about the leg on the slider.
func (a *App) ask(edit func(l *risk.LegState, c *risk.Change)) {
	i := a.sliderLeg()
	sc := a.scenario()
	if i < 0 || sc.Legs[i].Now == nil {
		return
	}
	changes := slices.Clone(a.slider.changes)
	k := slices.IndexFunc(changes, func(c risk.Change) bool { return c.Leg == a.slider.leg })
	if k < 0 {
		k = len(changes)
		changes = append(changes, risk.Change{Leg: a.slider.leg})
	}
	edit(&sc.Legs[i], &changes[k])
	a.slider.changes, a.slider.said = changes, ""
	a.slider.isFresh, a.isFresh = false, false
}

// slide moves the leverage by so many of the slider's steps.
func slide(steps int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		t, ok := a.scenario().Track(a.sliderLeg())
		if !ok {
			return nil
		}
		a.ask(func(l *risk.LegState, c *risk.Change) { c.SetLeverage(l, t.Step(l.Leverage(), steps)) })
		return nil
	}
}

// wideSteps is how many steps the wide keys move.
const wideSteps = 5

// toggleMode asks the leg to be cross instead of isolated, or back.
func (a *App) toggleMode() tea.Cmd {
	a.ask(func(l *risk.LegState, c *risk.Change) { c.ToggleMode(l) })
	return nil
}

// toggleHold lets the size stay while the leverage moves, or the margin.
func (a *App) toggleHold() tea.Cmd {
	a.ask(func(_ *risk.LegState, c *risk.Change) { c.Hold = margin.HoldMargin - c.Hold })
	return nil
}

// resetLeg takes back what was asked of the leg on the slider.
func (a *App) resetLeg() tea.Cmd {
	a.slider.changes = slices.DeleteFunc(slices.Clone(a.slider.changes), func(c risk.Change) bool { return c.Leg == a.slider.leg })
	a.slider.isFresh, a.slider.said = false, ""
	return nil
}

// resetLegs takes everything back that was asked.
func (a *App) resetLegs() tea.Cmd {
	a.slider.changes, a.slider.isFresh, a.slider.said = nil, false, ""
	return nil
}

// drag moves the slider with the mouse and tells whether the mouse is on it.
func (a *App) drag(msg tea.MouseMsg) bool {
	if a.desk.view != layout.RiskView || a.desk.help || len(a.missed.list) > 0 {
		a.slider.dragging = false
		return false
	}
	switch {
	case msg.Action == tea.MouseActionRelease:
		a.slider.dragging = false
		return false
	case msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft:
		a.slider.dragging = a.slider.rail.Holds(msg.X, msg.Y)
	}
	if !a.slider.dragging {
		return false
	}
	a.desk.focusOn(layout.Slider)
	if to, ok := a.slider.rail.At(msg.X); ok {
		a.ask(func(l *risk.LegState, c *risk.Change) { c.SetLeverage(l, to) })
	}
	return true
}

// riskGroup is the heading of the Risk view's keys in the help.
const riskGroup = "risk: leverage slider"

// riskCommands lists the keys of the Risk view.
func riskCommands() []command {
	const in = layout.RiskView
	return []command{
		{name: "slide-up", keys: bind("← →", "leverage", "right", "l"), group: riskGroup, help: "more or less leverage for the leg; also the mouse", in: in, do: slide(1), hint: noHelp, rank: 1},
		{name: "slide-down", keys: bind("←", "", "left", "h"), group: riskGroup, in: in, do: slide(-1)},
		{name: "slide-more", keys: bind("+ -", "wide steps", "+", "="), group: riskGroup, help: "five steps at once", in: in, do: slide(wideSteps)},
		{name: "slide-less", keys: bind("-", "", "-"), group: riskGroup, in: in, do: slide(-wideSteps)},
		{name: "margin-mode", keys: bind("x", "cross/isolated", "x"), group: riskGroup, help: "cross or isolated", in: in, do: (*App).toggleMode, hint: noHelp, rank: 4},
		{name: "hold", keys: bind("o", "size/margin", "o"), group: riskGroup, help: "keep the size or the margin while it moves", in: in, do: (*App).toggleHold, hint: noHelp, rank: 5},
		{name: "reset-leg", keys: bind("r R", "reset", "r"), group: riskGroup, help: "take back what was asked of the leg, of all legs", in: in, do: (*App).resetLeg, hint: isAsking, rank: 3},
		{name: "reset-legs", keys: bind("R", "", "R"), group: riskGroup, in: in, do: (*App).resetLegs},
		{name: "apply", keys: bind("a", "to the plan", "a"), group: riskGroup, help: "give the plan's legs the leverage asked for", in: in, do: (*App).applyToPlan, hint: isAsking, rank: 3},
	}
}

func isAsking(a *App) bool { return !a.desk.help && len(a.slider.changes) > 0 }
