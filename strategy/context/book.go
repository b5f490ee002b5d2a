package context

import (
	"cmp"
	"math"
	"slices"
	"time"

	"eddy/model"
)

// line is one slow series.
type line struct {
	last   model.Context // the newest news of it, without its points
	points []model.ContextPoint
}

// Book keeps slow series. It is not safe for concurrent use.
type Book struct {
	lines map[model.Series]*line
	names []model.Series // sorted
}

// Empty tells whether no source has told anything yet.
func (b *Book) Empty() bool { return len(b.names) == 0 }

// New returns an empty book.
func New() *Book { return &Book{lines: make(map[model.Series]*line)} }

// Fold takes news of a series: points that stand at a known moment replace the
// one there, others are added; figures that are not finite are left out.
func (b *Book) Fold(c *model.Context) {
	if c == nil || c.Series == "" {
		return
	}
	l := b.lines[c.Series]
	if l == nil {
		l = &line{}
		b.lines[c.Series] = l
		at, _ := slices.BinarySearch(b.names, c.Series)
		b.names = slices.Insert(b.names, at, c.Series)
	}
	l.points = model.LayPoints(l.points, c.Points)
	asked := max(c.Asked, l.last.Asked)
	l.last = *c
	l.last.Points, l.last.Asked = nil, asked
}

func byTime(p model.ContextPoint, m model.Millis) int { return cmp.Compare(p.Time, m) }

// Series returns the names of all series there is news of, sorted.
func (b *Book) Series() []model.Series { return b.names }

// Moment is when a figure is asked for: market time, which points are held
// against, and the local clock, which answers are.
type Moment struct {
	Market model.Millis
	Clock  model.Millis
}

// slack is how much older than expected a daily point may be: half a day, for
// a source publishes the day some time after it ended.
const slack = 36 * time.Hour

// newest returns the last point at or before a moment.
func (l *line) newest(at model.Millis) (model.ContextPoint, bool) {
	i, found := slices.BinarySearchFunc(l.points, at, byTime)
	if found {
		i++
	}
	if i == 0 {
		return model.ContextPoint{}, false
	}
	return l.points[i-1], true
}

// near returns the value at a moment of the past: the last point at or before
// it, if it is near enough.
func (l *line) near(at model.Millis) (float64, bool) {
	p, ok := l.newest(at)
	if !ok || at.Sub(p.Time) > slack {
		return 0, false
	}
	return p.Value, true
}

// fresh tells whether the newest point may speak for the moment, and what is
// wrong when not.
func (l *line) fresh(p model.ContextPoint, at Moment) (bool, string) {
	limit := max(2*l.last.Every, slack)
	if age := at.Market.Sub(p.Time); age > limit {
		return false, string(l.last.Series) + " is " + short(age) + " old"
	}
	silent := at.Clock.Sub(l.last.Asked)
	if l.last.Asked.Known() && l.last.Every > 0 && silent > 2*l.last.Every {
		return false, l.last.Source + " has not answered for " + short(silent)
	}
	return true, ""
}

// short writes a duration in hours, or days from two on.
func short(d time.Duration) string {
	if d < 48*time.Hour {
		return plain(math.Round(d.Hours())) + " h"
	}
	return plain(math.Round(d.Hours()/24)) + " d"
}

// Rows shows the newest value of every series at a moment, sorted by name. One
// whose source has not answered for twice its cadence is old, whatever it said
// last.
func (b *Book) Rows(at Moment) []model.ContextRow {
	if len(b.names) == 0 {
		return nil
	}
	out := make([]model.ContextRow, 0, len(b.names))
	for _, s := range b.names {
		out = append(out, b.lines[s].row(at))
	}
	return out
}

func (l *line) row(at Moment) model.ContextRow {
	c := &l.last
	r := model.ContextRow{
		Series: c.Series, Source: c.Source, Unit: c.Unit, Note: c.Note, State: c.State, Why: c.Why,
		AgeMs: model.Unknown("no answer yet"), Value: model.Unknown(l.nothing()),
	}
	silent := at.Clock.Sub(c.Asked)
	if c.Asked.Known() {
		r.AgeMs = model.Known(float64(max(0, silent.Milliseconds())))
		if c.State == model.ContextFresh && c.Every > 0 && silent > 2*c.Every {
			r.State, r.Why = model.ContextOld, "no answer for "+short(silent)
		}
	}
	if p, ok := l.newest(at.Market); ok {
		r.Time, r.Value = p.Time, model.Known(p.Value)
		if fresh, why := l.fresh(p, at); !fresh {
			r.Value = model.Stale(p.Value, why)
		}
	}
	return r
}
