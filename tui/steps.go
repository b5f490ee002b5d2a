package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/steps"
)

// Planner makes plans and folds the reader's steps over them. It works out and
// does nothing else: no file, no network, and quickly enough for a key.
type Planner interface {
	// Propose makes the plan that is asked for. An error says what was asked for
	// that there is not.
	Propose(s *model.Snapshot, ask model.PlanAsk) (*model.Plan, error)
	// Revise holds a plan against a newer snapshot with the steps taken so far.
	Revise(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) *model.Plan
	// Offers lists what may be asked for.
	Offers() []model.PlanAsk
}

// walk is the plan the reader steps through.
type walk struct {
	planner Planner
	commit  func(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error)
	skipped func() ([]model.Skipped, error) // reads what was left out; nil = nobody keeps it
	export  func(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error)

	ask   model.PlanAsk
	base  *model.Plan // as proposed; nil: none yet
	plan  *model.Plan // with the steps, held against of
	of    *model.Snapshot
	taken []model.PlanStep
	tried model.Millis // when base was made, by the local clock

	said string
	bad  bool
	busy bool // being written or exported

	asked    *model.Plan // the proposal a typed line was asked about
	dropped  *dropped    // what a restart left; nil: nothing to bring back
	rail     steps.Rail  // the leverage's slider, where it was drawn last
	dragging bool
}

// dropped is a walk that was left for another, so that it can be taken up again.
type dropped struct {
	ask   model.PlanAsk
	base  *model.Plan
	taken []model.PlanStep
}

// replanAfter is how much local time lies between two tries to make a plan for
// which something was missing, in milliseconds.
const replanAfter = 1000

// follow brings the plan to the newest snapshot. Without steps taken a plan that
// is out of date is made anew; with steps it stays and says so.
func (a *App) follow() *model.Plan {
	w, s := &a.walk, a.snapshot()
	if w.planner == nil || w.of == s {
		return w.plan
	}
	if w.base != nil {
		w.plan = w.planner.Revise(w.base, s, w.taken)
	}
	if w.base == nil || len(w.taken) == 0 && a.isStale(s) && !a.isAsking() {
		a.propose(s)
	}
	w.of = s
	return w.plan
}

// isAsking tells whether a line is typed that is about the plan on show: it does
// not change under the reader's hands.
func (a *App) isAsking() bool {
	k := a.prompt.kind
	return k == passOpen || k == commitOpen || k == legOpen
}

// askPlan opens a line about the plan on show.
func (a *App) askPlan(kind promptKind, text string) tea.Cmd {
	a.walk.asked = a.walk.base
	return a.openPrompt(kind, text)
}

// isStale tells whether a plan nobody has decided on is to be made anew.
func (a *App) isStale(s *model.Snapshot) bool {
	w := &a.walk
	if w.plan == nil || len(w.plan.OutOfDate) > 0 {
		return true
	}
	return w.plan.Why != "" && s.Clock.Sub(w.tried).Milliseconds() >= replanAfter
}

// propose makes a plan for a snapshot and forgets what was decided.
func (a *App) propose(s *model.Snapshot) {
	w := &a.walk
	if s.Planning == nil {
		return // nothing has been heard yet
	}
	p, err := w.planner.Propose(s, w.ask)
	if err != nil {
		a.sayStep(model.CleanText(err.Error()), true)
		w.ask = model.PlanAsk{}
		return
	}
	w.base, w.plan, w.taken, w.of, w.tried = p, p, nil, s, s.Clock
}

func (a *App) sayStep(text string, bad bool) { a.walk.said, a.walk.bad = text, bad }

// stepState is what the panes of the view draw.
func (a *App) stepState() *steps.State {
	p := a.follow()
	s := &steps.State{Plan: p, At: a.atLeg(), Said: a.walk.said, Bad: a.walk.bad}
	if a.walk.planner == nil {
		s.Said = "no plans can be made here"
	}
	return s
}

// legRows lists the legs as they are shown.
func (a *App) legRows() []*model.PlanLeg {
	in := a.listInput(layout.PlanLegs)
	return steps.Legs(&in, a.walk.plan)
}

// atLeg is the place in the plan of the leg the reader is on, -1 where none is
// shown.
func (a *App) atLeg() int {
	rows := a.legRows()
	keys := make([]string, len(rows))
	for i, l := range rows {
		keys[i] = l.ID
	}
	at := a.desk.lists[layout.PlanLegs].follow(keys)
	if at < 0 {
		return -1
	}
	return slices.IndexFunc(a.walk.plan.Legs, func(l model.PlanLeg) bool { return l.ID == keys[at] })
}

// goLeg goes to a leg; a filter that hides it ends.
func (a *App) goLeg(to *model.PlanLeg) {
	l := &a.desk.lists[layout.PlanLegs]
	if !slices.ContainsFunc(a.legRows(), func(o *model.PlanLeg) bool { return o.ID == to.ID }) {
		l.filter = ""
	}
	l.goTo(to.ID)
}

func (a *App) drawPlanLegs(area grid.Area, in pane.Input) int {
	return steps.DrawLegs(area, in, a.stepState())
}

func (a *App) drawPlanStep(area grid.Area, in pane.Input) (overflow int) {
	overflow, a.walk.rail = steps.DrawStep(area, in, a.stepState())
	return overflow
}

// step is the leg the reader is on, nil when there is none.
func (a *App) step() *model.PlanLeg {
	p := a.follow()
	if p == nil {
		return nil
	}
	at := a.atLeg()
	if at < 0 {
		return nil
	}
	return &p.Legs[at]
}

// take adds a step and works the plan out with it.
func (a *App) take(s model.PlanStep) *model.PlanLeg {
	w := &a.walk
	w.taken = append(w.taken[:len(w.taken):len(w.taken)], s)
	return a.refold()
}

func (a *App) refold() *model.PlanLeg {
	w := &a.walk
	w.plan = w.planner.Revise(w.base, a.snapshot(), w.taken)
	w.of = a.snapshot()
	return a.step()
}

// acceptLeg accepts the leg. One that a hard rule forbids cannot be accepted; a
// soft one asks for a word.
func (a *App) acceptLeg() tea.Cmd {
	l := a.step()
	if l == nil {
		return nil
	}
	soft := ""
	for i := range l.Guards {
		g := &l.Guards[i]
		switch {
		case g.Passed:
		case g.Hard:
			a.sayStep(fmt.Sprintf("leg %d cannot be accepted, %s: %s", l.N, g.ID, g.Text), true)
			return nil
		case soft == "":
			soft = g.ID
		}
	}
	if soft != "" && l.Status != model.LegAccepted {
		a.sayStep("", false)
		return a.askPlan(passOpen, "")
	}
	a.accept(l, false)
	return nil
}

// passWord is what is typed to pass a soft rule on purpose, and commitWord to
// write the accepted legs into the books.
const (
	passWord   = "pass"
	commitWord = "commit"
)

// passLeg accepts a leg against soft rules, once the word was typed.
func (a *App) passLeg(word string) tea.Cmd {
	l := a.askedLeg()
	switch {
	case l == nil:
	case word != passWord:
		a.sayStep(fmt.Sprintf("leg %d was not accepted: %q is not %q", l.N, model.CleanText(word), passWord), true)
	default:
		a.accept(l, true)
	}
	return nil
}

// askedLeg is the leg a line was typed about, nil when the plan has been made anew
// meanwhile.
func (a *App) askedLeg() *model.PlanLeg {
	l := a.step()
	if l != nil && a.walk.asked != a.walk.base {
		a.sayStep("the plan was made anew meanwhile: look again", true)
		return nil
	}
	return l
}

func (a *App) accept(l *model.PlanLeg, confirm bool) {
	n := l.N
	if now := a.take(model.PlanStep{Leg: l.ID, Kind: model.StepAccept, Confirm: confirm}); now == nil || now.Status != model.LegAccepted {
		a.sayStep(fmt.Sprintf("leg %d was not accepted: a rule speaks against it", n), true)
		return
	}
	a.sayStep(fmt.Sprintf("leg %d accepted", n), false)
	a.nextUndecided()
}

func (a *App) skipLeg() tea.Cmd {
	if l := a.step(); l != nil {
		n := l.N
		a.take(model.PlanStep{Leg: l.ID, Kind: model.StepSkip})
		a.sayStep(fmt.Sprintf("leg %d skipped", n), false)
		a.nextUndecided()
	}
	return nil
}

// nextUndecided goes to the next leg that waits for a decision, those that are
// shown before those the filter hides; with none left it says what to do.
func (a *App) nextUndecided() {
	rows := a.legRows()
	at := slices.Index(rows, a.step()) + 1
	for _, l := range slices.Concat(rows[at:], rows[:at], pane.Refs(a.walk.plan.Legs)) {
		if l.Status != model.LegAccepted && l.Status != model.LegSkipped {
			a.goLeg(l)
			return
		}
	}
	a.sayStep(a.walk.said+"; every leg is decided: c writes the accepted ones, x exports them", false)
}

// moveLeg goes to the leg before, or after.
func moveLeg(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		if a.step() != nil {
			a.desk.lists[layout.PlanLegs].cursor += by
			a.sayStep("", false)
		}
		return nil
	}
}

// undoStep takes the last step back and goes to its leg. Where none was taken since
// a restart, it takes the restart back.
func (a *App) undoStep() tea.Cmd {
	w := &a.walk
	if len(w.taken) == 0 && w.dropped != nil {
		return a.undoRestart()
	}
	if w.plan == nil || len(w.taken) == 0 {
		a.sayStep("there is nothing to undo", true)
		return nil
	}
	last := w.taken[len(w.taken)-1]
	w.taken = w.taken[:len(w.taken)-1]
	a.refold()
	if i := slices.IndexFunc(w.plan.Legs, func(l model.PlanLeg) bool { return l.ID == last.Leg }); i >= 0 {
		a.goLeg(&w.plan.Legs[i])
		a.sayStep(fmt.Sprintf("undone: %s of leg %d", last.Kind, i+1), false)
	}
	return nil
}

func (a *App) undoRestart() tea.Cmd {
	w := &a.walk
	w.ask, w.base, w.taken, w.dropped = w.dropped.ask, w.dropped.base, w.dropped.taken, nil
	a.refold()
	a.sayStep("undone: restart; what was accepted is back", false)
	return nil
}

// restartPlan forgets every step and makes the plan anew from what is known now.
func (a *App) restartPlan() tea.Cmd { return a.planFor(a.walk.ask) }

// planFor makes the plan that is asked for. Steps that were taken in the one
// before are kept for an undo.
func (a *App) planFor(ask model.PlanAsk) tea.Cmd {
	w := &a.walk
	if w.planner == nil {
		return nil
	}
	if len(w.taken) > 0 {
		w.dropped = &dropped{ask: w.ask, base: w.base, taken: w.taken}
	}
	a.forget()
	w.ask = ask
	a.sayStep("planned anew", false)
	a.follow()
	return nil
}

// forget leaves the plan on show; the next is made from what is known then.
func (a *App) forget() {
	w := &a.walk
	w.base, w.plan, w.taken, w.of = nil, nil, nil, nil
	a.desk.lists[layout.PlanLegs].top()
}

// change takes a step that changes a leg, in the place of one of the same kind
// just before, so that a slide is undone at once.
func (a *App) change(l *model.PlanLeg, kind string, value decimal.Decimal) {
	w := &a.walk
	if n := len(w.taken); n > 0 && w.taken[n-1].Leg == l.ID && w.taken[n-1].Kind == kind {
		w.taken = w.taken[: n-1 : n-1]
	}
	n := l.N
	a.take(model.PlanStep{Leg: l.ID, Kind: kind, Value: value})
	a.sayStep(fmt.Sprintf("leg %d: %s changed", n, kind), false)
}

// sizeSteps is into how many parts the proposed size is cut for a key.
const sizeSteps = 20

// sizeLeg makes a leg larger or smaller by a twentieth of what was proposed.
func sizeLeg(by int64) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		l := a.step()
		if l == nil {
			return nil
		}
		part := a.walk.base.Legs[a.atLeg()].Qty.Div(decimal.NewFromInt(sizeSteps))
		if !part.IsPositive() {
			return nil
		}
		// The size is a whole number of parts, so that cutting it to lots does not
		// keep it from growing.
		parts := l.Qty.Div(part).Round(0).Add(decimal.NewFromInt(by))
		a.change(l, model.StepSize, decimal.Max(parts, decimal.Zero).Mul(part))
		return nil
	}
}

// repriceLeg takes the price of now for the leg.
func (a *App) repriceLeg() tea.Cmd {
	l := a.step()
	if l == nil {
		return nil
	}
	price, ok := livePrice(a.snapshot(), l)
	if !ok {
		a.sayStep(fmt.Sprintf("no fresh price of %s is known", l.Asset), true)
		return nil
	}
	was := l.Price
	a.change(l, model.StepReprice, price)
	a.sayStep(fmt.Sprintf("%s priced at %s, was %s", l.Asset, price, was), false)
	return nil
}

// livePrice is what a leg trades at now: a contract's mark, else the coin's price.
func livePrice(s *model.Snapshot, l *model.PlanLeg) (decimal.Decimal, bool) {
	for i := range s.Assets {
		v := &s.Assets[i]
		if v.Asset != l.Asset || !v.Price.Fresh() {
			continue
		}
		for k := range v.Quotes {
			q := &v.Quotes[k]
			if mark, ok := q.Mark.Value(); ok && l.Symbol != "" && q.Venue == l.Venue && q.Symbol == l.Symbol && !q.Stale {
				return decimal.NewFromFloat(mark), true
			}
		}
		return decimal.NewFromFloat(v.Price.Or(0)), true
	}
	return decimal.Zero, false
}
