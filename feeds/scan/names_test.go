package scan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/scan"
)

// members returns the keys of an object and the places MemberOf gave them,
// after the objects that the names were used for before.
func members(names *scan.Names, frame string) (list []string, err error) {
	r := scan.Over([]byte(frame))
	r.Object()
	for place, more := r.MemberOf(names); more; place, more = r.MemberOf(names) {
		key := fmt.Sprint(place)
		if place > 2 {
			key = string(r.Key())
		}
		list = append(list, key+"="+string(r.Raw()))
	}
	return list, r.End()
}

func TestMemberOf(t *testing.T) {
	for _, tc := range []struct{ name, before, frame, want string }{
		{"in the order of the list", ``, `{"s":1,"p":2,"E":3}`, "0=1 1=2 2=3"},
		{"in another order", ``, `{"E":3,"s":1,"p":2}`, "2=3 0=1 1=2"},
		{"in an order learned", `{"E":3,"s":1,"p":2}`, `{"E":4,"s":5,"p":6}`, "2=4 0=5 1=6"},
		{"another than learned", `{"E":3,"s":1,"p":2}`, `{"p":6,"E":4,"s":5}`, "1=6 2=4 0=5"},
		{"some are missing", `{"s":1,"p":2,"E":3}`, `{"E":4}`, "2=4"},
		{"some are unknown", ``, `{"x":0,"s":1,"y":0,"y":[],"E":3}`, "x=0 0=1 y=0 y=[] 2=3"},
		{"the same again", `{"s":1,"s":2}`, `{"s":1,"s":2,"s":3}`, "0=1 0=2 0=3"},
		{"case matters", ``, `{"S":1,"P":2,"e":3}`, "S=1 P=2 e=3"},
		{"longer than named", ``, `{"sp":1,"":2,"ss":3}`, "sp=1 =2 ss=3"},
		{"white space", `{"s":1,"p":2}`, ` { "s" : 1 , "p" : 2 } `, "0=1 1=2"},
		{"escaped", ``, `{"\u0073":1,"p":2}`, "0=1 1=2"},
		{"empty", `{"s":1}`, `{}`, ""},
		{"nested", ``, `{"s":{"s":1},"p":[{"E":2}]}`, `0={"s":1} 1=[{"E":2}]`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			names := scan.NewNames("s", "p", "E")
			if tc.before != "" {
				if _, err := members(names, tc.before); err != nil {
					t.Fatal(err)
				}
			}
			got, err := members(names, tc.frame)
			if d := cmp.Diff(tc.want, strings.Join(got, " ")); d != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, d)
			}
		})
	}
}

// FuzzMemberOf sets MemberOf beside Member: over any frame they give the same
// keys, the same values and the same verdict, whatever order was learned
// before.
func FuzzMemberOf(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add([]byte(s), []byte(`{"E":1,"stream":2,"data":3}`))
	}
	f.Add([]byte(`{"stream":1,"data":{"E":2,"p":"3"},"E" :4}`), []byte(`{"E":4,"data":1}`))
	keys := []string{"stream", "data", "E", "p", "k"}
	f.Fuzz(func(t *testing.T, frame, before []byte) {
		names := scan.NewNames(keys...)
		teach := scan.Over(before)
		teach.Object()
		for _, more := teach.MemberOf(names); more; _, more = teach.MemberOf(names) {
			teach.Skip()
		}
		a, b := scan.Over(frame), scan.Over(frame)
		if a.Object() != b.Object() {
			t.Fatal("one is an object")
		}
		for {
			place, more := a.MemberOf(names)
			if more != b.Member() {
				t.Fatalf("%q: MemberOf says %v", frame, more)
			}
			if !more {
				break
			}
			got, want := string(a.Key()), string(b.Key())
			if place < len(keys) {
				got = keys[place]
			}
			if x, y := a.Raw(), b.Raw(); got != want || string(x) != string(y) {
				t.Fatalf("%q: got %q %q, want %q %q", frame, got, x, want, y)
			}
		}
		if x, y := a.End(), b.End(); fmt.Sprint(x) != fmt.Sprint(y) {
			t.Errorf("%q: got %v, want %v", frame, x, y)
		}
	})
}
