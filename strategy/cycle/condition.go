package cycle

import (
	"strconv"

	"eddy/model"
)

// piece is one part of a condition on one day.
type piece struct {
	id, text, threshold, shown, source string

	value model.Num
	state model.EvidenceState
	must  bool // without it the condition cannot be told
}

// condition is what makes a state: all pieces, or any of them.
type condition struct {
	state  State
	pieces [3]piece
	n      int
	any    bool
}

func (c *condition) add(p piece) {
	c.pieces[c.n] = p
	c.n++
}

// holds tells whether the pieces that are known make the condition. A missing
// piece takes no part, and one that must be there makes it false.
func (c *condition) holds() bool {
	all, some := c.n > 0, false
	for i := range c.pieces[:c.n] {
		p := &c.pieces[i]
		switch p.state {
		case model.EvidenceFor:
			some = true
		case model.EvidenceAgainst:
			all = false
		default:
			if p.must {
				all = false
			}
		}
	}
	if c.any {
		return some
	}
	return all && some
}

// evidence tells the pieces with equal shares of what is known.
func (c *condition) evidence() []model.Evidence {
	known := 0
	for i := range c.pieces[:c.n] {
		if c.pieces[i].state != model.EvidenceUnknown {
			known++
		}
	}
	list := make([]model.Evidence, 0, c.n)
	for i := range c.pieces[:c.n] {
		p := &c.pieces[i]
		e := model.Evidence{
			ID: string(c.state) + "." + p.id, Text: p.text, Value: p.value, Shown: p.shown,
			Threshold: p.threshold, State: p.state, Source: p.source,
		}
		switch p.state {
		case model.EvidenceUnknown:
			e.Vote = model.Unknown(p.value.Why())
		case model.EvidenceFor:
			e.Vote, e.Weight = model.Known(1), 1/float64(known)
		default:
			e.Vote, e.Weight = model.Known(0), 1/float64(known)
		}
		list = append(list, e)
	}
	return list
}

// quadrants is a piece on where a sector stands on the rotation graph.
func quadrants(id, text string, at model.Quadrant, wanted ...model.Quadrant) piece {
	p := piece{id: id, text: text, shown: string(at), must: true, source: "analytics §4.4"}
	for i, q := range wanted {
		if i > 0 {
			p.threshold += " or "
		}
		p.threshold += string(q)
	}
	if at == model.QuadrantUnknown {
		p.value = model.Unknown("no place on the rotation graph yet")
		p.shown, p.state = p.value.Why(), model.EvidenceUnknown
		return p
	}
	p.value = model.NotApplicable("a quadrant is no number")
	p.state = model.EvidenceAgainst
	for _, q := range wanted {
		if q == at {
			p.state = model.EvidenceFor
		}
	}
	return p
}

// figure is a piece on a number: for, when the test passes.
func figure(id, text string, v model.Num, threshold string, passes func(float64) bool) piece {
	p := piece{id: id, text: text, value: v, threshold: threshold, source: "analytics §4.4"}
	x, ok := v.Value()
	switch {
	case !ok || !v.Fresh():
		if p.value = v; v.State() == model.NumAbsent {
			p.value = model.Unknown("not measured")
		} else if ok {
			p.value = model.Unknown(v.Why())
		}
		p.shown, p.state = p.value.Why(), model.EvidenceUnknown
		return p
	case passes(x):
		p.state = model.EvidenceFor
	default:
		p.state = model.EvidenceAgainst
	}
	p.shown = strconv.FormatFloat(x, 'f', 2, 64)
	return p
}

func (p piece) from(source string) piece {
	p.source += ", " + source
	return p
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
