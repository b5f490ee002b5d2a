package sole_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"eddy/model/sole"
)

func TestOneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "books.lock")
	first, owner, err := sole.Take(path)
	if err != nil || first == nil || owner != "" {
		t.Fatalf("first: %v, %q, %v", first, owner, err)
	}
	second, owner, err := sole.Take(path)
	if err != nil || second != nil || owner != strconv.Itoa(os.Getpid()) {
		t.Errorf("second: %v, %q, %v", second, owner, err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	third, _, err := sole.Take(path)
	if err != nil || third == nil {
		t.Fatalf("third: %v, %v", third, err)
	}
	if err := third.Release(); err != nil {
		t.Error(err)
	}
}

func TestNoPlaceForALock(t *testing.T) {
	if l, _, err := sole.Take(filepath.Join(t.TempDir(), "none", "books.lock")); err == nil || l != nil {
		t.Errorf("%v, %v", l, err)
	}
}
