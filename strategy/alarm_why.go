package strategy

import (
	"time"

	"eddy/model"
	"eddy/strategy/alert"
)

// whyEvery is how often it is told why rules fired or did not while nothing but
// figures changes: hundreds of sentences that nobody may be reading, worked out
// ten times a second, were a tenth of what a desk left alone costs.
const whyEvery = time.Second

// whyOccasion is when it was told, and the alerts of then.
type whyOccasion struct {
	clock   model.Millis
	raised  uint64
	open    int
	settled bool
}

// beginWhy begins to tell why rules stand as they do, where that is due: an alert
// came or went, a bar closed, a second passed.
func (e *Engine) beginWhy(m *alert.Moment) {
	a := &e.alarm
	raised, open := e.alerts.Stamp()
	at, passed := a.toldAt, e.clock.Sub(a.toldAt.clock)
	if a.tells = at.clock == 0 || passed < 0 || passed >= whyEvery || at.raised != raised || at.open != open || at.settled != e.settled(); !a.tells {
		return
	}
	a.toldAt = whyOccasion{clock: e.clock, raised: raised, open: open, settled: e.settled()}
	a.told = append(append(make([]model.RuleView, 0, cap(a.told)), a.closed...), a.watch.Why(m, alert.Live, alert.OnQuote)...)
}

// tellWhy adds how the rules of a kind stand with a subject whose figures are in
// the frame.
func (e *Engine) tellWhy(kind alert.Subjects, name string, m *alert.Moment) {
	if a := &e.alarm; a.tells {
		a.told = a.watch.WhyOf(a.told, kind, name, m)
	}
}

// endWhy returns what was told last. Where alerts came or went since it began, it
// is told anew at the next publication.
func (e *Engine) endWhy() []model.RuleView {
	e.alarm.tells = false
	return e.alarm.told
}
