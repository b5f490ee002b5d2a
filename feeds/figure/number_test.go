package figure_test

import (
	"math"
	"testing"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

func TestMoment(t *testing.T) {
	tests := []struct {
		name, text string
		want       model.Millis
	}{
		{"bare", `1794000000000`, 1794000000000},
		{"in quotes", `"1794000000000"`, 1794000000000},
		{"zero", `0`, 0},
		{"before 1970", `-5`, 0},
		{"after the year 9999", `253402300800000`, 0},
		{"the last one", `253402300799999`, figure.LastMoment},
		{"no number", `"soon"`, 0},
		{"null", `null`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := scan.Over([]byte(tt.text))
			if got := figure.Moment(&r); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestWholeHours(t *testing.T) {
	tests := []struct {
		name string
		d    time.Duration
		want float64
		ok   bool
	}{
		{"exact", 8 * time.Hour, 8, true},
		{"off by milliseconds", 4*time.Hour - 3*time.Millisecond, 4, true},
		{"off by minutes", 4*time.Hour + 2*time.Minute, 0, false},
		{"longer than the longest", 9 * time.Hour, 0, false},
		{"none", 0, 0, false},
		{"backwards", -time.Hour, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := figure.WholeHours(tt.d, 8*time.Hour); got != tt.want || ok != tt.ok {
				t.Errorf("got %v %v, want %v %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

// A price is turned into one coin's, refused where it can be none, and taken as
// sent where nothing is known of it.
func TestPrice(t *testing.T) {
	tests := []struct {
		name       string
		multiplier float64
		n          figure.Number
		want       float64
		has        model.Fields
		refused    uint64
	}{
		{"of a thousand coins", 1000, figure.Number{V: 12.5, OK: true}, 0.0125, model.FieldLast, 0},
		{"of nobody knows what", 0, figure.Number{V: 12.5, OK: true}, 12.5, model.FieldLast, 0},
		{"not carried", 1, figure.Number{}, 0, 0, 0},
		{"zero", 1, figure.Number{OK: true}, 0, 0, 1},
		{"infinite", 1, figure.Number{V: math.Inf(1), OK: true}, 0, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b figure.Builder
			ev := model.Event{Multiplier: tt.multiplier}
			b.Price(&ev, model.FieldLast, &ev.Last, tt.n)
			if ev.Last != tt.want || ev.Has != tt.has || b.Refused != tt.refused {
				t.Errorf("got %v has %v refused %d", ev.Last, ev.Has, b.Refused)
			}
		})
	}
}

func TestAmount(t *testing.T) {
	tests := []struct {
		name    string
		n       figure.Number
		has     model.Fields
		refused uint64
	}{
		{"zero", figure.Number{OK: true}, model.FieldOpenInterest, 0},
		{"not carried", figure.Number{V: 5}, 0, 0},
		{"negative", figure.Number{V: -1, OK: true}, 0, 1},
		{"infinite", figure.Number{V: math.Inf(1), OK: true}, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b figure.Builder
			var ev model.Event
			b.Amount(&ev, model.FieldOpenInterest, &ev.OpenInterest, tt.n)
			if ev.Has != tt.has || b.Refused != tt.refused {
				t.Errorf("has %v refused %d", ev.Has, b.Refused)
			}
		})
	}
}
