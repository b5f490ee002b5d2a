package strategy

import (
	"slices"
	"strings"

	"eddy/model"
	"eddy/strategy/alert"
	"eddy/strategy/input"
)

// alarm asks the alert rules: those of closed bars at each close, those that
// stand on one coin at its quotes, the others at each publication.
type alarm struct {
	watch  *alert.Watch
	closed []model.RuleView // why rules of closed bars fired or not, as of the last close
	told   []model.RuleView // why all rules did; shared by the snapshots until it is told anew
	toldAt whyOccasion
	tells  bool            // it is being told anew
	quoted [][]quotedInput // by coin of the engine: what rules on its quotes need

	legs, margins, hedges, buckets, venues []input.ID

	// What is held of a coin is read by these; they stand here for the same
	// reason as the readings below.
	aboutClosed, aboutOpen func(model.Asset)

	held     [][]heldLeg   // by coin of the engine: the legs of the last snapshot
	onMark   []int         // rules on legs that their marks move
	accounts []heldAccount // of the last snapshot
	onRatio  []int         // rules on accounts that marks of their legs move

	begun bool              // market time is known
	early []*model.AlertAct // faults that were told before there was a time

	// Where subjects are read; they stand here so that reading allocates nothing.
	leg   legReading
	venue venueReading
	quote alert.Moment
}

// newAlarm compiles the rules where the caller brought none, and takes over the
// alerts of an earlier run.
func newAlarm(e *Engine) error {
	rules := e.cfg.Rules
	if rules == nil {
		var err error
		if rules, err = alert.Load("", e.cfg.Universe, e.cfg.Playbook); err != nil {
			return err
		}
	}
	a, c := &e.alarm, e.inputs.catalogue
	a.watch = alert.NewWatch(rules, e.cfg.Alerts, World(e.cfg.Mode, e.cfg.Source))
	e.alerts = a.watch.Book()
	a.aboutClosed = func(coin model.Asset) { e.lookAt(e.inputs.closed, e.placeOf(coin)) }
	a.aboutOpen = func(coin model.Asset) { e.lookAt(e.inputs.open, e.placeOf(coin)) }
	a.legs, a.margins = idsOf(c, "leg.", legInputs), idsOf(c, "margin.", marginInputs)
	a.hedges, a.buckets, a.venues = idsOf(c, "hedge.", hedgeInputs), idsOf(c, "bucket.", bucketInputs), idsOf(c, "venue.", venueInputs)
	a.onMark, a.onRatio = e.movedBy(alert.Legs, movedLegInputs), e.movedBy(alert.Margins, movedMarginInputs)
	a.quoted = make([][]quotedInput, len(e.assets))
	for i := range e.assets {
		for _, id := range a.watch.Quoted(e.assets[i].asset) {
			a.quoted[i] = append(a.quoted[i], quotedInput{id, slices.Index(e.inputs.coins[i], id)})
		}
	}
	return nil
}

// quotedInput is a figure that is read at every quote of its coin.
type quotedInput struct {
	id   input.ID
	line int // of coinInputs; -1: it does not change with a quote
}

// World names whose alerts are told apart: those of a demo stand at moments of
// its own market, those of the real market are of "".
func World(mode model.Mode, source string) string {
	if mode == model.ModeDemo {
		return source
	}
	return ""
}

// closing is the moment of the last closed bars.
func (e *Engine) closing() alert.Moment {
	s, _ := e.stage()
	return alert.Moment{Now: e.stamp(), Clock: e.stamp(), Heard: e.clock, Bar: e.slow.end, Stage: s.ID, Frame: e.inputs.closed, About: e.alarm.aboutClosed}
}

// present is the moment of the open bars.
func (e *Engine) present() alert.Moment {
	return alert.Moment{Now: e.stamp(), Clock: e.clock, Heard: e.clock, Bar: e.slow.end, Frame: e.inputs.open, About: e.alarm.aboutOpen}
}

// askClosed asks the rules of closed bars, once history is in: until then
// figures come and go with every batch.
func (e *Engine) askClosed() {
	m := e.closing()
	if e.settled() {
		e.alarm.watch.OnClose(&m)
	}
	e.alarm.closed = e.alarm.watch.Why(&m, alert.OnClose)
	e.alarm.toldAt = whyOccasion{}
}

// askOpen asks the live rules with the open bars and what is held now, and
// tells how all rules stand.
func (e *Engine) askOpen(s *model.Snapshot) {
	m := e.present()
	if len(e.told.conditions) == 0 { // nobody filled the frame
		now := e.preview()
		e.fillInputs(e.inputs.open, &now, true)
	}
	if !e.hasTime() {
		return
	}
	e.begin()
	w := e.alarm.watch
	w.Round()
	if e.settled() && e.slow.bars > 0 {
		w.OnOpen(&m)
	}
	e.beginWhy(&m)
	e.askMoney(s, &m)
	e.askPlan(s, &m)
	e.askVenues(s, &m)
	s.AlertRules = e.endWhy()
	e.alerts.Follow(e.aftermath)
}

// begin does, once market time is known, what waited for it.
func (e *Engine) begin() {
	for _, act := range e.alarm.early {
		e.onFault(act)
	}
	e.alarm.early = nil
	if !e.alarm.begun && e.market.now != 0 {
		e.alerts.Rebase(e.market.now)
		e.alarm.begun = true
	}
}

// alertRows lists the alerts, without those a market that began again has not
// come to.
func (e *Engine) alertRows() []model.AlertRow {
	if e.market.now == 0 {
		return e.alerts.Rows()
	}
	return e.alerts.Until(e.market.now)
}

// askQuote asks the rules that stand on a coin, at its quote. It allocates
// nothing unless an alert comes or goes.
func (e *Engine) askQuote(i int) {
	if e.board == nil || e.slow.bars == 0 || !e.settled() {
		return
	}
	a, r := &e.assets[i], &e.inputs.atCoin
	*r = coinReading{e: e, a: a, b: &e.board.coins[i], c: &e.slow.coins[i], at: i, open: true}
	r.level = orNaN(a.price.value, a.price.value > 0)
	for _, q := range e.alarm.quoted[i] {
		if q.line >= 0 {
			e.inputs.open.Set(q.id, coinInputs[q.line].read(r))
		}
	}
	e.alarm.quote = e.present()
	e.alarm.watch.AskQuote(a.asset, &e.alarm.quote)
}

// onAlertAct does what the user asks with an alert.
func (e *Engine) onAlertAct(ev *model.Event) {
	act, ok := ev.Detail.(*model.AlertAct)
	switch {
	case !ok:
	case act.Verb != model.Fault:
		e.alerts.Act(act)
	case !e.hasTime():
		e.alarm.early = append(e.alarm.early, act)
	default:
		e.onFault(act)
	}
}

// hasTime tells whether there is a time for alerts to stand at: a demo's market
// lives in another year than the local clock.
func (e *Engine) hasTime() bool { return e.market.now != 0 || e.cfg.Mode != model.ModeDemo }

// onFault raises or clears the alert that a way out fails.
func (e *Engine) onFault(act *model.AlertAct) {
	switch act.Severity {
	case "":
		e.alerts.Clear(e.stamp(), ruleChannel, act.ID, act.Text)
	default:
		e.alerts.Raise(e.stamp(), model.AlertRow{
			Rule: ruleChannel, Subject: act.ID, Severity: act.Severity, Heard: e.clock, Text: act.Text,
		})
	}
}

// ruleChannel is the rule of alerts about the ways alerts leave by.
const ruleChannel = "channel"

// aftermathDays is how many closed days after an alert are followed.
const aftermathDays = 7

// aftermath is what a subject, or the market where it has no level of its own,
// did in the closed days after a moment.
func (e *Engine) aftermath(subject string, since model.Millis) (pct model.Num, over bool) {
	waiting := model.Unknown("no day has closed since")
	days := int(e.slow.end.Sub(since.Floor(model.Day1)).Hours() / 24)
	if e.slow.bars == 0 || days < 1 {
		return waiting, false
	}
	g := e.levelOf(subject)
	began, ok := g.levels.At(days)
	is, both := g.levels.At(max(0, days-aftermathDays))
	if !ok || !both || began <= 0 {
		return model.Unknown(needsBars), days > returnDays
	}
	return model.Known((is/began - 1) * 100), days >= aftermathDays
}

// levelOf finds the daily level of an alert's subject: a sector, a coin, the
// coin of a leg, else the market.
func (e *Engine) levelOf(subject string) *gauge {
	if t := e.slow.track(subject); t != nil {
		return &t.gauge
	}
	coin, _, _ := strings.Cut(subject, " ")
	if i, known := e.index[model.Asset(coin)]; known && e.slow.coins[i].gauge != nil {
		return e.slow.coins[i].gauge
	}
	return &e.slow.market
}
