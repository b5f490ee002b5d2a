package figure_test

import (
	"testing"
	"time"

	"eddy/feeds/figure"
	"eddy/model"
)

func TestTurnOf(t *testing.T) {
	const hour = model.Millis(1_790_002_800_000)
	at := func(h int) model.Bar {
		return model.Bar{OpenTime: hour.Add(time.Duration(h) * time.Hour), Interval: model.Hour1}
	}
	tests := []struct {
		name        string
		before, bar model.Bar
		want        figure.Turn
	}{
		{"the first", model.Bar{Interval: model.Hour1}, at(0), figure.Anew},
		{"the same further on", at(0), at(0), figure.Same},
		{"the next", at(0), at(1), figure.Next},
		{"the next after a night without trades", at(0), at(9), figure.Next},
		{"after an outage, or of the future", at(0), at(25), figure.Anew},
		{"out of order", at(0), at(-1), figure.Late},
		{"after one of the future", at(365 * 24), at(0), figure.Anew},
		{"at the end of all time", at(0), model.Bar{OpenTime: 1<<63 - 1, Interval: model.Hour1}, figure.Anew},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := figure.TurnOf(&tt.before, &tt.bar); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}
