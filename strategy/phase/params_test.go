package phase_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pelletier/go-toml/v2"

	"eddy/strategy/phase"
)

// A playbook can carry the figures: what is written reads back the same, under
// the strict rules of configuration.
func TestParamsAreData(t *testing.T) {
	want := phase.DefaultParams()
	text, err := toml.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got phase.Params
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&got); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("written and read back:\n%s", diff)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
}
