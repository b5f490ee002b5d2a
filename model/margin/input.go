package margin

import (
	"errors"
	"fmt"
	"strings"
)

// The reasons an account cannot be evaluated, for errors.Is.
var (
	ErrVenue        = errors.New("unknown venue")
	ErrValue        = errors.New("not a usable value")
	ErrNoMark       = errors.New("no mark price")
	ErrUnknownTiers = errors.New("unknown tiers")
	ErrBeyondTiers  = errors.New("beyond the largest bracket")
	ErrLeverage     = errors.New("leverage not offered")
	ErrDuplicate    = errors.New("listed twice")
	ErrHedge        = errors.New("not a hedge this venue allows")
)

// InputError says what is wrong with which field of which position.
type InputError struct {
	Index  int    // of the position; -1 for the account itself
	Symbol string // "" for the account itself
	Field  string // as in the JSON of `eddy risk`
	Why    string
	Err    error // one of the reasons above
}

// Error names the position, the field and the reason in one line.
func (e *InputError) Error() string {
	if e.Index < 0 {
		return fmt.Sprintf("%s: %s", e.Field, e.Why)
	}
	return fmt.Sprintf("positions[%d] %s: %s: %s", e.Index, e.Symbol, e.Field, e.Why)
}

// Unwrap returns the reason.
func (e *InputError) Unwrap() error { return e.Err }

// InputErrors is everything that is wrong with an account, in the order of its
// positions; never empty when returned.
type InputErrors []*InputError

// Error gives the first fault and how many more there are.
func (es InputErrors) Error() string {
	var b strings.Builder
	b.WriteString(es[0].Error())
	if n := len(es) - 1; n > 0 {
		fmt.Fprintf(&b, " (and %d more)", n)
	}
	return b.String()
}

// Unwrap returns the faults, for errors.Is and errors.As.
func (es InputErrors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// faults gathers what is wrong with one position.
type faults struct {
	index  int
	symbol string
	list   InputErrors
}

func (f *faults) add(field string, reason error, format string, args ...any) {
	f.list = append(f.list, &InputError{
		Index: f.index, Symbol: f.symbol, Field: field,
		Why: fmt.Sprintf(format, args...), Err: reason,
	})
}
