package banner_test

import (
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/pane/banner"
	"eddy/tui/tuitest"
)

func TestBanner(t *testing.T) {
	edit := func(change func(*model.Snapshot)) *model.Snapshot {
		s := tuitest.Full()
		change(s)
		return s
	}
	tests := []struct {
		name  string
		snap  *model.Snapshot
		state banner.State
		w, h  int
		says  []string
		not   []string
	}{
		{"everything", tuitest.Full(), banner.State{}, 160, 2,
			[]string{" DEMO ", "composite", "EXPANSION", "███████░░░", "0.71 high", "12 d", "runner-up LATE −0.18", "LATE 1 of 3 closes",
				"flips to LATE if 7-day funding > 3.0 bp", "2026-03-04 13:58 UTC", "synthetic, seed 7, 600x"}, nil},
		{"the phase stays when it gets narrow", tuitest.Full(), banner.State{}, 40, 1, []string{"DEMO", "EXPANSION", "0.71"}, []string{"runner-up", "composite", "UTC"}},
		{"the clock keeps its hour", tuitest.Full(), banner.State{}, 80, 1, []string{"0.71", "13:58 UTC"}, []string{"2026"}},
		{"and stands beside a pause", tuitest.Full(), banner.State{Paused: true}, 60, 1, []string{" PAUSED ", "EXPANSION", "13:58 UTC"}, nil},
		{"a gauge is whole or not there", tuitest.Full(), banner.State{}, 86, 1, []string{"███████░░░"}, nil},
		{"no phase yet", tuitest.Starting(), banner.State{}, 120, 2, []string{"UNKNOWN  needs 158 more daily bars", "loading binance history, 34 of 76"}, nil},
		{"without flips it says who leads", edit(func(s *model.Snapshot) { s.Phase.Flips = nil }), banner.State{}, 120, 2, []string{"leading DeFi  weakening Infra  lagging NFT  improving AI"}, nil},
		{"low confidence", edit(func(s *model.Snapshot) { s.Phase.Confidence = model.Known(0.3) }), banner.State{}, 120, 1, []string{"███░░░░░░░", "0.30 low"}, nil},
		{"medium confidence", edit(func(s *model.Snapshot) { s.Phase.Confidence = model.Known(0.6) }), banner.State{}, 120, 1, []string{"0.60 medium"}, nil},
		{"a profile other than the standard one", edit(func(s *model.Snapshot) { s.Profile = "beginner" }), banner.State{}, 160, 1, []string{"composite, beginner"}, nil},
		{"replay", edit(func(s *model.Snapshot) { s.Mode = model.ModeReplay }), banner.State{}, 120, 1, []string{" REPLAY "}, nil},
		{"paused", tuitest.Full(), banner.State{Paused: true}, 120, 1, []string{" PAUSED "}, nil},
		{"silent", tuitest.Full(), banner.State{Silent: 95 * time.Second}, 120, 1, []string{" NO UPDATE 1m "}, nil},
		{"stopped", tuitest.Full(), banner.State{Broken: "the data has ended"}, 120, 1, []string{" STOPPED ", "the data has ended"}, []string{"NO UPDATE"}},
		{"nothing known", tuitest.Empty(), banner.State{}, 80, 2, []string{"eddy", "UNKNOWN", "waiting for the first data"}, []string{"1970"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := pane.Input{Snap: tt.snap, Theme: tuitest.Theme(t)}
			got := tuitest.Plain(grid.Lines(tt.w, tt.h, in.Theme.Look(), func(a grid.Area) { banner.Draw(a, in, tt.state) }))
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
			for _, bad := range tt.not {
				if strings.Contains(got, bad) {
					t.Errorf("says %q:\n%s", bad, got)
				}
			}
		})
	}
}
