package feeds

import (
	"slices"
	"strconv"
	"time"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// linkOf shows the state of a slow source with the signs of the venues': what
// was not asked for is off, what has not answered yet is on its way.
var linkOf = map[model.ContextState]model.LinkState{
	model.ContextUnset: model.LinkConnecting, model.ContextFresh: model.LinkLive, model.ContextOld: model.LinkStale,
	model.ContextLimited: model.LinkStale, model.ContextError: model.LinkDown, model.ContextNone: model.LinkOff,
}

// switchedOn lists the slow sources that are switched on, or have something to say.
func switchedOn(s *model.Snapshot) []*model.ContextHealth {
	return slices.DeleteFunc(pane.Refs(s.ContextSources), func(h *model.ContextHealth) bool { return h.Series == 0 })
}

// sourceOrders are the columns the slow sources can be ordered by.
var sourceOrders = []pane.Order[*model.ContextHealth]{
	{Head: "age", Of: func(h *model.ContextHealth) model.Num { return pane.WholeSeconds(h.AgeMs) }},
	{Head: "series", Of: func(h *model.ContextHealth) model.Num { return model.Known(float64(h.Known)) }},
	{Head: "errors", Of: func(h *model.ContextHealth) model.Num { return model.Known(float64(h.Errors)) }},
	{Head: "state", Words: func(h *model.ContextHealth) string { return h.State.String() }},
	{Head: "name", Words: func(h *model.ContextHealth) string { return h.Source }},
}

// drawSource writes one slow source: its state in a word, how old its oldest
// answer is, how much of what it should tell is known, and what is wrong.
func (c columns) drawSource(line grid.Area, in pane.Input, h *model.ContextHealth) {
	link := linkOf[h.State]
	style := theme.Link(link)
	line.Set(0, 0, style, in.Theme.Glyphs.Link(link))
	line.TextFit(2, 0, c.name, theme.Label, h.Source, in.Theme.Glyphs.Ellipsis)
	word := h.State.String()
	if h.State == model.ContextUnset {
		word = "asked"
	}
	line.TextFit(c.state, 0, len("connecting"), style, word, in.Theme.Glyphs.Ellipsis)
	x := max(c.age, c.state+len("connecting"))
	if ms, ok := h.AgeMs.Value(); ok && c.age > 0 {
		line.TextRight(x, 0, theme.Label, string(pane.AppendAge(nil, time.Duration(ms)*time.Millisecond)))
	}
	text := strconv.Itoa(h.Known) + " of " + strconv.Itoa(h.Series) + " series"
	if h.Errors > 0 {
		text += ", " + strconv.FormatUint(h.Errors, 10) + " err"
	}
	if h.Why != "" {
		text += ": " + h.Why
	}
	line.TextFit(x+2, 0, max(line.W()-x-2, 0), theme.Muted, text, in.Theme.Glyphs.Ellipsis)
}
