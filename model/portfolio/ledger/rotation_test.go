package ledger

import (
	"path/filepath"
	"testing"

	"eddy/model"
)

// The books keep what a plan did with its group: it is there after they are read
// again, and gone when the group is undone or the books begin anew.
func TestRotationsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	b := open(t, path)
	commit(t, b, cash("1000"))
	plan := &model.RotationDone{Playbook: "composite", Stage: "exp", Points: 8.5, Signal: true, Tranche: 1, Of: 3,
		Moves: []model.MoveDone{{ID: "infra-pivot", Bucket: "Infrastructure", Points: 4.2, USD: d("42")}}}
	commit(t, b, buy("SOL", "1", "100"), Entry{Kind: Sell, Asset: "SOL", Qty: d("0.5"), Price: d("120")}, Entry{Kind: Rotation, Plan: plan})

	again, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	got := again.State().Rotations
	if len(got) != 1 || got[0].At != noon || got[0].Stage != "exp" || got[0].Points != 8.5 || got[0].Of != 3 || got[0].Moves[0].ID != "infra-pivot" {
		t.Fatalf("got %+v", got)
	}
	if gain := again.State().SpotRealised(); len(gain) != 1 || !gain[0].USD.Equal(d("10")) {
		t.Errorf("half a coin sold $20 above its cost earned $10, got %+v", gain)
	}
	if words := rotationWords(plan); words != "rotation of composite exp, 8.5 points bought, tranche 1 of 3" {
		t.Errorf("in words: %q", words)
	}
	if _, err := b.Undo(noon, 0); err != nil {
		t.Fatal(err)
	}
	if left := b.State().Rotations; len(left) != 0 {
		t.Errorf("an undone plan still counts: %+v", left)
	}
	if _, err := b.Commit(noon, "", Entry{Kind: Rotation}); err == nil {
		t.Error("a rotation without its plan was taken")
	}
}
