package vitals_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// A contract is listed once, with what was said first, however many of its
// streams on however many sockets were refused.
func TestRefused(t *testing.T) {
	p := vitals.Parts{Clock: &vitals.Clock{}, Sessions: []wire.Stats{
		{Refused: []wire.Refusal{
			{Topic: "pepe@mark", Reason: "no such symbol", At: 9, Symbol: "PEPEUSDT", Asset: "PEPE"},
			{Topic: "of the whole venue", Reason: "not allowed", At: 9},
			{Topic: "wif@mark", Reason: "unknown", At: 9, Symbol: "WIFUSDT", Asset: "WIF"},
		}},
		{Refused: []wire.Refusal{
			{Topic: "pepe@book", Reason: "it is gone", At: 7, Symbol: "PEPEUSDT", Asset: "PEPE"},
			{Topic: "wif@book", Reason: "later", At: 11, Symbol: "WIFUSDT", Asset: "WIF"},
		}},
	}}
	want := []model.Refusal{
		{Symbol: "PEPEUSDT", Asset: "PEPE", Why: "it is gone", Since: 7},
		{Symbol: "WIFUSDT", Asset: "WIF", Why: "unknown", Since: 9},
	}
	if diff := cmp.Diff(want, p.Health().Refused); diff != "" {
		t.Error(diff)
	}
	p.Guessed = true // what nobody listed is refused for another reason, maybe
	const guessed = "asked for by its usual name while the list of contracts is not there: "
	want[0].Why, want[1].Why = guessed+want[0].Why, guessed+want[1].Why
	if diff := cmp.Diff(want, p.Health().Refused); diff != "" {
		t.Errorf("guessed: %s", diff)
	}
}
