package notify

import (
	"fmt"
	"strings"
	"time"
)

// Quiet is a stretch of each day, by the local clock, in which only critical
// alerts go out. The zero value is none.
type Quiet struct{ from, to int } // minutes of the day

// ParseQuiet reads "22:00-07:00"; "" is none.
func ParseQuiet(text string) (Quiet, error) {
	if text == "" {
		return Quiet{}, nil
	}
	begin, end, _ := strings.Cut(text, "-")
	from, err := time.Parse("15:04", begin)
	to, err2 := time.Parse("15:04", end)
	if err != nil || err2 != nil {
		return Quiet{}, fmt.Errorf("quiet hours %q: write 22:00-07:00", text)
	}
	return Quiet{from.Hour()*60 + from.Minute(), to.Hour()*60 + to.Minute()}, nil
}

// At tells whether a moment lies in the quiet hours.
func (q Quiet) At(t time.Time) bool {
	m := t.Hour()*60 + t.Minute()
	if q.from <= q.to {
		return m >= q.from && m < q.to
	}
	return m >= q.from || m < q.to
}
