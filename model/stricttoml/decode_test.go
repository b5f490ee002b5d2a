package stricttoml_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/model/stricttoml"
)

type inner struct {
	Members []string `toml:"members"`
}

type file struct {
	Name  string `toml:"name"`
	Parts []struct {
		Share float64 `toml:"share"`
		inner
	} `toml:"part"`
	Hidden string `toml:"-"`
}

func TestKeys(t *testing.T) {
	want := []string{"name", "part", "part.members", "part.share"}
	if diff := cmp.Diff(want, stricttoml.Keys(&file{})); diff != "" {
		t.Error(diff)
	}
}

func TestErrorsAreOneCleanLineWithTheirPlace(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"unknown key", "naem = 'x'", `line 1 column 1: unknown key "naem", did you mean "name"?`},
		{"in a table", "[[part]]\nshar = 1.0", `line 2 column 1: unknown key "part.shar", did you mean "part.share"?`},
		{"nothing near", "zzzzzzzzzzzz = 1", `unknown key "zzzzzzzzzzzz"`},
		{"a number for text", "name = 3", "line 1 column 8: takes text in quotes, not a number"},
		{"text for a number", "[[part]]\nshare = 'x'", "line 2 column 9: takes a number, not text in quotes"},
		{"a flag for a list", "[[part]]\nmembers = true", "line 2 column 11: takes a list in [ ], not true or false"},
		{"broken", "[[part", "line 1 column"},
		{"escape in a key", "\"\\u001b[2J\" = 1", `unknown key "[2J"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := stricttoml.Decode([]byte(tc.text), &file{})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("not one clean line: %q", err)
			}
		})
	}
	if err := stricttoml.Decode([]byte("name = 'x'\n[[part]]\nshare = 1.0\nmembers = ['A']\n"), &file{}); err != nil {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("name = 'x'\n[[part]]\nshare = 1.0\n")
	f.Fuzz(func(t *testing.T, text string) {
		if err := stricttoml.Decode([]byte(text), &file{}); err != nil && strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("not one clean line: %q", err)
		}
	})
}
