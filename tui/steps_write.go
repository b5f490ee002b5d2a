package tui

import (
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/layout"
)

// planJob is a plan on its way to a file; the disk may take its time.
type planJob struct {
	plan  *model.Plan
	now   *model.Snapshot
	taken []model.PlanStep

	commit func(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error)
	export func(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error)
}

// planDoneMsg says what became of it.
type planDoneMsg struct {
	said      string
	err       error
	committed bool
}

func (j planJob) write() tea.Msg {
	said, err := j.commit(j.plan, j.now, j.taken)
	return planDoneMsg{said, err, err == nil}
}

func (j planJob) save() tea.Msg {
	said, err := j.export(j.plan, j.now, j.taken)
	return planDoneMsg{said: said, err: err}
}

func (a *App) job() planJob {
	w := &a.walk
	return planJob{plan: w.plan, now: a.snapshot(), taken: w.taken, commit: w.commit, export: w.export}
}

// askCommit asks for the word that writes the accepted legs into the books.
func (a *App) askCommit() tea.Cmd {
	p := a.follow()
	switch {
	case a.walk.commit == nil:
		a.sayStep("there is no ledger here to write to", true)
	case a.walk.busy:
		a.sayStep("the last one is still being written", true)
	case p == nil || p.Totals.Accepted == 0:
		a.sayStep("no leg is accepted: enter accepts the one you are on", true)
	default:
		return a.askPlan(commitOpen, "")
	}
	return nil
}

// acceptedWords counts what is to be written, and what is left out because nobody
// has decided on it.
func (a *App) acceptedWords() string {
	p := a.walk.plan
	if p == nil {
		return "the accepted legs"
	}
	words := fmt.Sprintf("%d accepted", p.Totals.Accepted)
	if n := p.Totals.Open(len(p.Legs)); n > 0 {
		words += fmt.Sprintf(", without %d not decided on,", n)
	}
	return words
}

func (a *App) commitPlan(word string) tea.Cmd {
	if word != commitWord {
		a.sayStep(fmt.Sprintf("nothing was written: %q is not %q", model.CleanText(word), commitWord), true)
		return nil
	}
	a.walk.busy = true
	a.sayStep("writing", false)
	return a.job().write
}

// exportPlan writes the accepted legs as CSV, JSON and a ticket.
func (a *App) exportPlan() tea.Cmd {
	p := a.follow()
	switch {
	case a.walk.export == nil:
		a.sayStep("there is no place here to export to", true)
	case a.walk.busy:
		a.sayStep("the last one is still being written", true)
	case p == nil || p.Totals.Accepted == 0:
		a.sayStep("no leg is accepted: enter accepts the one you are on", true)
	default:
		a.walk.busy = true
		a.sayStep("writing", false)
		return a.job().save
	}
	return nil
}

// onPlanDone says what became of a commit or an export. What was committed is
// done with: the next plan begins from what is held then.
func (a *App) onPlanDone(msg planDoneMsg) {
	a.walk.busy, a.isFresh = false, false
	if msg.err != nil {
		a.sayStep(model.CleanText(msg.err.Error()), true)
		return
	}
	if msg.committed {
		a.forget()
		a.walk.dropped = nil
	}
	a.sayStep(model.CleanText(msg.said), false)
}

// editLeg types a leg's size or leverage.
func (a *App) editLeg() tea.Cmd {
	l := a.step()
	if l == nil {
		return nil
	}
	text := l.Qty.String()
	if l.Leverage.Valid && l.Action == model.ActOpen {
		text += " " + l.Leverage.Decimal.String() + "x"
	}
	return a.askPlan(legOpen, text)
}

var errLegForm = errors.New("write a size in coins, or in dollars as $6000, and a leverage as 2x")

// keepLeg takes what was typed of a leg.
func (a *App) keepLeg(text string) tea.Cmd {
	l := a.askedLeg()
	if l == nil {
		return nil
	}
	qty, leverage, err := readLeg(text, l)
	if err != nil {
		a.sayStep(err.Error(), true)
		return nil
	}
	if leverage.IsPositive() && !leverage.Equal(l.Leverage.Decimal) {
		a.change(l, model.StepLeverage, leverage)
		l = a.step()
	}
	if qty.IsPositive() && !qty.Equal(l.Qty) {
		a.change(l, model.StepSize, qty)
	}
	return nil
}

func readLeg(text string, l *model.PlanLeg) (qty, leverage decimal.Decimal, err error) {
	for _, word := range strings.Fields(text) {
		digits := strings.TrimSuffix(strings.TrimPrefix(word, "$"), "x")
		d, err := decimal.NewFromString(digits)
		switch {
		case err != nil || !d.IsPositive() || len(digits) > 24 || d.Exponent() > 12 || d.Exponent() < -18:
			return qty, leverage, errLegForm
		case strings.HasSuffix(word, "x") && (!l.Leverage.Valid || l.Action != model.ActOpen):
			return qty, leverage, errors.New("only a leg that is opened has a leverage to choose")
		case strings.HasSuffix(word, "x") && d.LessThan(leastLeverage):
			return qty, leverage, errors.New("the leverage is 1x or more")
		case strings.HasSuffix(word, "x"):
			leverage = d
		case strings.HasPrefix(word, "$"):
			qty = d.DivRound(l.Price, 18)
		default:
			qty = d
		}
	}
	return qty, leverage, nil
}

// choosePlan types which plan is wanted.
func (a *App) choosePlan() tea.Cmd {
	if a.walk.planner == nil {
		return nil
	}
	return a.openPrompt(planOpen, "")
}

// keepPlan makes the plan that was typed: a procedure, a playbook and a stage, a
// stage of the desk's own playbook, or nothing for the one that applies now.
func (a *App) keepPlan(text string) tea.Cmd {
	ask, err := a.askOf(strings.Fields(strings.ToLower(text)))
	if err != nil {
		a.sayStep(err.Error(), true)
		return nil
	}
	return a.planFor(ask)
}

// toggleOffered plans anew with the legs the playbook offers and does not ask
// for, or without them.
func (a *App) toggleOffered() tea.Cmd {
	ask := a.walk.ask
	ask.OptIn = !ask.OptIn
	cmd := a.planFor(ask)
	switch {
	case a.walk.planner == nil:
	case ask.OptIn:
		a.sayStep("planned anew with the legs the playbook only offers", false)
	default:
		a.sayStep("planned anew without the legs the playbook only offers", false)
	}
	return cmd
}

func (a *App) askOf(words []string) (model.PlanAsk, error) {
	if len(words) == 0 {
		return model.PlanAsk{}, nil
	}
	for _, o := range a.walk.planner.Offers() {
		switch {
		case len(words) == 1 && (o.Procedure == words[0] || o.Procedure == "" && o.Stage == words[0]):
			return o, nil
		case len(words) == 2 && o.Playbook == words[0] && o.Stage == words[1]:
			return o, nil
		}
	}
	return model.PlanAsk{}, fmt.Errorf("no plan is called %q: a procedure such as strategy-b or scenario-a, or a playbook and a stage", model.CleanText(strings.Join(words, " ")))
}

// stepGroup is the heading of the view's keys in the help.
const stepGroup = "rotation, stepping"

// stepCommands lists the keys of the stepping view.
func stepCommands() []command {
	const in = layout.StepsView
	return []command{
		{name: "accept", keys: bind("enter", "accept", "enter", "a"), group: stepGroup, help: "accept the leg; a rule that asks wants a word typed", in: in, do: (*App).acceptLeg, hint: hasLeg, rank: 1},
		{name: "skip", keys: bind("s", "skip", "s"), group: stepGroup, help: "leave the leg out", in: in, do: (*App).skipLeg, hint: hasLeg, rank: 1},
		{name: "leg-size-down", keys: bind("← →", "size", "left", "h"), group: stepGroup, help: "smaller or larger by a twentieth", in: in, do: sizeLeg(-1), hint: hasLeg, rank: 2},
		{name: "leg-size-up", keys: bind("→", "", "right", "l"), group: stepGroup, in: in, do: sizeLeg(1)},
		{name: "leg-leverage-up", keys: bind("+ -", "leverage", "+", "="), group: stepGroup, help: "more or less leverage by a half; the mouse slides too", in: in, do: leverLeg(1), hint: hasLeg, rank: 3},
		{name: "leg-leverage-down", keys: bind("-", "", "-"), group: stepGroup, in: in, do: leverLeg(-1)},
		{name: "edit-leg", keys: bind("e", "edit", "e"), group: stepGroup, help: "type a size or a leverage, such as $6000 2x", in: in, do: (*App).editLeg, hint: hasLeg, rank: 4},
		{name: "undo-step", keys: bind("u", "undo", "u"), group: stepGroup, help: "take the last step back", in: in, do: (*App).undoStep, hint: hasSteps, rank: 3},
		{name: "leg-back", keys: bind("b n", "back", "b"), group: stepGroup, help: "the leg before, the leg after; the arrows jump", in: in, do: moveLeg(-1), hint: hasLeg, rank: 5},
		{name: "leg-next", keys: bind("n", "", "n"), group: stepGroup, in: in, do: moveLeg(1)},
		{name: "sort-legs", keys: bind("v V", "sort", "v"), group: stepGroup, help: "order the legs by the next column, the other way round", on: layout.PlanLegs, do: (*App).nextSort, hint: canSort, rank: 6},
		{name: "reverse-legs", keys: bind("V", "", "V"), group: stepGroup, on: layout.PlanLegs, do: (*App).reverseSort},
		{name: "reprice", keys: bind("r", "re-price", "r"), group: stepGroup, help: "take the price of now", in: in, do: (*App).repriceLeg, hint: hasLeg, rank: 5},
		{name: "restart-plan", keys: bind("R", "restart", "R"), group: stepGroup, help: "forget every step and plan anew", in: in, do: (*App).restartPlan},
		{name: "choose-plan", keys: bind("o", "plan", "o"), group: stepGroup, help: "another plan: a procedure, or a playbook and a stage", in: in, do: (*App).choosePlan, hint: noHelp, rank: 6},
		{name: "offered-legs", keys: bind("O", "offered", "O"), group: stepGroup, help: "with or without the legs the playbook only offers", in: in, do: (*App).toggleOffered},
		{name: "export-plan", keys: bind("x", "export", "x"), group: stepGroup, help: "the accepted legs as CSV, JSON and a ticket", in: in, do: (*App).exportPlan, hint: hasAccepted, rank: 4},
		{name: "commit-plan", keys: bind("c", "commit", "c"), group: stepGroup, help: "the accepted legs into the paper ledger, as one group", in: in, do: (*App).askCommit, hint: hasAccepted, rank: 2},
	}
}

func hasLeg(a *App) bool {
	return !a.desk.help && a.walk.plan != nil && len(a.walk.plan.Legs) > 0
}
func hasSteps(a *App) bool {
	return !a.desk.help && (len(a.walk.taken) > 0 || a.walk.dropped != nil)
}
func hasAccepted(a *App) bool { return hasLeg(a) && a.walk.plan.Totals.Accepted > 0 }

// skippedMsg brings the legs that were left out of plans.
type skippedMsg struct{ list []model.Skipped }

// readSkipped is the command that reads them anew; nil where nobody keeps them.
func (a *App) readSkipped() tea.Cmd {
	read := a.walk.skipped
	if read == nil {
		return nil
	}
	return func() tea.Msg {
		list, err := read()
		if err != nil {
			return deedDoneMsg{err: err}
		}
		return skippedMsg{list}
	}
}
