package playback

import (
	"eddy/feeds/tape"
	"eddy/model"
)

// goal is what a tape is played up to, as fast as it goes.
type goal struct {
	kind goalKind
	at   model.Millis // of a moment

	// What there was when it began.
	hour   model.Millis
	phase  model.Phase
	alerts map[string]bool
}

type goalKind uint8

const (
	noGoal goalKind = iota
	toFrame
	toBar
	toNews
	toMoment
)

// words say where it goes.
func (g *goal) words() string {
	switch g.kind {
	case toBar:
		return "to the next bar"
	case toNews:
		return "to the next alert or change of phase"
	case toMoment:
		return "to " + g.at.Time().Format("01-02 15:04:05")
	default:
		return ""
	}
}

// begin takes note of how things stand.
func (g *goal) begin(s *model.Snapshot) {
	g.alerts = make(map[string]bool)
	if s == nil {
		return
	}
	g.hour, g.phase = s.AsOf.Floor(model.Hour1), s.Phase.Phase
	for i := range s.Alerts {
		g.alerts[s.Alerts[i].ID] = true
	}
}

// isReached tells whether a step led there; newest is the last snapshot.
func (g *goal) isReached(step *tape.Step, newest *model.Snapshot) bool {
	if g.kind == toFrame {
		return step.Kind == tape.Frame
	}
	if g.kind == noGoal || step.Kind != tape.Published {
		return false
	}
	switch g.kind {
	case toBar:
		return newest.AsOf.Floor(model.Hour1) != g.hour
	case toNews:
		return g.isNews(newest)
	default:
		return step.At >= g.at
	}
}

func (g *goal) isNews(s *model.Snapshot) bool {
	if s.Phase.Phase != g.phase {
		return true
	}
	for i := range s.Alerts {
		if !g.alerts[s.Alerts[i].ID] {
			return true
		}
	}
	return false
}
