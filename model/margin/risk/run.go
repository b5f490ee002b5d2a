package risk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"eddy/model/margin"
	"eddy/model/margin/tier"
)

// Run reads one request and writes its response as indented JSON with the
// embedded tiers. It returns *InputError when the request is at fault, after
// writing nothing; other errors come from reading or writing.
func Run(in io.Reader, out io.Writer) error {
	q, err := Read(in)
	if err != nil {
		return err
	}
	book, err := tier.Embedded()
	if err != nil {
		return fmt.Errorf("risk: %w", err)
	}
	resp, err := Evaluate(q, book)
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(resp); err != nil {
		return fmt.Errorf("risk: write: %w", err)
	}
	return nil
}

// Evaluate answers a request with the tiers of book. It returns *InputError
// when the request is at fault.
func Evaluate(q *Request, book *tier.Book) (*Response, error) {
	a, shocks, faults := q.account()
	if len(faults) > 0 {
		return nil, &InputError{faults}
	}
	r, err := margin.Evaluate(a, book)
	if err != nil {
		return nil, &InputError{err}
	}
	rows, err := r.Stress(shocks)
	if err != nil {
		return nil, &InputError{fmt.Errorf("shock_pct: %w", err)}
	}
	resp := present(a, r, rows)
	if hasBetas(&a) {
		if rows, err = r.StressByBeta(shocks); err != nil {
			return nil, &InputError{fmt.Errorf("shock_pct: %w", err)}
		}
		for _, row := range rows {
			resp.ByBeta = append(resp.ByBeta, presentStress(r, row, row.ShockPct, byBeta))
		}
	}
	for _, key := range q.extra {
		resp.Warnings = append(resp.Warnings, key+": nothing reads this key")
	}
	return resp, nil
}

// hasBetas tells whether every position tells its beta.
func hasBetas(a *margin.Account) bool {
	for i := range a.Positions {
		if !a.Positions[i].Beta.Valid {
			return false
		}
	}
	return len(a.Positions) > 0
}

// IsInput tells whether an error is the request's fault rather than the
// machine's.
func IsInput(err error) bool {
	var e *InputError
	return errors.As(err, &e)
}
