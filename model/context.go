package model

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Series names a slow series that no ticker carries, in lower case words with
// dots between: "tvl.total", "tvl.category.lending", "tvl.chain.ethereum",
// "stablecoins.total", "fees.total", "cap.SOL", "volume.SOL", "dominance.btc",
// "cap.total", "fear_greed", "gas.base_fee", "apy.aave-v3". Coins keep their
// capitals. The full list stands in package feeds/macro.
type Series string

// Context is news of one slow series from one source. Points are oldest first
// and complete as far as the source tells: a later Context of the same series
// replaces the points it covers and adds the others.
type Context struct {
	Series Series
	Source string // its key under [macro]: "defillama", "stablecoins", "yields", "coingecko", "fear_greed", "ethereum"
	Unit   string // "usd", "percent", "gwei", "index", "fraction"
	Points []ContextPoint
	State  ContextState
	Why    string        // what is behind a state other than ContextFresh; cleaned
	Note   string        // what the newest point is of, such as the pool of a yield; cleaned
	Asked  Millis        // local clock of the last good answer; 0: none yet
	Every  time.Duration // how often the source is asked, local clock; an answer older than twice that is old
}

// ContextPoint is a value of a slow series at a moment.
type ContextPoint struct {
	Time  Millis
	Value float64
}

// maxPoints bounds a slow series: three years of days and what was heard since.
const maxPoints = 2000

// LayPoints lays news of a slow series over the points that are known, oldest
// first, and returns them: those at a known moment replace the one there, others
// are added. What is no finite figure or has no moment is left out, and the
// oldest are where there are too many.
func LayPoints(known, news []ContextPoint) []ContextPoint {
	for _, p := range news {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) || !p.Time.Known() {
			continue
		}
		at, found := slices.BinarySearchFunc(known, p.Time, func(q ContextPoint, m Millis) int { return cmp.Compare(q.Time, m) })
		if found {
			known[at] = p
		} else {
			known = slices.Insert(known, at, p)
		}
	}
	return slices.Delete(known, 0, max(0, len(known)-maxPoints))
}

// ContextState says how good a slow series is. The four are never mixed up.
type ContextState uint8

// The states of a slow series.
const (
	ContextUnset   ContextState = iota
	ContextFresh                // answered lately
	ContextOld                  // kept from earlier; the source has not answered since
	ContextLimited              // the source asks to come back later
	ContextError                // the source refused or made no sense
	ContextNone                 // the source has no such figure, or none is configured
)

var contextNames = [...]string{"unset", "fresh", "old", "limited", "error", "none"}

// String returns the state's name in JSON and on screen.
func (s ContextState) String() string {
	if int(s) < len(contextNames) {
		return contextNames[s]
	}
	return "unset"
}

// MarshalText writes the state's name.
func (s ContextState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Judgement is something that happened which no feed measures: a partnership,
// a ruling, an exploit, a wave of social interest (the ledger's rows marked E).
// It is the user's word, never made up, and fades with its half-life.
type Judgement struct {
	ID       string        `json:"id"`
	Time     Millis        `json:"time"`
	Kind     string        `json:"kind"`    // partnership, regulation, exploit, social, technology, unlock, other
	Subject  string        `json:"subject"` // a sector, a sub-sector, a coin or "market"
	Score    float64       `json:"score"`   // -1 bad to +1 good for the subject, at Time
	HalfLife time.Duration `json:"-"`
	Text     string        `json:"text"`
	Source   string        `json:"source"` // where the user has it from
	Removed  bool          `json:"removed,omitempty"`
}

// Weight returns what the event still counts at a moment: its score, halved
// with every half-life that has passed, and nothing before it happened.
func (j *Judgement) Weight(at Millis) float64 {
	if at < j.Time || j.HalfLife <= 0 {
		return 0
	}
	return j.Score * math.Exp2(-float64(at.Sub(j.Time))/float64(j.HalfLife))
}

// ContextHealth is the state of one source of slow series. It travels as the
// Detail of a KindContext event, beside the series themselves.
type ContextHealth struct {
	Source   string       `json:"source"`
	State    ContextState `json:"state"` // the worst of its series that are not ContextNone
	Why      string       `json:"why,omitempty"`
	Since    Millis       `json:"since,omitzero"` // when the state began, local clock
	Asked    Millis       `json:"asked,omitzero"` // the last good answer, local clock
	AgeMs    Num          `json:"age_ms,omitzero"`
	Series   int          `json:"series"`   // it should tell
	Known    int          `json:"known"`    // there is a value of
	Requests uint64       `json:"requests"` // sent, every try counted
	Errors   uint64       `json:"errors"`   // answers that came to nothing, and figures that cannot be
}

// ContextRow is the newest value of a slow series in a snapshot.
type ContextRow struct {
	Series Series       `json:"series"`
	Source string       `json:"source"`
	Value  Num          `json:"value"`
	Unit   string       `json:"unit,omitempty"`
	Note   string       `json:"note,omitempty"` // what the value is of, such as a pool
	Time   Millis       `json:"time,omitzero"`  // the moment the value is of, by the source
	AgeMs  Num          `json:"age_ms"`         // since the source last answered
	State  ContextState `json:"state"`
	Why    string       `json:"why,omitempty"`
}

// EventRow is one of the user's events in a snapshot.
type EventRow struct {
	Judgement
	HalfLifeH float64 `json:"half_life_h"`
	Weight    Num     `json:"weight"` // what is left of the score now
}

// DerivedView is a figure derived from slow series or from what the venues
// tell: what the rules ask for and no source gives by itself.
type DerivedView struct {
	ID     string `json:"id"` // "tvl.growth_30d"
	Value  Num    `json:"value"`
	Unit   string `json:"unit,omitempty"`
	From   string `json:"from,omitempty"` // the series or the venue figures it stands on
	Time   Millis `json:"time,omitzero"`  // the moment it is of
	AgeMs  Num    `json:"age_ms"`         // market time since then
	State  string `json:"state"`          // known, stale, unknown, not applicable
	Why    string `json:"why,omitempty"`
	Note   string `json:"note,omitempty"`
	Proxy  bool   `json:"proxy,omitempty"`  // stands for something that is not measured
	Source string `json:"source,omitempty"` // ledger id
}

// JudgementScore sums up what events of a kind on a subject still count at a
// moment, within -1 and 1. Without events it is 0: the user said of nothing.
func JudgementScore(list []Judgement, subject, kind string, at Millis) float64 {
	total := 0.0
	for i := range list {
		if j := &list[i]; j.Kind == kind && j.Subject == subject && !j.Removed {
			total += j.Weight(at)
		}
	}
	return min(max(total, -1), 1)
}
