package figure

import (
	"time"

	"eddy/feeds/scan"
	"eddy/model"
)

// Number is a number a frame may or may not carry.
type Number struct {
	V  float64
	OK bool
}

// Read reads a number, bare or in quotes.
func Read(r *scan.Reader) Number {
	v, ok := r.Float()
	return Number{v, ok}
}

// LastMoment is the end of the year 9999, beyond which no time can be written
// down.
const LastMoment = 253402300799999

// Moment reads a time in Unix milliseconds, bare or in quotes; anything that is
// no plausible time is unknown.
func Moment(r *scan.Reader) model.Millis {
	n, ok := r.Int()
	if !ok || n <= 0 || n > LastMoment {
		return 0
	}
	return model.Millis(n)
}

// WholeHours returns how many hours a funding interval has; the stamps of
// settlements are off by some milliseconds. Longer than the longest interval of
// the venue is no interval but a gap.
func WholeHours(d, longest time.Duration) (float64, bool) {
	whole := d.Round(time.Hour)
	if (d-whole).Abs() > time.Minute || whole < time.Hour || whole > longest {
		return 0, false
	}
	return whole.Hours(), true
}
