package model

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
)

// NumState says what a Num knows.
type NumState uint8

// The states of a Num. Missing, not applicable, stale and zero are four
// different things (law 2): zero is a Known number like any other.
const (
	NumAbsent        NumState = iota // not carried at all; left out of JSON
	NumKnown                         // a number
	NumStale                         // a number too old to act on; Why says how old
	NumUnknown                       // wanted but not known; Why says what it waits for
	NumNotApplicable                 // known not to apply; null in JSON
)

// Num is a statistic that may be missing. The zero value is absent.
type Num struct {
	value float64
	state NumState
	why   string
}

// Known returns a Num holding v. A v that is not finite is not a number anyone
// can act on and becomes unknown, so NaN never crosses a package border.
func Known(v float64) Num {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Unknown("not finite")
	}
	return Num{value: v, state: NumKnown}
}

// Stale returns a Num whose value is too old to act on.
func Stale(v float64, why string) Num {
	n := Known(v)
	if n.state == NumKnown {
		n.state, n.why = NumStale, why
	}
	return n
}

// Unknown returns a Num that is wanted but not known, with what it waits for.
func Unknown(why string) Num { return Num{state: NumUnknown, why: why} }

// NotApplicable returns a Num that does not apply to its subject.
func NotApplicable(why string) Num { return Num{state: NumNotApplicable, why: why} }

// Value returns the number and whether there is one, stale or not.
func (n Num) Value() (float64, bool) {
	return n.value, n.state == NumKnown || n.state == NumStale
}

// Or returns the number, or fallback where there is none.
func (n Num) Or(fallback float64) float64 {
	if v, ok := n.Value(); ok {
		return v
	}
	return fallback
}

// State returns what the Num knows.
func (n Num) State() NumState { return n.state }

// Fresh tells whether the number is there and not stale.
func (n Num) Fresh() bool { return n.state == NumKnown }

// Why says why the number is stale, unknown or not applicable.
func (n Num) Why() string { return n.why }

// IsZero lets `json:",omitzero"` leave an absent Num out.
func (n Num) IsZero() bool { return n.state == NumAbsent }

// MarshalJSON writes the number, null where it does not apply, and
// {"unknown":"why"} where it is not known (cli.md, JSON).
func (n Num) MarshalJSON() ([]byte, error) {
	switch n.state {
	case NumKnown, NumStale:
		return appendFloat(nil, n.value), nil
	case NumUnknown:
		b := append([]byte(nil), `{"unknown":`...)
		b = strconv.AppendQuote(b, CleanText(n.why))
		return append(b, '}'), nil
	default:
		return []byte("null"), nil
	}
}

// appendFloat writes the shortest decimal that reads back as v, without an
// exponent over the range prices live in.
func appendFloat(b []byte, v float64) []byte {
	if a := math.Abs(v); a != 0 && (a < 1e-9 || a >= 1e21) {
		return strconv.AppendFloat(b, v, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// numHead is the length of a Num's state and value in binary.
const numHead = 1 + 8

// MarshalBinary writes all that a Num knows, for a tape.
func (n Num) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, numHead+len(n.why))
	b = append(b, byte(n.state))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(n.value))
	return append(b, n.why...), nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (n *Num) UnmarshalBinary(b []byte) error {
	if len(b) < numHead || b[0] > byte(NumNotApplicable) {
		return errors.New("not a number of a tape")
	}
	*n = Num{
		state: NumState(b[0]), value: math.Float64frombits(binary.LittleEndian.Uint64(b[1:])),
		why: string(b[numHead:]),
	}
	return nil
}
