package macro

import (
	"slices"

	"eddy/model"
)

// tell renders the series of a job as events.
func (s *source) tell(t *task, a answer) []model.Event {
	market := s.market()
	news := make(map[model.Series][]model.ContextPoint)
	heard := make(map[model.Series]bool)
	for _, r := range a.readings {
		news[r.series] = s.shelf.put(r, market)
		heard[r.series] = true
	}
	var events []model.Event
	for _, name := range t.series {
		c := s.contextOf(name)
		c.Points = news[name]
		if t.state == model.ContextFresh && !heard[name] {
			c.State, c.Why = model.ContextNone, t.noneOf(name)
		}
		events = append(events, s.event(c))
	}
	return events
}

// noneOf says why an answer has nothing of a series.
func (t *task) noneOf(name model.Series) string {
	if why, known := t.absent[name]; known {
		return why
	}
	return "not in its answer"
}

// contextOf renders the state of a series: that of the job that fares best of
// those that tell it, and the newest answer.
func (s *source) contextOf(name model.Series) *model.Context {
	c := &model.Context{Series: name, Source: s.name}
	for _, t := range s.all() {
		if !slices.Contains(t.series, name) {
			continue
		}
		if t.state != model.ContextUnset && (c.State == model.ContextUnset || worse(c.State, t.state)) {
			c.State, c.Why = t.state, t.why
		}
		c.Asked = max(c.Asked, t.asked)
		if c.Every == 0 || s.pause(t) < c.Every {
			c.Every = s.pause(t)
		}
	}
	if held := s.shelf.series[name]; held != nil {
		c.Unit, c.Note = held.Unit, held.Note
	}
	return c
}

// worse tells whether a state is worse than another.
func worse(a, b model.ContextState) bool { return slices.Index(rank, a) > slices.Index(rank, b) }

func (s *source) event(detail any) model.Event {
	return model.Event{Kind: model.KindContext, Received: s.clock(), Detail: detail}
}

func (s *source) healthEvent() model.Event {
	h := s.Health()
	return s.event(&h)
}

// rank orders the states from good to bad.
var rank = []model.ContextState{
	model.ContextNone, model.ContextFresh, model.ContextUnset, model.ContextOld, model.ContextLimited, model.ContextError,
}

// settle sums the tasks up: the worst state counts, with its reason, and the
// oldest answer.
func (s *source) settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := model.ContextHealth{Source: s.name, State: model.ContextNone}
	series := make(map[model.Series]bool)
	for _, t := range s.all() {
		for _, name := range t.series {
			if p, ok := s.shelf.series[name].newest(); !series[name] && ok && p.Time != 0 {
				h.Known++
			}
			series[name] = true
		}
		if worse(t.state, h.State) || t.state == h.State && h.Why == "" {
			h.State, h.Why = t.state, t.why
			if t.why != "" {
				h.Why = t.name + ": " + t.why
			}
		}
		if t.asked != 0 && (h.Asked == 0 || t.asked < h.Asked) {
			h.Asked = t.asked
		}
	}
	h.Series, h.Since = len(series), s.health.Since
	if h.State != s.health.State || h.Since == 0 {
		h.Since = s.clock()
	}
	s.health = h
}

// Health returns the source's state and counters now.
func (s *source) Health() model.ContextHealth {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.health
	h.Source = s.name
	if s.client != nil {
		stats := s.client.Stats()
		h.Requests, h.Errors = stats.Requests, stats.Failures
	}
	h.Errors += s.odd
	if s.wrong != "" && h.Why == "" {
		h.Why = s.wrong
	}
	return h
}
