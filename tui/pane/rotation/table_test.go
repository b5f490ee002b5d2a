package rotation

import (
	"math"
	"testing"

	"eddy/model"
	"eddy/tui/pane"
)

// Headings by hand: north is more momentum, east a higher ratio (analytics §1.5).
func TestStepsOfThePast(t *testing.T) {
	at := model.TailPoint{100, 100}
	for _, tt := range []struct {
		name     string
		to       model.TailPoint
		heading  float64
		velocity float64
	}{
		{"north", model.TailPoint{100, 101}, 0, 1}, {"east", model.TailPoint{102, 100}, 90, 2},
		{"south", model.TailPoint{100, 99.5}, 180, 0.5}, {"west", model.TailPoint{97, 100}, 270, 3},
		{"north-east", model.TailPoint{103, 103}, 45, 3 * math.Sqrt2}, {"south-west, 3-4-5", model.TailPoint{97, 96}, 180 + 36.8699, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			heading, velocity := lastStep([]model.TailPoint{at, tt.to})
			if math.Abs(heading.Or(-1)-tt.heading) > 1e-4 || math.Abs(velocity.Or(-1)-tt.velocity) > 1e-9 {
				t.Errorf("heading %v at %v, want %v at %v", heading, velocity, tt.heading, tt.velocity)
			}
		})
	}
	for name, p := range map[string][]model.TailPoint{"one point": {at}, "no move": {at, at}} {
		if heading, _ := lastStep(p); heading.State() != model.NumUnknown {
			t.Errorf("%s has the heading %v", name, heading)
		}
	}
}

func TestWholeDegrees(t *testing.T) {
	for deg, want := range map[float64]float64{0: 0, 44.6: 45, 359.4: 359, 359.6: 0} {
		if got := whole(model.Known(deg)); got != model.Known(want) {
			t.Errorf("%v is shown as %v, want %v", deg, got, want)
		}
	}
}

func TestPartsGoRound(t *testing.T) {
	p, want := pane.PartsWhereRoom, []pane.Parts{pane.PartsMembers, pane.PartsCoins, pane.PartsNever, pane.PartsAlways, pane.PartsMembers}
	for i, w := range want {
		if p = p.Next(true); p != w {
			t.Fatalf("step %d leads to %d, want %d", i, p, w)
		}
	}
	if got := pane.PartsWhereRoom.Next(false); got != pane.PartsAlways {
		t.Errorf("where there is no room for parts the first step shows %d", got)
	}
}
