package tui

import (
	"testing"

	"eddy/tui/tuitest"
)

// The README shows the views as the goldens have them.
func TestReadmeShowsTheViews(t *testing.T) {
	for _, f := range [][2]string{
		{"*The desk at 120x36", "full-120x36"},
		{"*3 Risk:", "risk-120x36"},
		{"*4 Flow:", "flow-120x36"},
		{"*5 Sector:", "sector-120x36"},
		{"*6 Feeds:", "feeds-view-120x36"},
		{"*7 Journal:", "journal-120x36"},
	} {
		tuitest.Shown(t, f[0], f[1])
	}
}
