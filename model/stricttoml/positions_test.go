package stricttoml_test

import (
	"testing"

	"eddy/model/stricttoml"
)

func TestPlaces(t *testing.T) {
	text := `name = "x"
[[stage]]
id = "a"
  [[stage.target]]
  pct = 5
  [[stage.target]]
  pct   = 7   # seven
[[stage]]
band = [0.1, 0.2]
  [stage.limit]
  cap = { pct = 50, source = "s" }
[[hedge]]
when = """
a and
b"""
list = [ { a = 1 }, { a = 2 } ]
`
	got := stricttoml.Places([]byte(text))
	for path, want := range map[string]stricttoml.Place{
		"name": {1, 8}, "stage[0]": {2, 3}, "stage[0].id": {3, 6}, "stage[0].target[0].pct": {5, 9},
		"stage[0].target[1]": {6, 5}, "stage[0].target[1].pct": {7, 11}, "stage[1].band[1]": {9, 14},
		"stage[1].limit": {10, 4}, "stage[1].limit.cap.pct": {11, 17}, "hedge[0].when": {13, 8}, "hedge[0].list[1].a": {16, 27},
	} {
		if got[path] != want {
			t.Errorf("%s stands at %v, want %v", path, got[path], want)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	f.Add([]byte("[[a]]\nb = { c = [1, 2] }\n"))
	f.Add([]byte("a.b.\"c d\" = 1\n[a.b]\n[[a.x]]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for path, p := range stricttoml.Places(data) {
			if p.Line < 1 || p.Column < 1 {
				t.Errorf("%q stands at %v", path, p)
			}
		}
	})
}
