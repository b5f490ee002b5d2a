package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"eddy/model"
)

// longestMsg keeps an error to about one line.
const longestMsg = 200

// Retry says whether a failed request is worth another try.
type Retry uint8

// The rules of trying again.
const (
	RetryByStatus Retry = iota // 429, 418 and server errors are, the rest is not
	RetryAgain                 // it is, whatever the status
	RetryNever                 // it is not: the venue answers nonsense with a server error
)

// Error is a venue's refusal. All text in it is cleaned and short.
type Error struct {
	Venue      string
	Path       string
	Status     int           // HTTP status; 200 where the error was inside
	Code       string        // the venue's own code, "" when it gave none
	Msg        string        // the venue's own words
	RetryAfter time.Duration // how long the venue wants to be left alone, 0 when it did not say
	Retry      Retry

	unsent bool // the request was held back: the venue refused one before it
}

// Error renders the refusal: "binance: /fapi/v1/klines: 400: -1121 Invalid symbol."
func (e *Error) Error() string {
	parts := []string{e.Venue, e.Path, fmt.Sprint(e.Status)}
	if said := strings.TrimSpace(e.Code + " " + e.Msg); said != "" {
		parts = append(parts, said)
	} else if name := http.StatusText(e.Status); name != "" {
		parts = append(parts, name)
	}
	return strings.Join(parts, ": ")
}

// limited tells whether the refusal is about asking too much.
func (e *Error) limited() bool {
	return e.Status == http.StatusTooManyRequests || e.Status == http.StatusTeapot || e.RetryAfter > 0
}

// isUnsent tells whether a request was held back, so that it is no try that came
// to nothing.
func isUnsent(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.unsent
}

// Missing tells whether err says that the venue has no such path or no longer
// serves it: a fact about the venue, not a mishap.
func Missing(err error) bool {
	var refused *Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Status {
	case http.StatusNotFound, http.StatusGone, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	default:
		return false
	}
}

// failure is the error of a request, which the client has dealt with.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// Counted tells whether err comes from a request that failed or was held back,
// of which the client's Stats tell, and not from what was made of an answer.
func Counted(err error) bool {
	var f failure
	return errors.As(err, &f)
}

// transient tells whether err may be gone at the next try. Everything but a
// venue's own word is: networks heal.
func transient(err error) bool {
	var refused *Error
	if !errors.As(err, &refused) {
		return !errors.Is(err, errTooLarge) && !errors.Is(err, errNoWeight)
	}
	switch refused.Retry {
	case RetryAgain:
		return true
	case RetryNever:
		return false
	default:
		return refused.limited() || refused.Status >= 500 && refused.Status != http.StatusNotImplemented
	}
}

// plainCause strips what net/http wraps around an error: the whole address
// with its query says nothing the path does not.
func plainCause(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errTimeout
	}
	return err
}

var (
	errTimeout  = errors.New("no answer in time")
	errTooLarge = errors.New("answer over the size limit")
	errNoWeight = errors.New("rate limit grants nothing in time")
)

// shortText makes words from outside fit to show.
func shortText(s string) string {
	s = strings.TrimSpace(model.CleanText(s))
	if len(s) <= longestMsg {
		return s
	}
	runes := []rune(s)
	return string(runes[:min(len(runes), longestMsg)]) + "…"
}
