package backoff

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestRetryAfter caps what a venue may ask for: Binance bans for up to three
// days (venues/binance §6), and a wrong header must not silence a venue for a
// year.
const longestRetryAfter = 72 * time.Hour

// RetryAfter reads the header of that name, which holds seconds or an HTTP
// date. It returns 0 when there is none, when it makes no sense or when it is
// past.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		return clampSeconds(seconds)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return clampSeconds(at.Sub(now).Seconds())
}

// clampSeconds turns seconds into a duration between nothing and the cap. NaN
// is nothing.
func clampSeconds(s float64) time.Duration {
	switch {
	case s >= longestRetryAfter.Seconds():
		return longestRetryAfter
	case s > 0:
		return time.Duration(s * float64(time.Second))
	default:
		return 0
	}
}
