package strategy

import (
	"slices"
	"time"

	"eddy/model"
	"eddy/strategy/playbook"
)

// told is what the snapshot shows of the signals. It changes only when a bar
// closes or history is built in, so it is made then and shared by every
// snapshot until the next: nobody changes it.
type told struct {
	signals []model.SignalView
	shorts  []model.ShortCandidate

	conditions []model.ConditionView
	rules      []*playbook.Rule // of each row

	at    model.Millis // the hour it was made for
	stale bool
}

// tellSignals makes what is shown of the signals anew where a bar closed since,
// and brings the alerts up to date with it.
func (e *Engine) tellSignals() {
	if e.board == nil || e.slow.bars == 0 || (!e.told.stale && e.told.at == e.hour) {
		return
	}
	e.derived(e.moment()) // what moves slowly, as of this close
	e.fillClosed()
	w := signalWriter{e: e, b: e.board, out: make([]model.SignalView, 0, len(e.told.signals)+8)}
	w.write()
	e.told = told{signals: w.out, shorts: e.shortList(), at: e.hour}
	e.told.conditions, e.told.rules = e.conditionRows()
	e.askClosed()
}

// settled tells whether history is in: until then signals come and go with
// every batch, and raise nothing. A venue whose history does not come holds
// nothing up for ever.
func (e *Engine) settled() bool {
	for _, p := range e.backfill {
		if !p.Complete() && !e.overdue {
			return false
		}
	}
	return !e.dirty && e.refined == 0
}

// tellWhenSettled lets what was held back until history is in be told.
func (e *Engine) tellWhenSettled() {
	e.told.stale = e.told.stale || e.settled()
}

// settlePatience is how long everything waits for all of history.
const settlePatience = 5 * time.Minute

// settle gives up waiting for history that does not come.
func (e *Engine) settle() {
	if !e.overdue && e.loading != 0 && e.clock.Sub(e.loading) > settlePatience {
		e.overdue, e.told.stale = true, true
	}
}

// shortList ranks the coins that may be shorted, best first; those that show
// nothing are left out.
func (e *Engine) shortList() []model.ShortCandidate {
	var out []model.ShortCandidate
	for i := range e.assets {
		c, a := &e.board.coins[i], &e.assets[i]
		score, ok := c.score.Value()
		if !ok || score <= 0 || !slices.Contains(e.slow.members, i) {
			continue
		}
		r := c.short.Reading()
		out = append(out, model.ShortCandidate{
			Asset: a.asset, Sector: a.sector, Score: c.score, Coverage: c.share,
			FundingBps: c.mean3d, OIChange7dPct: percent(c.interest[2]),
			Divergence: numOr(c.load.Divergence, c.load.Divergence == c.load.Divergence, "needs RSI and two swings"),
			Extension:  numOr(c.load.Extension, c.load.Extension == c.load.Extension, "needs more daily bars"),
			Active:     r.State == on, Since: r.Since, Source: "S1-C-SHORT S1-FUT-3",
		})
	}
	slices.SortStableFunc(out, func(x, y model.ShortCandidate) int {
		a, b := x.Score.Or(0), y.Score.Or(0)
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		default:
			return 0
		}
	})
	return out
}
