package scan_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/scan"
)

var fuzzSeeds = []string{
	`{"stream":"btcusdt@markPrice","data":{"e":"markPriceUpdate","E":1786171884000,"p":"64991.37858696","r":"","T":0}}`,
	`[[1672531200000,"16537.50",1.5e-7,null,true,{"a":"\ud83d\ude00\n"}],[]]`,
	"\t{ \"k\" : [ 1 , -0.0 , 1E+2 ] }\n", `"\u00"`, `01`, `-`, `1.`, `[1,]`, `{"a":1,}`, `{"a"}`, `nul`, `"a` + "\x01" + `"`, "\"\xff\"", `[[[[]]]]`, ``,
}

// FuzzValid holds the reader to json.Valid, the whole frame being skipped.
func FuzzValid(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		if bytes.Count(frame, []byte("["))+bytes.Count(frame, []byte("{")) > scan.MaxDepth {
			t.Skip("may nest deeper than the limit")
		}
		r := scan.Over(frame)
		r.Skip()
		if err := r.End(); (err == nil) != json.Valid(frame) {
			t.Errorf("got %v for %q; encoding/json says valid = %v", err, frame, json.Valid(frame))
		}
	})
}

// FuzzValues holds every value the reader gives to encoding/json's.
func FuzzValues(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		if bytes.Count(frame, []byte("["))+bytes.Count(frame, []byte("{")) > scan.MaxDepth {
			t.Skip("may nest deeper than the limit")
		}
		r := scan.Over(frame)
		got := readAny(&r)
		err := r.End()
		if (err == nil) != json.Valid(frame) {
			t.Fatalf("got %v for %q; encoding/json says valid = %v", err, frame, json.Valid(frame))
		}
		if err != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(frame))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("encoding/json: %v", err)
		}
		if diff := cmp.Diff(plain(want), got); diff != "" {
			t.Errorf("values differ (-encoding/json +scan):\n%s", diff)
		}
	})
}

// readAny reads any value into the shape encoding/json gives it.
func readAny(r *scan.Reader) any {
	switch r.Sort() {
	case scan.Object:
		m := map[string]any{}
		for r.Object(); r.Member(); {
			key := repaired(r.Key())
			m[key] = readAny(r)
		}
		return m
	case scan.Array:
		s := []any{}
		for r.Array(); r.Element(); {
			s = append(s, readAny(r))
		}
		return s
	case scan.Text:
		text, _ := r.Text() // a fault shows in End
		return repaired(text)
	case scan.Number:
		v, ok := r.Float()
		return number(v, ok)
	case scan.Bool:
		v, _ := r.Bool() // a fault shows in End
		return v
	default:
		r.Skip()
		return nil
	}
}

func number(v float64, ok bool) any {
	if !ok {
		return "not finite"
	}
	return math.Float64bits(v)
}

// repaired mends broken UTF-8 as encoding/json does.
func repaired(text []byte) string { return string([]rune(string(text))) }

// plain turns encoding/json's numbers into what number gives.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		return number(f, err == nil)
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
		return v
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
		return v
	default:
		return v
	}
}

// FuzzQuotedFloat holds numbers in quotes to strconv, apart from the words,
// hexadecimals and underscores only strconv knows.
func FuzzQuotedFloat(f *testing.F) {
	for _, s := range []string{"", "0", "64991.37858696", "1e5", "+1", ".5", "5.", "-", "NaN", "0x1p4", "1_0", "1e400", "-0", "00.1", "12345678901234567890", "0.0000000000000000000000001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsFunc(text, func(c rune) bool { return !strings.ContainsRune("0123456789.+-eE", c) }) {
			t.Skip("not made of what numbers are made of")
		}
		r := scan.Over([]byte(`"` + text + `"`))
		got, ok := r.Float()
		want, err := strconv.ParseFloat(text, 64)
		if r.End() != nil || ok != (err == nil) || ok && math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%q: got %v, %v; strconv says %v, %v", text, got, ok, want, err)
		}
	})
}
