package pane

import (
	"math"
	"strconv"
	"time"

	"eddy/model"
)

// AppendAge writes how long ago something was, in at most four cells: "<1s",
// "9s", "12m", "26h", "4d". Ages below a second are not told apart, so that a
// live feed's figure stands still.
func AppendAge(dst []byte, age time.Duration) []byte {
	unit := func(n int64, letter byte) []byte { return append(strconv.AppendInt(dst, n, 10), letter) }
	switch {
	case age < time.Second:
		return append(dst, "<1s"...)
	case age < 90*time.Second:
		return unit(int64(age/time.Second), 's')
	case age < 90*time.Minute:
		return unit(int64(age/time.Minute), 'm')
	case age < 48*time.Hour:
		return unit(int64(age/time.Hour), 'h')
	default:
		return unit(min(int64(age/(24*time.Hour)), 9999), 'd')
	}
}

// Age returns an age in milliseconds as text, "?" when it is not known.
func Age(ms model.Num) string {
	v, ok := ms.Value()
	if !ok {
		return "?"
	}
	return string(AppendAge(make([]byte, 0, 8), time.Duration(v)*time.Millisecond))
}

// WholeSeconds is an age in milliseconds told apart no finer than it is written,
// so that rows in the order of their ages stand still while all of them are live.
func WholeSeconds(ms model.Num) model.Num {
	v, ok := ms.Value()
	if !ok {
		return ms
	}
	return model.Known(math.Floor(v / 1000))
}

// Clock returns the time of day of a moment in UTC, or its date when it lies a
// day or more before now.
func Clock(at, now model.Millis) string {
	if !at.Known() {
		return ""
	}
	if now.Known() && now.Sub(at) >= 20*time.Hour {
		return at.Time().Format("02 Jan")
	}
	return at.Time().Format("15:04")
}
