package main

import (
	"time"

	"eddy/cmd/internal/alertlog"
	"eddy/model"
)

// askedEvery is how often the program that keeps alerts looks for what others
// were told of them.
const askedEvery = 2 * time.Second

// passingOn is the subject of the alert that says what was marked here does not
// reach the program that keeps the alerts.
const passingOn = "marks"

// marked is what a user may change of an alert, and how bad it was.
type marked struct {
	acknowledged bool
	snoozed      model.Millis
	severity     model.Severity
}

// passOn leaves what the user marked here for the program that keeps the alerts,
// where another does. Rows are of the session.
func (a *alarm) passOn(rows []model.AlertRow) {
	first := a.marks == nil
	if first {
		a.marks = make(map[string]marked, len(rows))
	}
	for i := range rows {
		r := &rows[i]
		was := a.marks[r.ID]
		is := marked{r.Acknowledged, r.Snoozed, r.Severity}
		if is == was {
			continue
		}
		a.marks[r.ID] = is
		if first || !a.elsewhere.Load() || was.severity != is.severity {
			continue // news, or grown worse, which takes marks away
		}
		a.sayPassed(a.log.Ask(alertlog.RequestOf(r)))
	}
}

// sayPassed says that marks are not passed on when that begins, and that they are
// again.
func (a *alarm) sayPassed(err error) {
	act := model.AlertAct{ID: passingOn, Verb: model.Fault, Text: "what is marked here reaches the program that keeps alerts again"}
	if err != nil {
		act.Text, act.Severity = "what is marked here does not reach the program that keeps alerts: "+model.CleanText(err.Error()), model.Warning
	}
	if act.Severity != a.lost {
		a.lost = act.Severity
		a.say(act)
	}
}

// heed does what the user told other programs about the alerts this one keeps.
func (a *alarm) heed(rows []model.AlertRow) {
	if !a.keeps || time.Since(a.heeded) < askedEvery {
		return
	}
	a.heeded = time.Now()
	asked := make(map[string]alertlog.Request)
	for _, r := range a.log.Asked() {
		if row := r.Find(rows); row != nil {
			asked[row.ID] = r // the last word on it counts
		}
	}
	for i := range rows {
		row := &rows[i]
		r, isAsked := asked[row.ID]
		if isAsked && row.Acknowledged != r.Acknowledged {
			a.say(model.AlertAct{ID: row.ID, Verb: model.Acknowledge})
		}
		if isAsked && row.Snoozed != r.Snoozed {
			a.say(model.AlertAct{ID: row.ID, Verb: model.Snooze, Until: r.Snoozed})
		}
	}
}
