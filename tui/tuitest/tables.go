package tuitest

import (
	"time"

	"eddy/model"
)

// Tables is Crowd with something in every table, and no column in which all rows
// are alike: whatever orders one, changes it.
func Tables() *model.Snapshot {
	s := Crowd()
	s.Planning = &model.PlanBasis{}
	for i := range s.Sectors {
		for k := range s.Sectors[i].Rotations {
			r := &s.Sectors[i].Rotations[k]
			r.Heading, r.Velocity = model.Known(float64(40*i)), model.Known(0.1*float64(i))
		}
	}
	for i := range s.Assets {
		for k := range s.Assets[i].Quotes {
			s.Assets[i].Quotes[k].AgeMs = model.Known(float64(2000 * (i + k)))
		}
	}
	for i := range s.Venues {
		vary(&s.Venues[i], i)
	}
	s.ContextSources = []model.ContextHealth{
		{Source: "calendar", State: model.ContextFresh, Series: 4, Known: 4, AgeMs: model.Known(60_000)},
		{Source: "stablecoins", State: model.ContextOld, Series: 9, Known: 7, Errors: 2, AgeMs: model.Known(7_200_000)},
		{Source: "dominance", State: model.ContextUnset, Series: 2},
	}
	s.History = model.Archive{State: model.ArchiveReadOnly, Why: "another eddy writes it"}
	return s
}

// vary gives the i-th venue figures of its own.
func vary(v *model.VenueHealth, i int) {
	v.SkewMs, v.Dropped = model.Known(float64(12-5*i)), uint64(i)
	v.Refused = make([]model.Refusal, 2*i)
	for k := range v.Refused {
		v.Refused[k] = model.Refusal{Symbol: "COIN" + string(rune('A'+k)), Why: "unknown symbol"}
	}
	for k := range v.Streams {
		x := &v.Streams[k]
		x.Topics, x.Silent, x.LastFrame = x.Topics-k, k, asOf.Add(-time.Duration(k)*time.Minute)
	}
}
