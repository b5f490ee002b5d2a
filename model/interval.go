package model

import (
	"strconv"
	"time"
)

// Interval is the length of a bar.
type Interval time.Duration

// The intervals eddy itself works in. The base is one hour; four hours and one
// day are derived from it, aligned to midnight UTC.
const (
	Minute1 = Interval(time.Minute)
	Hour1   = Interval(time.Hour)
	Hour4   = Interval(4 * time.Hour)
	Day1    = Interval(24 * time.Hour)
	Week1   = Interval(7 * 24 * time.Hour)
)

// Duration returns the interval as a time.Duration.
func (i Interval) Duration() time.Duration { return time.Duration(i) }

// PerYear returns how many bars of this length a 365-day year holds; crypto
// trades every day (analytics §0).
func (i Interval) PerYear() float64 {
	if i <= 0 {
		return 0
	}
	return float64(365*24*time.Hour) / float64(i)
}

// String returns the short form venues use: "1m", "4h", "1d", "1w".
func (i Interval) String() string {
	d := time.Duration(i)
	switch {
	case d <= 0:
		return ""
	case d%(7*24*time.Hour) == 0:
		return strconv.Itoa(int(d/(7*24*time.Hour))) + "w"
	case d%(24*time.Hour) == 0:
		return strconv.Itoa(int(d/(24*time.Hour))) + "d"
	case d%time.Hour == 0:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	case d%time.Minute == 0:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	default:
		return d.String()
	}
}

// MarshalText writes the short form.
func (i Interval) MarshalText() ([]byte, error) { return []byte(i.String()), nil }
