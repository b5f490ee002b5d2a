package plain

import (
	"fmt"

	"eddy/model"
)

// slow writes the sources of slow series and the user's events.
func (p *page) slow(s *model.Snapshot) {
	var rows [][]string
	for i := range s.ContextSources {
		h := &s.ContextSources[i]
		if h.Series == 0 {
			continue // switched off
		}
		rows = append(rows, []string{
			h.Source, h.State.String(), Age(h.AgeMs), fmt.Sprintf("%d of %d", h.Known, h.Series),
			fmt.Sprint(h.Requests), fmt.Sprint(h.Errors), h.Why,
		})
	}
	if len(rows) > 0 {
		p.line("\nSlow sources")
		p.table(append([][]string{{"source", "state", "age", "series", "requests", "errors", "why"}}, rows...))
	}
	p.events(s.Events)
}

func (p *page) events(events []model.EventRow) {
	if len(events) == 0 {
		return
	}
	p.line("\nEvents")
	rows := [][]string{{"time", "subject", "kind", "score", "now", "half-life", "event", "source"}}
	for i := range events {
		ev := &events[i]
		rows = append(rows, []string{
			ev.Time.Time().Format("2006-01-02 15:04"), ev.Subject, ev.Kind, fmt.Sprintf("%+.2f", ev.Score), Signed(ev.Weight, 2),
			fmt.Sprintf("%gh", ev.HalfLifeH), ev.Text, ev.Source,
		})
	}
	p.table(rows)
}
