package risk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"eddy/model"
)

// InputError is what Run returns when the request cannot be evaluated: it is
// not JSON, or a figure of it is missing, absurd or not offered by the venue.
// Its text is one line that names the position and the field.
type InputError struct{ Err error }

// Error returns the reason.
func (e *InputError) Error() string { return "risk: " + e.Err.Error() }

// Unwrap returns the reason, a margin.InputErrors where figures are at fault.
func (e *InputError) Unwrap() error { return e.Err }

// Bounds of a request.
const (
	maxBytes     = 4 << 20
	maxPositions = 1000
	maxShocks    = 1000
)

// Request is the input of `eddy risk`.
type Request struct {
	Venue     text       `json:"venue"`
	Wallet    text       `json:"wallet"`
	ShockPct  []text     `json:"shock_pct"`
	Positions []position `json:"positions"`

	extra []string // keys nobody reads
}

// position is one position of a request; Figures are text until they are
// checked one by one, so that an error can name them.
type position struct {
	Symbol     text `json:"symbol"`
	Side       text `json:"side"`
	MarginMode text `json:"margin_mode"`
	Qty        text `json:"qty"`
	Entry      text `json:"entry"`
	Mark       text `json:"mark"`
	Leverage   text `json:"leverage"`

	Margin text `json:"margin"`
	Stop   text `json:"stop"`

	Rate   text `json:"maintenance_margin_rate"`
	Amount text `json:"maintenance_amount"`
	Fee    text `json:"fee_rate"`

	Tick             text   `json:"tick"`
	Beta             text   `json:"beta"`
	Index            text   `json:"index"`
	FundingRate      text   `json:"funding_rate"`
	FundingIntervalH text   `json:"funding_interval_h"`
	Tiers            []step `json:"tiers"`
	TiersBy          text   `json:"tiers_by"`
}

// step is one bracket of tiers given by hand.
type step struct {
	UpTo        text `json:"up_to"` // absent: the last bracket is open
	Rate        text `json:"maintenance_margin_rate"`
	Amount      text `json:"maintenance_amount"`
	MaxLeverage text `json:"max_leverage"`
}

// text is a figure as it was written, in a string or as a JSON number.
type text struct {
	s     string
	given bool
	odd   bool // neither a string, a number nor null
}

// UnmarshalJSON keeps what is there; null and "" count as absent.
func (t *text) UnmarshalJSON(b []byte) error {
	*t = text{}
	switch b[0] {
	case 'n':
		return nil
	case '"':
		if err := json.Unmarshal(b, &t.s); err != nil {
			return fmt.Errorf("string: %w", err)
		}
		t.s = strings.TrimSpace(model.CleanText(t.s))
	case '{', '[', 't', 'f':
		t.odd = true
	default:
		t.s = string(b)
	}
	t.given = t.s != "" || t.odd
	return nil
}

// Read reads one request. Errors are *InputError when the input is at fault.
func Read(in io.Reader) (*Request, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("risk: read: %w", err)
	}
	if len(raw) > maxBytes {
		return nil, &InputError{fmt.Errorf("the input is longer than %d bytes", maxBytes)}
	}
	var q Request
	if err := decode(raw, &q); err != nil {
		return nil, &InputError{err}
	}
	if len(q.Positions) > maxPositions || len(q.ShockPct) > maxShocks {
		return nil, &InputError{fmt.Errorf("more than %d positions or %d shocks", maxPositions, maxShocks)}
	}
	q.extra = unread(raw)
	return &q, nil
}

// decode reads exactly one JSON object.
func decode(raw []byte, q *Request) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		return errors.New("the input is empty; it takes a JSON object with venue, wallet and positions")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(q); err != nil {
		return errors.New("not the JSON it takes: " + explain(err))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON object")
	}
	return nil
}

// explain words a decoding error without Go's types.
func explain(err error) string {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		at := wrong.Field
		if at == "" {
			at = "the input"
		}
		return fmt.Sprintf("%s must not be of type %s", model.CleanText(at), wrong.Value)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends in the middle"
	}
	return model.CleanText(err.Error())
}

// unread lists the keys of a request that nothing reads, sorted: a misspelt
// option must not pass in silence.
func unread(raw []byte) []string {
	var top map[string]json.RawMessage
	if json.Unmarshal(raw, &top) != nil {
		return nil
	}
	out := strangers("", top, reflect.TypeFor[Request]())
	var positions []map[string]json.RawMessage
	if json.Unmarshal(top["positions"], &positions) != nil {
		return out
	}
	for i, p := range positions {
		out = append(out, strangers(fmt.Sprintf("positions[%d].", i), p, reflect.TypeFor[position]())...)
	}
	return out
}

// strangers lists the keys of an object that a struct has no field for.
func strangers(prefix string, object map[string]json.RawMessage, t reflect.Type) []string {
	var out []string
	for key := range object {
		if !hasKey(t, key) {
			out = append(out, prefix+model.CleanText(key))
		}
	}
	slices.Sort(out)
	return out
}

func hasKey(t reflect.Type, key string) bool {
	for i := range t.NumField() {
		if strings.EqualFold(t.Field(i).Tag.Get("json"), key) {
			return true
		}
	}
	return false
}
