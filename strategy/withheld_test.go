package strategy_test

import (
	"testing"
	"time"

	"eddy/model"
)

// A sector of which too few members are priced has no score, and the rule says
// so after a minute; once prices come back it ends.
func TestAWithheldScoreIsTold(t *testing.T) {
	e := newEngine(t)
	coins := feed(t, e, 400, 24*60)
	at := day0
	tell := func(pass time.Duration, nft bool) *model.Snapshot {
		at = at.Add(pass)
		for i, a := range coins {
			if v := asset(t, e.Snapshot(), a); v.Sector != "NFT" || nft {
				e.Apply(mark(a, model.Binance, wave(i, 1e6), at))
			}
		}
		e.Apply(tick(at))
		return e.Snapshot()
	}
	tell(time.Second, true)
	for range 4 {
		tell(time.Minute, false)
	}
	s := e.Snapshot()
	var nft model.SectorView
	for _, v := range s.Sectors {
		if v.Sector == "NFT" {
			nft = v
		}
	}
	if nft.Momentum.State() != model.NumUnknown {
		t.Fatalf("the score stands on %v stale prices: %+v", nft.StaleShare, nft.Momentum)
	}
	row := alertOf(t, s, "score-withheld")
	if row.Subject != "NFT" || !row.IsOpen() || row.Severity != model.Warning {
		t.Errorf("alert: %+v", row)
	}
	for _, r := range s.Alerts {
		if r.Rule == "score-thin" || r.Rule == "score-withheld" && r.Subject != "NFT" {
			t.Errorf("told as well: %+v", r)
		}
	}
	if row = alertOf(t, tell(time.Second, true), "score-withheld"); row.IsOpen() {
		t.Errorf("prices are back: %+v", row)
	}
}
