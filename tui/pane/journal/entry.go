// Package journal holds the panes of the Journal view: alerts, the reader's own
// events and decisions in the order of time, and one of them with what was known
// when it came.
package journal

import (
	"cmp"
	"slices"

	"eddy/model"
	"eddy/tui/pane"
)

// Kind is a sort of entry.
type Kind uint8

// The sorts; Any is all of them.
const (
	Any Kind = iota
	Alert
	Event    // what the reader says happened
	Decision // of a phase, a state or a seat by the engine's rules, of a leg left out by the reader
	Rule     // how each alert rule stands: why it did not fire; not among all
	kinds
)

var kindWords = [...]string{"all", "alerts", "events", "decisions", "rules"}

// String returns the sort in a word, of several.
func (k Kind) String() string {
	if int(k) < len(kindWords) {
		return kindWords[k]
	}
	return kindWords[Any]
}

// Next goes round the sorts.
func (k Kind) Next() Kind { return (k + 1) % kinds }

// eventRule is the rule of the alerts that repeat the reader's events, which the
// journal has from the events themselves.
const eventRule = "event"

// decisions are the rules that tell of a decision: a phase or a state that was
// confirmed, a seat given or taken.
var decisions = []string{"phase", "phase-acc", "phase-exp", "phase-late", "phase-bear", "cycle", "narrative", "membership"}

// Entry is one thing in the journal: an alert, an event or a rule.
type Entry struct {
	Kind  Kind
	Alert *model.AlertRow // nil: it is an event or a rule
	Event *model.EventRow // nil: it is an alert or a rule
	Rule  *model.RuleView // nil: it is an alert or an event
}

// Key names the entry from one snapshot to the next.
func (e *Entry) Key() string {
	if e.Alert != nil {
		return e.Alert.ID
	}
	if e.Rule != nil {
		return "rule-" + e.Rule.Rule + " " + e.Rule.Subject
	}
	return "event-" + e.Event.ID
}

// At is when it came; a rule stands at all times.
func (e *Entry) At() model.Millis {
	if e.Rule != nil {
		return 0
	}
	if e.Alert != nil {
		return e.Alert.Since
	}
	return e.Event.Time
}

// Text is what it says in a line.
func (e *Entry) Text() string {
	if e.Alert != nil {
		return e.Alert.Text
	}
	if e.Rule != nil {
		return ruleText(e.Rule)
	}
	return e.Event.Subject + " " + e.Event.Kind + ": " + e.Event.Text
}

// Source is the ledger's row, or where the reader has it from.
func (e *Entry) Source() string {
	if e.Alert != nil {
		return e.Alert.Source
	}
	if e.Rule != nil {
		return e.Rule.Source
	}
	return e.Event.Judgement.Source
}

// subject is what it is about.
func (e *Entry) subject() string {
	switch {
	case e.Alert != nil:
		return e.Alert.Subject
	case e.Rule != nil:
		return e.Rule.Subject
	default:
		return e.Event.Subject
	}
}

// severity is how bad it is; an event is neither good nor bad.
func (e *Entry) severity() model.Severity {
	switch {
	case e.Alert != nil:
		return e.Alert.Severity
	case e.Rule != nil:
		return e.Rule.Severity
	default:
		return ""
	}
}

// state is how it stands, in a word.
func (e *Entry) state() string {
	switch {
	case e.Rule != nil:
		return e.Rule.State
	case e.Alert != nil && e.Alert.IsOpen():
		return "open"
	case e.Alert != nil && isOver(e.Alert):
		return "over"
	default:
		return ""
	}
}

// age grows the longer ago it came.
func (e *Entry) age() model.Num {
	if at := e.At(); at.Known() {
		return model.Known(-float64(at))
	}
	return model.NotApplicable("")
}

// orders are what the journal can be ordered by beside the newest first.
var orders = []pane.Order[Entry]{
	{Head: "severity", Of: func(e Entry) model.Num { return pane.Rank(e.severity()) }},
	{Head: "age", Of: func(e Entry) model.Num { return e.age() }},
	{Head: "kind", Words: func(e Entry) string { return words[e.Kind] }},
	{Head: "subject", Words: func(e Entry) string { return e.subject() }},
	{Head: "state", Words: func(e Entry) string { return e.state() }},
	{Head: "source", Words: func(e Entry) string { return e.Source() }},
}

// Entries lists what is of a kind and passes the filter, the newest first or as the
// reader ordered it.
func Entries(in *pane.Input, kind Kind) []Entry {
	return pane.Pick(in, newestFirst(in, kind), func(e Entry) string { return e.Text() + " " + e.Source() }, orders)
}

// newestFirst lists all of a kind. Rules stand at all times, and in their own order.
func newestFirst(in *pane.Input, kind Kind) []Entry {
	s := in.Snap
	list := make([]Entry, 0, len(s.Alerts)+len(s.Events))
	add := func(e Entry) {
		if kind == Any || kind == e.Kind {
			list = append(list, e)
		}
	}
	if kind == Rule {
		for i := range s.AlertRules {
			add(Entry{Kind: Rule, Rule: &s.AlertRules[i]})
		}
		return list
	}
	for i := range s.Alerts {
		a := &s.Alerts[i]
		switch {
		case a.Rule == eventRule:
		case slices.Contains(decisions, a.Rule):
			add(Entry{Kind: Decision, Alert: a})
		default:
			add(Entry{Kind: Alert, Alert: a})
		}
	}
	for i := range s.Events {
		add(Entry{Kind: Event, Event: &s.Events[i]})
	}
	for i := range in.Skipped {
		add(skipped(in, i))
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return cmp.Compare(b.At(), a.At()) })
	return list
}
