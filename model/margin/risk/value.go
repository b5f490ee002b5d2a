package risk

import (
	"encoding/json"

	"github.com/shopspring/decimal"
)

// Value is a figure of a response: an exact decimal written as a string or as a
// number, null where it does not apply, or unknown with the reason. The zero
// Value is absent.
type Value struct {
	kind kind
	d    decimal.Decimal
	why  string
}

type kind uint8

const (
	absent  kind = iota
	amount       // money, a price or a size: a decimal string
	number       // a ratio, a percentage or a count: a JSON number
	null         // known not to apply
	unknown      // wanted and not known
)

// How many decimals are written. More are kept inside and mean nothing outside.
const (
	amountPlaces = 10
	numberPlaces = 10
)

func money(d decimal.Decimal) Value { return Value{kind: amount, d: d.Round(amountPlaces)} }

// price is written as it was rounded by the venue's rule.
func price(d decimal.NullDecimal) Value {
	if !d.Valid {
		return Value{kind: null}
	}
	return Value{kind: amount, d: d.Decimal}
}

func rate(d decimal.NullDecimal) Value {
	if !d.Valid {
		return Value{kind: null}
	}
	return Value{kind: number, d: d.Decimal.Round(numberPlaces)}
}

func moneyOr(d decimal.NullDecimal, why string) Value {
	if !d.Valid {
		return Value{kind: unknown, why: why}
	}
	return money(d.Decimal)
}

// Decimal returns the figure; ok is false when there is none.
func (v Value) Decimal() (d decimal.Decimal, ok bool) {
	return v.d, v.kind == amount || v.kind == number
}

// Why says why a figure is not known.
func (v Value) Why() string { return v.why }

// IsZero lets `json:",omitzero"` leave an absent figure out.
func (v Value) IsZero() bool { return v.kind == absent }

// MarshalJSON writes the figure in the form of its kind.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case amount:
		return []byte(`"` + v.d.String() + `"`), nil
	case number:
		return []byte(v.d.String()), nil
	case unknown:
		return json.Marshal(map[string]string{"unknown": v.why})
	default:
		return []byte("null"), nil
	}
}
