package gate

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHub(t *testing.T) {
	h := NewHub[string, int]()
	for _, tt := range []struct {
		topic   string
		session int
		fresh   bool
	}{{"a", 1, true}, {"a", 2, true}, {"a", 1, false}, {"b", 1, true}} {
		if got := h.Add(tt.topic, tt.session); got != tt.fresh {
			t.Errorf("Add(%q, %d) = %v", tt.topic, tt.session, got)
		}
	}
	before := h.Sessions("a")
	if !h.Remove("a", 1) || h.Remove("a", 1) {
		t.Error("Remove does not tell whether there was one")
	}
	if diff := cmp.Diff([]int{1, 2}, before); diff != "" {
		t.Errorf("a list in a reader's hands has changed: %s", diff)
	}
	if diff := cmp.Diff([]int{2}, h.Sessions("a")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"b"}, h.Topics(1)); diff != "" {
		t.Error(diff)
	}
	h.Forget(1)
	if h.Any(func(s string) bool { return s == "b" }) || !h.Any(func(s string) bool { return s == "a" }) {
		t.Error("Forget forgets the wrong topics")
	}
	if len(h.Topics(1)) != 0 || len(h.Sessions("b")) != 0 {
		t.Error("something is left of a forgotten session")
	}
}

func TestRate(t *testing.T) {
	r := rate{limit: 3}
	at := time.Unix(100, 0)
	for i, want := range []bool{true, true, true, false} {
		if got := r.allow(at); got != want {
			t.Errorf("message %d: %v", i, got)
		}
	}
	if !r.allow(at.Add(time.Second)) {
		t.Error("a new second begins from nothing")
	}
	free := rate{}
	for range 1000 {
		if !free.allow(at) {
			t.Fatal("no limit, yet refused")
		}
	}
}
