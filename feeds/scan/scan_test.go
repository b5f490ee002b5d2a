package scan_test

import (
	"math"
	"testing"

	"eddy/feeds/scan"
)

// quote is what the decoders of these tests pick from a frame.
type quote struct {
	symbol string
	mark   float64
	stamp  int64
	closed bool
}

func readQuote(frame string) (q quote, refused int, err error) {
	r := scan.Over([]byte(frame))
	if r.Object() {
		for r.Member() {
			switch string(r.Key()) {
			case "s":
				text, _ := r.Text() // absent text stays empty here
				q.symbol = string(text)
			case "p":
				q.mark, _ = r.Float() // refused values are counted by the reader
			case "E":
				q.stamp, _ = r.Int() // as above
			case "x":
				q.closed, _ = r.Bool() // as above
			default:
				r.Skip()
			}
		}
	}
	err = r.End()
	return q, r.Refused(), err
}

func TestReader(t *testing.T) {
	for _, tc := range []struct {
		name    string
		frame   string
		want    quote
		refused int
	}{
		{"plain", `{"s":"BTCUSDT","p":"64991.37858696","E":1786171884000,"x":true}`, quote{"BTCUSDT", 64991.37858696, 1786171884000, true}, 0},
		{"case of keys matters", `{"p":"1","P":"2","e":5,"S":"no"}`, quote{mark: 1}, 0},
		{"white space everywhere", " {\t\"s\" :\r\n \"A\" , \"p\" : 1.5 } \n", quote{symbol: "A", mark: 1.5}, 0},
		{"null and empty are absent", `{"s":null,"p":"","E":null,"x":null}`, quote{}, 0},
		{"escaped key and value", `{"\u0070":"1\u002e25","s":"a\"\u00e9\ud83d\ude00"}`, quote{symbol: "a\"é😀", mark: 1.25}, 0},
		{"non-ASCII", `{"s":"币安人生USDT"}`, quote{symbol: "币安人生USDT"}, 0},
		{"exponents", `{"p":1.25E+2,"E":"17e2"}`, quote{mark: 125, stamp: 1700}, 0},
		{"quoted integer", `{"E":"1786171884000"}`, quote{stamp: 1786171884000}, 0},
		{"integer beyond 2^53", `{"E":9007199254740993}`, quote{stamp: 9007199254740993}, 0},
		{"quoted integer beyond 2^53", `{"E": "-9007199254740993" }`, quote{stamp: -9007199254740993}, 0},
		{"fraction is no integer", `{"E":1.5}`, quote{}, 1},
		{"whole number with a point", `{"E":15.0}`, quote{stamp: 15}, 0},
		{"integer beyond 2^63", `{"E":1e19}`, quote{}, 1},
		{"not a number", `{"p":"NaN","E":"0x10"}`, quote{}, 2},
		{"infinity", `{"p":"Infinity"}`, quote{}, 1},
		{"too large", `{"p":1e400}`, quote{}, 1},
		{"wrong sorts", `{"s":5,"p":{"a":[1]},"E":[],"x":"true"}`, quote{}, 4},
		{"loose numbers in quotes", `{"p":"+007.50"}`, quote{mark: 7.5}, 0},
		{"skips nested values", `{"k":{"p":[1,{"p":2}],"s":{}},"p":3,"a":[[],[[]]]}`, quote{mark: 3}, 0},
		{"empty object", `{}`, quote{}, 0},
		{"null frame", `null`, quote{}, 0},
		{"another sort of frame", `[1,2]`, quote{}, 1},
		{"later key wins", `{"p":1,"p":2}`, quote{mark: 2}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, refused, err := readQuote(tc.frame)
			if err != nil || got != tc.want || refused != tc.refused {
				t.Errorf("got %+v, %d refused, %v; want %+v, %d refused", got, refused, err, tc.want, tc.refused)
			}
		})
	}
}

func TestReaderRefusesBrokenFrames(t *testing.T) {
	for _, tc := range []struct{ name, frame, want string }{
		{"nothing", ``, "no value at byte 0"},
		{"spaces only", `  `, "no value at byte 2"},
		{"two values", `{} {}`, "no end of frame at byte 3"},
		{"comma before brace", `{"a":1,}`, "no key at byte 7"},
		{"comma after brace", `{,}`, "no key at byte 1"},
		{"no comma", `{"a":1 "b":2}`, "no comma or closing brace at byte 7"},
		{"no colon", `{"a" 1}`, "no colon at byte 5"},
		{"key without quotes", `{a:1}`, "no key at byte 1"},
		{"comma before bracket", `{"a":[1,]}`, "no value at byte 8"},
		{"wrong bracket", `{"a":[1}]`, "no comma or closing bracket at byte 7"},
		{"zero in front", `{"a":01}`, "no value at byte 5"},
		{"plus in front", `{"a":+1}`, "no value at byte 5"},
		{"point without digits", `{"a":1.}`, "no value at byte 5"},
		{"exponent without digits", `{"p":1e}`, "no number at byte 5"},
		{"word", `{"a":nul}`, "no value at byte 5"},
		{"control character", "{\"a\":\"x\ny\"}", "no printable character at byte 7"},
		{"escape", `{"a":"\x"}`, "no escape at byte 6"},
		{"short unicode escape", `{"a":"\u12"}`, "no escape at byte 6"},
		{"open string", `{"s":"abc`, "no closing quote at byte 9"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := readQuote(tc.frame)
			if err == nil || err.Error() != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestEveryPrefixIsRefused(t *testing.T) {
	const frame = `{"stream":"a@b","data":[{"e":"x","p":"1.5","E":17,"k":{"x":true,"B":null}},{"s":"\u00e9"}]}`
	for n := range len(frame) {
		if _, _, err := readQuote(frame[:n]); err == nil {
			t.Errorf("accepted %q", frame[:n])
		}
	}
}

func TestDepthIsLimited(t *testing.T) {
	nested := func(n int) string {
		b := make([]byte, 0, 2*n)
		for range n {
			b = append(b, '[')
		}
		for range n {
			b = append(b, ']')
		}
		return string(b)
	}
	for n, valid := range map[int]bool{1: true, scan.MaxDepth: true, scan.MaxDepth + 1: false, 1 << 20: false} {
		r := scan.Over([]byte(nested(n)))
		r.Skip()
		if err := r.End(); (err == nil) != valid {
			t.Errorf("depth %d: got %v", n, err)
		}
	}
}

func TestCopyIsABookmark(t *testing.T) {
	r := scan.Over([]byte(`{"p":1,"e":"mark"}`))
	r.Object()
	probe := r
	for probe.Member() {
		probe.Skip()
	}
	if err := probe.End(); err != nil {
		t.Fatalf("probe: %v", err)
	}
	if !r.Member() || string(r.Key()) != "p" {
		t.Error("reading the copy moved the original")
	}
}

func TestRawCanBeReadLater(t *testing.T) {
	r := scan.Over([]byte(`[ {"p": [1, 2]} , 5]`))
	r.Array()
	r.Element()
	if got, want := string(r.Raw()), `{"p": [1, 2]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	r.Element()
	if v, ok := r.Float(); v != 5 || !ok {
		t.Errorf("after it: got %v, %v", v, ok)
	}
	if r.Element() || r.End() != nil {
		t.Error("the array did not end")
	}
}

func TestFloatIsExact(t *testing.T) {
	for text, want := range map[string]float64{
		"0":                       0,
		"-0.0":                    math.Copysign(0, -1),
		"0.1":                     0.1,
		"123456789012345.6":       123456789012345.6,
		"9007199254740993":        9007199254740992, // ties to even
		"928097362.08244870":      928097362.08244870,
		"0.00000000000000000001":  1e-20,
		"5e-324":                  math.SmallestNonzeroFloat64,
		"1.7976931348623157e308":  math.MaxFloat64,
		"123e-25":                 123e-25,
		"99999999999999999999.99": 1e20,
		"1e-9999999999":           0,
	} {
		r := scan.Over([]byte(text))
		got, ok := r.Float()
		if err := r.End(); !ok || err != nil || math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%s: got %v, %v, %v; want %v", text, got, ok, err, want)
		}
	}
}

func TestReadingDoesNotAllocate(t *testing.T) {
	frame := []byte(`{"s":"BTCUSDT","p":"64991.37858696","E":1786171884000,"u":9007199254740993,"q":"928097362.08244870","x":true,"k":[1,{"a":null}]}`)
	n := testing.AllocsPerRun(100, func() {
		r := scan.Over(frame)
		for r.Object(); r.Member(); {
			switch string(r.Key()) {
			case "s":
				r.Text()
			case "p", "q":
				r.Float()
			case "E", "u":
				r.Int()
			case "x":
				r.Bool()
			default:
				r.Skip()
			}
		}
		if r.End() != nil {
			t.Fatal("frame was refused")
		}
	})
	if n != 0 {
		t.Errorf("got %v allocations a frame, want none", n)
	}
}
