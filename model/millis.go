package model

import (
	"strconv"
	"time"
)

// Millis is a moment in Unix milliseconds, UTC. Zero means "not known", never
// 1970: no venue stamps its data with the epoch.
type Millis int64

// timeLayout is RFC 3339 in UTC with milliseconds, the form of every time in
// eddy's JSON.
const timeLayout = "2006-01-02T15:04:05.000Z"

// MillisOf converts t; the zero time gives the unknown moment.
func MillisOf(t time.Time) Millis {
	if t.IsZero() {
		return 0
	}
	return Millis(t.UnixMilli())
}

// Known tells whether the moment is set.
func (m Millis) Known() bool { return m != 0 }

// Time returns the moment as a UTC time, the zero time when unknown.
func (m Millis) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// Add returns the moment d later. An unknown moment stays unknown.
func (m Millis) Add(d time.Duration) Millis {
	if m == 0 {
		return 0
	}
	return m + Millis(d.Milliseconds())
}

// Sub returns the time that passed from n to m.
func (m Millis) Sub(n Millis) time.Duration { return time.Duration(m-n) * time.Millisecond }

// Floor returns the start of the interval that m lies in, counted from the
// epoch, which is how every venue aligns its bars up to one day.
func (m Millis) Floor(step Interval) Millis {
	s := Millis(step.Duration().Milliseconds())
	if s <= 0 {
		return m
	}
	r := m % s
	if r < 0 {
		r += s
	}
	return m - r
}

// String returns the moment as RFC 3339 with milliseconds, "" when unknown.
func (m Millis) String() string {
	if m == 0 {
		return ""
	}
	return m.Time().Format(timeLayout)
}

// MarshalJSON writes the moment as an RFC 3339 string, null when unknown.
func (m Millis) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, m.String()), nil
}

// IsZero lets `json:",omitzero"` leave an unknown moment out.
func (m Millis) IsZero() bool { return m == 0 }
