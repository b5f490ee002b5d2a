package strategy

import (
	"cmp"
	"slices"
	"time"

	"eddy/model"
	"eddy/strategy/context"
)

// backdrop is what the engine has been told that no ticker carries: slow
// series, the state of their sources, and the user's events.
type backdrop struct {
	book    *context.Book
	sources []model.ContextHealth // by name
	events  []model.Judgement     // newest first

	derived []model.DerivedView // made at the moment below and shared by snapshots: nobody changes it
	made    madeAt
	news    bool // since then
}

// madeAt is what the derived figures were made at: they change with a close,
// with news and, little by little, with the clock.
type madeAt struct {
	clock, end, rebuilt model.Millis
}

// derivedFor is how long derived figures stand without a close and without news.
const derivedFor = time.Second

// take files news of a slow series, of a source, or of the user's.
func (b *backdrop) take(detail any) {
	b.news = true
	switch d := detail.(type) {
	case *model.Context:
		b.book.Fold(d)
	case *model.ContextHealth:
		at, found := slices.BinarySearchFunc(b.sources, d.Source, func(h model.ContextHealth, name string) int {
			return cmp.Compare(h.Source, name)
		})
		if !found {
			b.sources = slices.Insert(b.sources, at, model.ContextHealth{})
		}
		b.sources[at] = *d
	case *model.Judgement:
		b.judge(d)
	}
}

// judge takes an event of the user's in the place of what it said before under
// the same id, or takes it out again.
func (b *backdrop) judge(j *model.Judgement) {
	b.events = slices.DeleteFunc(b.events, func(old model.Judgement) bool { return old.ID == j.ID })
	if j.Removed {
		return
	}
	at := slices.IndexFunc(b.events, func(old model.Judgement) bool { return old.Time <= j.Time })
	if at < 0 {
		at = len(b.events)
	}
	b.events = slices.Insert(b.events, at, *j)
}

// moment is now: in market time, which what is known is held against, and on
// the local clock.
func (e *Engine) moment() context.Moment {
	at := context.Moment{Market: e.market.now, Clock: e.clock}
	if at.Market == 0 {
		at.Market = e.clock
	}
	return at
}

// viewBackdrop shows the slow series, their sources, the user's events and what
// is derived.
func (e *Engine) viewBackdrop(s *model.Snapshot) {
	at := e.moment()
	s.Context = e.backdrop.book.Rows(at)
	for _, h := range e.backdrop.sources {
		if h.Asked.Known() {
			h.AgeMs = ageMs(e.clock, h.Asked)
		}
		s.ContextSources = append(s.ContextSources, h)
	}
	for i := range e.backdrop.events {
		j := &e.backdrop.events[i]
		s.Events = append(s.Events, model.EventRow{
			Judgement: *j, HalfLifeH: j.HalfLife.Hours(), Weight: model.Known(j.Weight(at.Market)),
		})
	}
	s.Derived = e.derived(at)
}

// derived returns every derived series, made anew where something may have
// changed.
func (e *Engine) derived(at context.Moment) []model.DerivedView {
	b := &e.backdrop
	now := madeAt{clock: e.clock, end: e.slow.end, rebuilt: e.rebuilt}
	same := b.made.end == now.end && b.made.rebuilt == now.rebuilt && now.clock.Sub(b.made.clock) < derivedFor
	if b.derived == nil || b.news || !same {
		b.derived, b.made, b.news = e.derive(at), now, false
	}
	return b.derived
}

// derive lists every derived series with its source, its age and its state, and
// hands them to the conditions.
func (e *Engine) derive(at context.Moment) []model.DerivedView {
	figures := e.addFromBars(e.backdrop.book.Derive(at), at)
	e.refreshSlow(figures, at)
	var out []model.DerivedView
	for i := range figures {
		f := &figures[i]
		v := model.DerivedView{
			ID: f.ID, Value: f.Value, Unit: f.Unit, From: f.From, Time: f.Time, Note: f.Note, Proxy: f.Proxy, Source: f.Ledger,
			State: stateWord(f.Value), Why: f.Value.Why(), AgeMs: model.Unknown("there is no value"),
		}
		if f.Time.Known() {
			v.AgeMs = model.Known(float64(max(0, at.Market-f.Time)))
		}
		out = append(out, v)
	}
	return out
}

func stateWord(v model.Num) string {
	switch v.State() {
	case model.NumKnown:
		return "known"
	case model.NumStale:
		return "stale"
	case model.NumNotApplicable:
		return "not applicable"
	default:
		return "unknown"
	}
}
