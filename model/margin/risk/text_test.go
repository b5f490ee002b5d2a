package risk

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"eddy/model/margin/tier"

	"github.com/google/go-cmp/cmp"
)

func answer(t *testing.T, name string) *Response {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".in.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	book, err := tier.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := Evaluate(q, book)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func TestWriteText(t *testing.T) {
	for _, name := range []string{"cross", "mixed"} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := answer(t, name).WriteText(&got); err != nil {
				t.Fatalf("WriteText() error = %v", err)
			}
			golden := filepath.Join("testdata", name+".golden.txt")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteTextReportsErrors(t *testing.T) {
	broken := errors.New("broken")
	if err := answer(t, "cross").WriteText(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("WriteText() error = %v, want %v", err, broken)
	}
}
