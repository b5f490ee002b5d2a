package tui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"eddy/model"
)

// momentForm says how a moment of a tape is typed.
const momentForm = "15:04, 15:04:05, 2026-11-21 15:04, +10m, -1h or 50%"

var errMoment = errors.New("write a moment as " + momentForm)

// moment reads where on a tape to go: a time of the day it is at, a date with a
// time, a way from where it is, or a share of it. All times are UTC.
func moment(text string, s ReplayStatus) (model.Millis, error) {
	text = strings.TrimSpace(text)
	if share, isShare := strings.CutSuffix(text, "%"); isShare {
		pct, err := strconv.ParseFloat(share, 64)
		if err != nil || !(pct >= 0 && pct <= 100) {
			return 0, errMoment
		}
		return s.First + model.Millis(float64(s.Last-s.First)*pct/100), nil
	}
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, errMoment
		}
		return s.At.Add(d), nil
	}
	for _, form := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil {
			return model.MillisOf(t), nil
		}
	}
	for _, form := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(form, text); err == nil {
			return s.At.Floor(model.Day1).Add(t.Sub(t.Truncate(24 * time.Hour))), nil
		}
	}
	return 0, errMoment
}
