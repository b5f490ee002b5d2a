package context

import (
	"slices"

	"eddy/model"
	"eddy/strategy/input"
)

// Slots are the places of the book's figures in a catalogue.
type Slots struct {
	figures map[string]input.ID
	events  []eventSlot
}

type eventSlot struct {
	id            input.ID
	subject, kind string
}

// SlotsOf finds the places. subjects are what events may be about besides
// coins, by their names in conditions; kinds of events the catalogue does not
// know have no place.
func SlotsOf(c *input.Catalogue, subjects map[string]string) *Slots {
	s := &Slots{figures: make(map[string]input.ID)}
	for _, f := range New().Derive(Moment{}) {
		if id := c.ID(f.ID); id != input.None {
			s.figures[f.ID] = id
		}
	}
	for _, slug := range sortedKeys(subjects) {
		for _, kind := range Kinds {
			if id := c.ID("event." + slug + "." + kind); id != input.None {
				s.events = append(s.events, eventSlot{id, subjects[slug], kind})
			}
		}
	}
	return s
}

// Kinds are the kinds of events (model.Judgement).
var Kinds = []string{"partnership", "regulation", "exploit", "social", "technology", "unlock", "other"}

// Fill sets the derived figures and what is left of the events at a moment.
func (b *Book) Fill(f *input.Frame, s *Slots, at Moment, events []model.Judgement) {
	for _, d := range b.Derive(at) {
		if id, ok := s.figures[d.ID]; ok {
			f.Set(id, d.Value)
		}
	}
	for _, e := range s.events {
		f.Set(e.id, model.Known(model.JudgementScore(events, e.subject, e.kind, at.Market)))
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
