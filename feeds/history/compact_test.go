package history

import (
	"path/filepath"
	"testing"
	"time"

	"eddy/model"
)

// Compaction drops old hours and contracts that are gone, keeps days, and makes
// the file smaller.
func TestCompact(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	s := openAt(t, path)
	const all24 = 24 * 500
	put(t, s, noteOf("BTCUSDT", hoursOf(0, all24)...), noteOf("GONEUSDT", hoursOf(0, 24*100)...))
	venueDays := make([]model.Bar, 500)
	for i := range venueDays {
		venueDays[i] = model.Bar{OpenTime: midnight.Add(time.Duration(i) * day), Interval: model.Day1, Open: 1, High: 2, Low: 1, Close: 2, Closed: true}
	}
	put(t, s, noteOf("BTCUSDT", venueDays...))
	if _, err := s.write(t.Context(), batch{rolls: []roll{{here, map[string]bool{"BTCUSDT": true}}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.drain(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	before := s.Bytes()
	if err := s.Compact(t.Context(), 100*day); err != nil {
		t.Fatal(err)
	}
	if after := s.Bytes(); after > before/2 {
		t.Errorf("%d bytes became %d", before, after)
	}
	sum, err := s.Summary(t.Context())
	if err != nil || len(sum.Places) != 1 {
		t.Fatalf("%v, %+v", err, sum)
	}
	p := sum.Places[0]
	if p.Contracts != 1 || p.Days != 500 || p.Hours < 24*100 || p.Hours > 24*107 {
		t.Errorf("got %+v", p)
	}
	held := s.Past(here.venue, here.origin).Held("BTCUSDT", "1h")
	if len(held) != 1 || held[0].From != hours.startOf(hours.blockOf(midnight.Add(400*day))) || held[0].To != midnight.Add(all24*time.Hour) {
		t.Errorf("covered %v", held)
	}
	if kept, err := s.shrink(t.Context(), 1); err != nil || kept != leastKept {
		t.Errorf("kept %v, %v", kept, err)
	}
	if got := all(t, s)["BTCUSDT"]; len(got.hours) != 1500 || len(got.days) != 500 {
		t.Errorf("%d hours, %d days are given back", len(got.hours), len(got.days))
	}
}

func TestRemove(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	if err := Remove(t.Context(), path); err != nil {
		t.Errorf("nothing to remove: %v", err)
	}
	s := openAt(t, path)
	put(t, s, noteOf("BTCUSDT", hoursOf(0, 9)...))
	if err := Remove(t.Context(), path); err == nil {
		t.Error("removed under a program that writes")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Remove(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 1 { // the pattern is a good one
		t.Errorf("left: %v; only the lock may stay", left)
	}
	if got := all(t, openAt(t, path)); len(got) != 0 {
		t.Errorf("a new store holds %v", got)
	}
}
