package figure_test

import (
	"testing"
	"time"

	"eddy/feeds/figure"
	"eddy/model"
)

func TestOvertaken(t *testing.T) {
	now := model.MillisOf(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	var n figure.Newest
	for _, step := range []struct {
		name  string
		stamp model.Millis
		want  bool
	}{
		{"the first", now, false},
		{"the same again", now, false},
		{"a little late", now - 1, true},
		{"without a stamp", 0, false},
		{"as late as before: the newest still stands", now - 59_999, true},
		{"another clock", now - 60_000, false},
		{"later than that one", now - 59_000, false},
	} {
		if got := n.Overtaken(step.stamp); got != step.want {
			t.Errorf("%s: %v, want %v", step.name, got, step.want)
		}
	}
}
