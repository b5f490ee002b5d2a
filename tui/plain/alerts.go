package plain

import "eddy/model"

// alerts writes every alert there is, the newest first, with what became of it.
func (p *page) alerts(s *model.Snapshot) {
	p.line("\nAlerts")
	if len(s.Alerts) == 0 {
		p.line("  none")
		return
	}
	for i := range s.Alerts {
		a := &s.Alerts[i]
		state := "open"
		if a.Cleared.Known() {
			state = "past"
		}
		p.line("  %s  %-8s %s  %s%s", a.Since.Time().Format("2006-01-02 15:04"), a.Severity, state, a.Text, fate(s, a))
		if a.Do != "" && a.IsOpen() {
			p.line("  %16s  %-8s       do: %s", "", "", a.Do)
		}
	}
}

// fate is what became of an alert, and the rule it comes from.
func fate(s *model.Snapshot, a *model.AlertRow) string {
	text := ""
	if a.Cleared > a.Since {
		text += ", over since " + a.Cleared.Time().Format("2006-01-02 15:04")
	}
	if a.Acknowledged {
		text += ", seen"
	}
	if a.IsSnoozed(s.Clock) {
		text += ", snoozed"
	}
	if a.Source != "" {
		text += "  [" + a.Source + "]"
	}
	return text
}

// rules writes how each rule of the alerts stands with each of its subjects, and
// why it did not fire.
func (p *page) rules(list []model.RuleView) {
	if len(list) == 0 {
		return
	}
	p.line("\nRules")
	rows := [][]string{{"stands", "rule", "of", "because", "source"}}
	for i := range list {
		r := &list[i]
		rows = append(rows, []string{r.State, r.Rule, r.Subject, r.Why, r.Source})
	}
	p.table(rows)
}
