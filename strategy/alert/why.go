package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"eddy/model"
	"eddy/strategy/playbook/condition"
)

// All returns the rules in the order they are asked. The rules must not be
// changed.
func (r *Rules) All() []*Rule { return r.rules }

// Len returns how many rules and subjects there are to ask.
func (r *Rules) Len() int { return len(r.items) }

// Why tells for every rule of some tempos how it stands with each of its subjects.
// Those that come and go are told by WhyOf while their figures are in the frame.
func (w *Watch) Why(m *Moment, tempos ...Tempo) []model.RuleView {
	var out []model.RuleView
	for i := range w.entries {
		e := &w.entries[i]
		if slices.Contains(tempos, e.item.rule.On) && !e.item.rule.Each.dynamic() {
			out = append(out, e.item.view(e.states[0], m))
		}
	}
	return out
}

// WhyOf appends how the rules of a kind stand with one subject.
func (w *Watch) WhyOf(out []model.RuleView, kind Subjects, subject string, m *Moment) []model.RuleView {
	for i := range w.entries {
		e := &w.entries[i]
		if e.item.rule.Each == kind {
			out = append(out, e.item.view(w.stateOf(e, subject), m))
		}
	}
	return out
}

func (it *item) view(s *state, m *Moment) model.RuleView {
	defer m.about(it)()
	v := model.RuleView{
		Rule: it.rule.ID, Subject: s.subject, Title: strings.TrimSuffix(it.rule.Title, "{figure}"), When: it.when.Plain(),
		Severity: it.rule.Severity, Source: it.rule.Source,
		Evidence: it.when.Evidence(m.Frame, make([]model.Evidence, 0, it.when.Len())),
	}
	v.State, v.Why = it.stand(s, m)
	return v
}

// stand says in a word and a line how a rule stands with a subject.
func (it *item) stand(s *state, m *Moment) (state, why string) {
	truth := it.when.Eval(m.Frame)
	switch {
	case s.open:
		return "open", "it fired"
	case len(it.stages) > 0 && !slices.Contains(it.stages, m.Stage):
		return "other stage", "it belongs to the stage " + strings.Join(it.stages, ", ")
	case truth == condition.Unknown:
		return "unknown", it.when.Lacks(m.Frame, true)
	case truth == condition.False:
		return "false", it.when.Lacks(m.Frame, false)
	case s.held == 0:
		return "holding", "it is asked at the next close, once history is in"
	case s.held < it.closes:
		return "holding", fmt.Sprintf("it held for %d of %d closes", s.held, it.closes)
	case s.holding(m) < it.hold:
		return "holding", fmt.Sprintf("it held for %s of %s", s.holding(m).Round(time.Second), it.hold)
	case s.quiet(it, m) > 0:
		return "quiet", "it keeps quiet for another " + s.quiet(it, m).Round(time.Second).String()
	default:
		return "true", "it fires at the next look"
	}
}
