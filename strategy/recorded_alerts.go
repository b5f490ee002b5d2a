package strategy

import "eddy/model"

// Alerts asks the rules of closed bars about the bar that was committed last and
// returns every alert so far, newest first. Ask after each bar, or the alerts
// between are not there.
func (r *Recorded) Alerts() []model.AlertRow {
	e := r.e
	e.derived(e.moment())
	e.fillClosed()
	m := e.closing()
	e.alarm.watch.OnClose(&m)
	e.alerts.Follow(e.aftermath)
	return e.alerts.Rows()
}
