package binance

import (
	"net/url"
	"strconv"

	"eddy/model"
)

// query reads the parameters of a request.
type query struct{ url.Values }

// limit returns how many rows are wanted.
func (q query) limit(usual, most int) (int, *apiError) {
	s := q.Get("limit")
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, &apiError{-1130, "Data sent for parameter 'limit' is not valid."}
	}
	return n, nil
}

// moment returns a time in milliseconds, 0 where it was not sent.
func (q query) moment(name string) (model.Millis, *apiError) {
	s := q.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, &apiError{-1102, "Mandatory parameter '" + name + "' was not sent, was empty/null, or malformed."}
	}
	return model.Millis(n), nil
}

// span returns startTime and endTime.
func (q query) span() (from, to model.Millis, bad *apiError) {
	if from, bad = q.moment("startTime"); bad != nil {
		return 0, 0, bad
	}
	if to, bad = q.moment("endTime"); bad != nil {
		return 0, 0, bad
	}
	if from.Known() && to.Known() && from > to {
		return 0, 0, &apiError{-1023, "Start time is greater than end time."}
	}
	return from, to, nil
}
