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

// What funding and open interest say of a sector is said of its members: while most
// of them are not heard it is withheld, as the score is, and comes back with them.
func TestFiguresOfFewMembersAreWithheld(t *testing.T) {
	e := newEngine(t)
	coins := feed(t, e, 400, 24*60)
	at := day0
	tell := func(pass time.Duration, heard func(member int) bool) model.SectorView {
		at = at.Add(pass)
		member := 0
		for i, a := range coins {
			if asset(t, e.Snapshot(), a).Sector == "NFT" {
				if member++; !heard(member) {
					continue
				}
			}
			ev := mark(a, model.Binance, wave(i, 1e6), at)
			ev.Has |= model.FieldFundingRate | model.FieldFundingInterval | model.FieldOpenInterest | model.FieldOpenInterestUSD
			ev.FundingRate, ev.FundingIntervalH, ev.OpenInterestUSD = 0.0001, 8, 1e6
			e.Apply(ev)
		}
		e.Apply(tick(at))
		for _, v := range e.Snapshot().Sectors {
			if v.Sector == "NFT" {
				return v
			}
		}
		t.Fatal("no NFT sector")
		return model.SectorView{}
	}
	all := func(int) bool { return true }
	first := func(member int) bool { return member == 1 }
	if v := tell(time.Second, all); v.Funding8hPct.Or(0) != 0.01 || v.OpenInterestUSD.Or(0) != 1e6*float64(len(v.Members)) {
		t.Fatalf("all are heard: funding %+v, open interest %+v", v.Funding8hPct, v.OpenInterestUSD)
	}
	tell(30*time.Second, first)
	v := tell(30*time.Second, first)
	for name, n := range map[string]model.Num{"funding": v.Funding8hPct, "open interest": v.OpenInterestUSD} {
		if n.State() != model.NumUnknown || n.Why() != v.Momentum.Why() {
			t.Errorf("one of %d members is heard: %s %+v, score %+v", len(v.Members), name, n, v.Momentum)
		}
	}
	if v := tell(time.Second, all); v.Funding8hPct.Or(0) != 0.01 || !v.OpenInterestUSD.Fresh() {
		t.Errorf("all are heard again: funding %+v, open interest %+v", v.Funding8hPct, v.OpenInterestUSD)
	}
}
