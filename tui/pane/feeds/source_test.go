package feeds_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/pane/feeds"
	"eddy/tui/tuitest"
)

// Every state of a slow source has its own sign and word, and one that is
// switched off takes no line.
func TestSlowSources(t *testing.T) {
	snap := &model.Snapshot{ContextSources: []model.ContextHealth{
		{Source: "coingecko", State: model.ContextLimited, Why: "global: slow down", AgeMs: model.Known(7_200_000), Series: 40, Known: 38, Errors: 2},
		{Source: "defillama", State: model.ContextFresh, AgeMs: model.Known(61_000), Series: 39, Known: 30},
		{Source: "ethereum", State: model.ContextError, Why: "base fee: no answer in time", Series: 2},
		{Source: "fear_greed", State: model.ContextOld, Why: "index: from the cache", AgeMs: model.Known(90_000_000), Series: 1, Known: 1},
		{Source: "stablecoins", State: model.ContextUnset, Series: 1},
		{Source: "yields", State: model.ContextNone, Why: "switched off in the configuration"},
	}}
	in := pane.Input{Snap: snap, Theme: tuitest.Theme(t)}
	lines := grid.Lines(78, 10, in.Theme.Look(), func(a grid.Area) { feeds.Draw(a, in) })
	got := tuitest.Plain(lines)
	for _, want := range []string{
		"◐ coingecko   limited      2h  38 of 40 series, 2 err: global: slow down",
		"● defillama   fresh       61s  30 of 39 series",
		"✕ ethereum    error            0 of 2 series: base fee: no answer in time",
		"◐ fear_greed  old         25h  1 of 1 series: index: from the cache",
		"◌ stablecoins asked            0 of 1 series",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "yields") {
		t.Errorf("a source that is switched off:\n%s", got)
	}
}
