package tuitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/model/modeltest"
)

// Shown holds a frame in the README to a golden frame of the package under test:
// the fenced text above the line that begins with caption. With -update it is
// written anew.
func Shown(t *testing.T, caption, golden string) {
	t.Helper()
	path := filepath.Join(modeltest.Root(t), "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	frame, err := os.ReadFile(filepath.Join("testdata", golden+".golden"))
	if err != nil {
		t.Fatal(err)
	}
	above, rest, found := strings.Cut(string(readme), "\n```\n\n"+caption)
	begin := strings.LastIndex(above, "```\n") + len("```\n")
	if !found || begin < len("```\n") {
		t.Fatalf("the README has no frame above %q", caption)
	}
	want := trimmed(string(frame))
	switch {
	case above[begin:] == want:
	case *update:
		if err := os.WriteFile(path, []byte(above[:begin]+want+"\n```\n\n"+caption+rest), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the README's frame above %q is not testdata/%s.golden; go test -update writes it anew", caption, golden)
	}
}

// trimmed cuts the blanks at the ends of lines, which a page has no use for.
func trimmed(frame string) string {
	lines := strings.Split(strings.TrimRight(frame, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
