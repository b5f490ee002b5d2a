package alert

import (
	"slices"
	"strings"

	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/playbook/condition"
)

// Moment is when and on what rules are asked.
type Moment struct {
	Now   model.Millis // the time an alert carries
	Clock model.Millis // what holds and cooldowns go by: market time at closes, the local clock live
	Heard model.Millis // the local clock
	Bar   model.Millis // end of the newest daily bar
	Stage string       // the stage of the playbook that applies
	Frame *input.Frame
	Note  string // more about the subject at hand, for {note} in titles

	// About fills the figures of what is held of one coin into the frame, of all
	// coins for "". nil: nobody fills them.
	About func(coin model.Asset)
}

// Watch asks rules and keeps the alerts they raise. It is not safe for
// concurrent use.
type Watch struct {
	book  Book
	rules *Rules

	entries []entry
	quotes  map[model.Asset][]int // entries that stand on one coin's quotes
	pass    uint64
	fresh   bool // there was no earlier run: what stands at the first look is no news
}

// entry is a rule with its states: one for a subject that is always there, or
// one for each that came by.
type entry struct {
	item   *item
	states []*state
}

// NewWatch returns a watch over rules, with the alerts of an earlier run in the
// same world.
func NewWatch(r *Rules, earlier []model.AlertRow, world string) *Watch {
	w := &Watch{rules: r, quotes: make(map[model.Asset][]int)}
	w.book.Restore(earlier, world)
	w.fresh = len(w.book.rows) == 0
	for i, it := range r.items {
		e := entry{item: it}
		if !it.rule.Each.dynamic() {
			e.states = []*state{w.newState(it, it.subject)}
		} else {
			e.states = w.standing(it)
		}
		if it.coin != "" {
			w.quotes[it.coin] = append(w.quotes[it.coin], i)
		}
		w.entries = append(w.entries, e)
	}
	return w
}

// newState begins a subject where an earlier run left it.
func (w *Watch) newState(it *item, subject string) *state {
	s := &state{subject: subject}
	if s.name = subject; subject == "" {
		s.name = "market"
	}
	if row, ok := w.book.last(it.rule.ID, s.name); ok {
		s.id, s.open, s.told = row.ID, row.IsOpen(), row.Severity
		s.fired = row.Since
		if it.rule.On != OnClose {
			s.fired = row.HeardAt()
		}
		s.opened = s.fired
	}
	return s
}

// standing begins the subjects of a rule that an earlier run left with an open
// alert: they may be gone by now.
func (w *Watch) standing(it *item) (states []*state) {
	for i := range w.book.rows {
		if r := &w.book.rows[i]; r.Rule == it.rule.ID && r.IsOpen() {
			states = append(states, w.newState(it, r.Subject))
		}
	}
	return states
}

// Book returns the alerts.
func (w *Watch) Book() *Book { return &w.book }

// OnClose asks the rules of closed bars.
func (w *Watch) OnClose(m *Moment) { w.ask(m, OnClose) }

// OnOpen asks the live rules, but those of subjects that come and go.
func (w *Watch) OnOpen(m *Moment) {
	w.ask(m, Live)
	w.ask(m, OnQuote)
}

func (w *Watch) ask(m *Moment, tempo Tempo) {
	for i := range w.entries {
		e := &w.entries[i]
		if e.item.rule.On == tempo && !e.item.rule.Each.dynamic() {
			w.judge(e.item, e.states[0], m)
		}
	}
}

// Quoted lists the figures that rules on a coin's quotes need; none when there
// is no such rule.
func (w *Watch) Quoted(coin model.Asset) []input.ID {
	var ids []input.ID
	for _, i := range w.quotes[coin] {
		for _, c := range w.entries[i].item.conditions() {
			for _, in := range c.Inputs() {
				if !slices.Contains(ids, in.ID) {
					ids = append(ids, in.ID)
				}
			}
		}
	}
	return ids
}

// AskQuote asks the rules on a coin's quotes. It allocates nothing unless an
// alert comes or goes.
func (w *Watch) AskQuote(coin model.Asset, m *Moment) {
	for _, i := range w.quotes[coin] {
		w.judge(w.entries[i].item, w.entries[i].states[0], m)
	}
}

// Asks tells whether there is a rule about subjects of a kind.
func (w *Watch) Asks(kind Subjects) bool {
	return slices.ContainsFunc(w.entries, func(e entry) bool { return e.item.rule.Each == kind })
}

// OnSubject asks the rules of a kind about one subject, whose figures stand in
// the frame.
func (w *Watch) OnSubject(kind Subjects, subject string, m *Moment) {
	for i := range w.entries {
		e := &w.entries[i]
		if e.item.rule.Each == kind {
			s := w.stateOf(e, subject)
			s.seen = w.pass
			w.judge(e.item, s, m)
		}
	}
}

// StandOn lists the rules about a kind of subject that stand on one of some
// figures, for AskSome.
func (w *Watch) StandOn(kind Subjects, figures []input.ID) (rules []int) {
	for i := range w.entries {
		it := w.entries[i].item
		if it.rule.Each == kind && it.standsOnAny(figures) {
			rules = append(rules, i)
		}
	}
	return rules
}

// AskSome asks some rules about one subject between two rounds, when figures of
// theirs have moved. It allocates nothing unless an alert comes or goes.
func (w *Watch) AskSome(rules []int, subject string, m *Moment) {
	for _, i := range rules {
		e := &w.entries[i]
		w.judge(e.item, w.stateOf(e, subject), m)
	}
}

func (w *Watch) stateOf(e *entry, subject string) *state {
	for _, s := range e.states {
		if s.subject == subject {
			return s
		}
	}
	s := w.newState(e.item, subject)
	e.states = append(e.states, s)
	return s
}

// Gone ends a round of a kind's subjects: alerts of those that were not asked
// about since the last end are cleared, for their subject is no more.
func (w *Watch) Gone(kind Subjects, m *Moment) {
	for i := range w.entries {
		e := &w.entries[i]
		if e.item.rule.Each != kind {
			continue
		}
		for _, s := range e.states {
			if s.seen != w.pass && s.open {
				s.open, s.held, s.since = false, 0, 0
				w.book.Clear(m.Now, e.item.rule.ID, s.name, "")
			}
		}
	}
}

// Spare keeps the alerts about subjects of a kind with some words in their name
// through the round, as if they had been asked about.
func (w *Watch) Spare(kind Subjects, words string) {
	for i := range w.entries {
		e := &w.entries[i]
		if e.item.rule.Each != kind {
			continue
		}
		for _, s := range e.states {
			if strings.Contains(s.subject, words) {
				s.seen = w.pass
			}
		}
	}
}

// Round begins a round of asking about subjects that come and go.
func (w *Watch) Round() { w.pass++ }

// about makes the frame speak of what is held of a rule's coin where the rule asks
// about that, until the function it returns is called.
func (m *Moment) about(it *item) (done func()) {
	if !it.held || m.About == nil {
		return doNothing
	}
	m.About(model.Asset(it.subject))
	return m.aboutAll
}

func (m *Moment) aboutAll() { m.About("") }

func doNothing() {}

// judge asks one rule about one subject.
func (w *Watch) judge(it *item, s *state, m *Moment) {
	defer m.about(it)()
	when, free := it.when.Eval(m.Frame), condition.Unknown
	if len(it.stages) > 0 && !slices.Contains(it.stages, m.Stage) {
		when = condition.False
	}
	if it.release != nil {
		free = it.release.Eval(m.Frame)
		if when == condition.False && len(it.stages) > 0 {
			free = condition.True
		}
	}
	w.follow(s.look(it, m, when, free), it, s, m)
	s.looked = s.looked || when != condition.Unknown
}

// follow does what a look came to.
func (w *Watch) follow(v verdict, it *item, s *state, m *Moment) {
	switch v {
	case raise:
		w.raise(it, s, m)
	case reopen:
		s.open, s.opened = w.book.Reopen(m.Now, s.id), m.Clock
		if !s.open {
			w.raise(it, s, m) // it is forgotten
			return
		}
		w.worsen(it, s, m)
	case release:
		s.open = false
		w.book.Clear(m.Now, it.rule.ID, s.name, it.ended(s, m))
	case stands:
		w.worsen(it, s, m)
		w.refresh(it, s, m)
	}
}

// raise opens a new alert.
func (w *Watch) raise(it *item, s *state, m *Moment) {
	row := it.row(s, m)
	row.Standing = w.fresh && !s.looked && it.rule.On == OnClose
	w.book.Raise(m.Now, row)
	s.id, s.open, s.fired, s.told = w.book.open[subjectKey{it.rule.ID, s.name}], true, m.Clock, row.Severity
	s.opened = m.Clock
	s.remember(row.Value)
	s.level = row.Threshold
	w.worsen(it, s, m)
}

// worsen asks the escalations of an open alert. It never becomes less bad while
// it is open, so that one that trembles on a level is told once.
func (w *Watch) worsen(it *item, s *state, m *Moment) {
	for i := range it.steps {
		e := &it.steps[i]
		if rank(e.severity) <= rank(s.told) || e.when.Eval(m.Frame) != condition.True {
			continue
		}
		s.told = e.severity
		value, threshold, why := leading(e.when, m.Frame)
		w.book.Escalate(s.id, e.severity, it.text(s, m, value, threshold), why)
		s.remember(value)
	}
}

// refresh brings the text of an open live alert up to date when its figure
// reads differently.
func (w *Watch) refresh(it *item, s *state, m *Moment) {
	if it.rule.On == OnClose || !s.hasShown {
		return
	}
	value := it.figure(m.Frame)
	v, ok := value.Value()
	if !ok || !value.Fresh() || coarse(v) == s.shown {
		return
	}
	s.remember(value)
	if lead, threshold, _ := leading(it.when, m.Frame); threshold.Fresh() {
		value, s.level = lead, threshold
	}
	w.book.Update(s.id, value, s.level, it.text(s, m, value, s.level))
}

func (s *state) remember(value model.Num) {
	v, ok := value.Value()
	s.shown, s.hasShown = coarse(v), ok
}
