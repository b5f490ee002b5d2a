package sector

import (
	"errors"
	"fmt"
	"math"
	"time"

	"eddy/model"
)

// Review says when drifted weights are set back to their targets.
type Review uint8

// The reviews. EveryBar is a different index that harvests mean reversion; it
// has to be asked for by name (analytics §2.4).
const (
	Weekly   Review = iota // Monday 00:00 UTC
	Daily                  // 00:00 UTC, also with shorter bars
	EveryBar               // at every close
	Never                  // once, at the start
)

// Params shape an Index.
type Params struct {
	Base     float64        // level of the first bar
	Interval model.Interval // length of a bar; tells how long a gap is
	Review   Review

	Scheme Scheme
	Cap    float64 // largest weight of one member of the whole index; not for Equal

	StaleBars int           // bars without a print after which a member is suspended
	Seasoning time.Duration // from a member's first bar until it may enter
	Enough    int           // members priced in a bar, below which it is degraded
	Least     int           // and below which it has no level

	DominantShare float64 // of the bar's return by one member, with
	DominantMove  float64 // a move of its own beyond this, flags the bar
}

// staleAfter is how long a member may be silent before it is suspended, on bars
// short enough to tell: three of four hours (analytics §2.5).
const staleAfter = 12 * time.Hour

// seasoning is how long after its first bar a coin enters no index (analytics
// §2.5: new listings 30 days).
const seasoning = 30 * 24 * time.Hour

// DefaultParams returns the figures of analytics §2.3 to §2.6 for an equally
// weighted sector.
func DefaultParams(interval model.Interval) Params {
	return Params{
		Base: 1000, Interval: interval, Review: Weekly,
		Scheme: Equal, Cap: 0.25,
		StaleBars: max(3, int(staleAfter/max(interval.Duration(), time.Minute))), Seasoning: seasoning, Enough: 5, Least: 3,
		DominantShare: 0.5, DominantMove: 0.15,
	}
}

// SubSectorParams returns DefaultParams for a part of a sector, which may be a
// single coin: the rule of five members holds for the sector as a whole.
func SubSectorParams(interval model.Interval) Params {
	p := DefaultParams(interval)
	p.Enough, p.Least = 1, 1
	return p
}

// BenchmarkParams returns the parameters of an index of n coins at equal
// weights, rebalanced daily (analytics §1.3). It has no level in a bar in which
// one of them is missing.
func BenchmarkParams(interval model.Interval, n int) Params {
	p := DefaultParams(interval)
	p.Review, p.Seasoning = Daily, 0
	p.Enough, p.Least = n, n
	return p
}

// Validate names the first figure that makes no sense.
func (p Params) Validate() error {
	switch {
	case !model.ValidPrice(p.Base):
		return fmt.Errorf("sector: base %v must be above zero", p.Base)
	case p.Interval <= 0:
		return errors.New("sector: the length of a bar is not set")
	case p.Review > Never:
		return fmt.Errorf("sector: unknown review %d", p.Review)
	case p.Scheme > InverseVol:
		return fmt.Errorf("sector: unknown weighting %d", p.Scheme)
	case !(p.Cap > 0 && p.Cap <= 1):
		return fmt.Errorf("sector: cap %v is outside (0, 1]", p.Cap)
	case p.StaleBars < 1 || p.Seasoning < 0:
		return fmt.Errorf("sector: stale after %d bars, seasoned after %v", p.StaleBars, p.Seasoning)
	case p.Least < 1 || p.Enough < p.Least:
		return fmt.Errorf("sector: enough members %d, least %d", p.Enough, p.Least)
	case !(p.DominantShare > 0 && p.DominantMove > 0):
		return fmt.Errorf("sector: domination by %v of the return at a move of %v", p.DominantShare, p.DominantMove)
	}
	return nil
}

// Group is a set of members with a fixed share of the index at each review.
type Group struct {
	Name    string  // "" when the sector has no sub-sectors
	Share   float64 // of the index; shares are scaled to sum to 1, empty groups left out
	Members []model.Asset
}

// checkGroups refuses groups that make no partition.
func checkGroups(groups []Group) error {
	seen := make(map[model.Asset]bool)
	for _, g := range groups {
		if !(g.Share > 0) || math.IsInf(g.Share, 0) {
			return fmt.Errorf("sector: group %q has share %v", g.Name, g.Share)
		}
		for _, a := range g.Members {
			if a == "" || seen[a] {
				return fmt.Errorf("sector: group %q: member %q is empty or stands twice", g.Name, a)
			}
			seen[a] = true
		}
	}
	if len(seen) == 0 {
		return errors.New("sector: no members")
	}
	return nil
}
