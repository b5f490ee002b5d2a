package alert

import (
	"math"
	"strconv"
	"strings"
	"time"

	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/playbook/condition"
)

// row makes the alert of a rule that fires, with the inputs as they are.
func (it *item) row(s *state, m *Moment) model.AlertRow {
	value, threshold, inputs := leading(it.when, m.Frame)
	return model.AlertRow{
		Rule: it.rule.ID, Subject: s.name, Severity: it.rule.Severity, Source: it.rule.Source, Do: it.rule.Do,
		Heard: m.Heard, Text: it.text(s, m, value, threshold), Value: value, Threshold: threshold, Inputs: inputs,
	}
}

// leading returns what a condition says in a frame and, of it, the first
// comparison with a number that speaks for it.
func leading(c *condition.Condition, f *input.Frame) (value, threshold model.Num, all []model.Evidence) {
	all = c.Evidence(f, make([]model.Evidence, 0, c.Len()))
	for k := range all {
		if t := c.Threshold(k, f); all[k].State == model.EvidenceFor && t.Fresh() {
			return all[k].Value, t, all
		}
	}
	return model.Num{}, model.Num{}, all
}

// figure is the value of the rule's first comparison, without allocating.
func (it *item) figure(f *input.Frame) model.Num {
	var room [8]model.Evidence
	if it.when.Len() > len(room) {
		return model.Num{}
	}
	all := it.when.Evidence(f, room[:0])
	for k := range all {
		if it.when.Threshold(k, f).Fresh() {
			return all[k].Value
		}
	}
	return model.Num{}
}

// text fills a rule's title in. A title without its subject gets it in front.
func (it *item) text(s *state, m *Moment, value, threshold model.Num) string {
	t := it.rule.Title
	if v, ok := value.Value(); ok && v <= 0 && it.rule.Past != "" {
		t, value = it.rule.Past, model.Known(-v)
	}
	named := strings.Contains(t, "{subject}")
	t = strings.NewReplacer("{subject}", s.name, "{value}", Figure(value), "{threshold}", Figure(threshold), "{note}", m.Note,
		"{figure}", figureWords(value, threshold)).Replace(t)
	if !named && s.subject != "" {
		t = s.subject + ": " + t
	}
	return t
}

// figureWords puts the figure that fired a rule in brackets; nothing where none
// did.
func figureWords(value, threshold model.Num) string {
	if !value.Fresh() || !threshold.Fresh() {
		return ""
	}
	return " (" + Figure(value) + ", threshold " + Figure(threshold) + ")"
}

// ended says how an alert ended, "" where the rule has no words for it.
func (it *item) ended(s *state, m *Moment) string {
	if it.rule.End == "" {
		return ""
	}
	lasted := max(0, m.Clock.Sub(s.opened)).Round(time.Second).String()
	return strings.NewReplacer("{subject}", s.name, "{lasted}", lasted).Replace(it.rule.End)
}

// Figure writes a number for people, with fewer digits the larger it is.
func Figure(n model.Num) string {
	v, ok := n.Value()
	if !ok {
		return "unknown"
	}
	return strconv.FormatFloat(v, 'f', digits(v), 64)
}

func digits(v float64) int {
	switch a := math.Abs(v); {
	case a >= 100:
		return 0
	case a >= 10:
		return 1
	default:
		return 2
	}
}

// coarse rounds a number as a text that is brought up to date shows it: a
// figure that only trembles is the same.
func coarse(v float64) float64 { return math.Round(v*10) / 10 }
