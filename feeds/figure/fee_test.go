package figure_test

import (
	"encoding/json"
	"testing"

	"eddy/feeds/figure"
)

func TestFee(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"a number", `0.0005`, "0.0005"},
		{"a text", `"0.0008"`, "0.0008"},
		{"with an exponent", `5e-4`, "0.0005"},
		{"nothing is charged", `0`, "0"},
		{"not told", ``, ""},
		{"null", `null`, ""},
		{"an empty text", `""`, ""},
		{"a rebate", `-0.0001`, ""},
		{"a tenth and more", `0.1`, ""},
		{"percent", `5`, ""},
		{"a billion digits", `1e-999999999`, ""},
		{"as many before the point", `1e999999999`, ""},
		{"not a number", `"NaN"`, ""},
		{"an object", `{"rate":0.0005}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, text := figure.Fee(json.RawMessage(tt.raw)), ""
			if got.Valid {
				text = got.Decimal.String()
			}
			if text != tt.want {
				t.Errorf("got %q, want %q", text, tt.want)
			}
		})
	}
}

func FuzzFee(f *testing.F) {
	for _, seed := range []string{`0.0005`, `"0.0008"`, `5e-4`, `-1`, `{}`, `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if fee := figure.Fee(json.RawMessage(raw)); fee.Valid && (fee.Decimal.IsNegative() || fee.Decimal.InexactFloat64() >= 0.1) {
			t.Errorf("%q is a fee of %s", raw, fee.Decimal)
		}
	})
}
