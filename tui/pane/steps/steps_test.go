package steps

import (
	"testing"

	"eddy/model"
	"eddy/tui/pane"
)

func TestPlanThatFailedHasNoWorth(t *testing.T) {
	p := &model.Plan{Playbook: "s1-blueprint", Stage: "b-defi-alpha", Why: "no mark of UNIUSDT on bybit is known, which is held"}
	if got := heading(pane.Input{}, &State{Plan: p}); got != "s1-blueprint b-defi-alpha" {
		t.Errorf("heading %q", got)
	}
}
