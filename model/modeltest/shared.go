// Package modeltest finds the reference data that lies beside the project for
// tests of every room.
package modeltest

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the path of a file or folder of the reference data, which
// lies in ../shared beside the project's root. It skips the test with a clear
// word where the data is absent.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{Root(t), "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("reference data is not here: %s", filepath.Join(append([]string{"../shared"}, elem...)...))
	}
	return path
}

// Root returns the project's root, the folder that holds go.mod.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("working directory: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = parent
	}
}
