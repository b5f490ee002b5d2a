package figure

import (
	"bytes"
	"encoding/json"

	"github.com/shopspring/decimal"
)

// mostFeeDigits keeps a hostile exponent from becoming a number of a billion
// digits.
const mostFeeDigits = 20

// mostFee is what no venue takes: a tenth of the notional.
var mostFee = decimal.New(1, -1)

// Fee reads what a list says taking from the book costs, a fraction of the
// notional, written as a number or as a text. What is no fee is not known: it
// must not cost the contract it stands beside.
func Fee(raw json.RawMessage) (fee decimal.NullDecimal) {
	text := string(bytes.Trim(bytes.TrimSpace(raw), `"`))
	v, err := decimal.NewFromString(text)
	if err != nil || v.Exponent() > 0 || v.Exponent() < -mostFeeDigits || v.IsNegative() || v.GreaterThanOrEqual(mostFee) {
		return fee
	}
	return decimal.NewNullDecimal(v)
}
