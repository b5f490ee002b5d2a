package macro

import (
	"slices"
	"sort"
	"time"

	"eddy/model"
)

// How much of a series is kept: everything of the last hours, then one value an
// hour, then one a day.
const (
	keptWhole  = 6 * time.Hour
	keptHourly = 48 * time.Hour
	keptDays   = daysKept * day
)

// hintReach is how near another point makes a hint superfluous.
const hintReach = 6 * time.Hour

// series is what is kept of one series. Points are oldest first and never
// changed in place: events carry them.
type series struct {
	Unit   string
	Note   string
	Points []model.ContextPoint
}

// shelf keeps the series of one source. It is not safe for concurrent use.
type shelf struct {
	series map[model.Series]*series
}

func newShelf() *shelf { return &shelf{series: make(map[model.Series]*series)} }

// put lays a reading in and returns the points that are news.
func (s *shelf) put(r reading, now model.Millis) []model.ContextPoint {
	held := s.series[r.series]
	if held == nil {
		held = &series{}
		s.series[r.series] = held
	}
	held.Unit, held.Note = r.unit, r.note
	var news []model.ContextPoint
	for _, p := range r.hints {
		if !held.hasNear(p.Time) {
			news = append(news, p)
		}
	}
	for _, p := range r.points {
		if v, ok := held.at(p.Time); !ok || v != p.Value {
			news = append(news, p)
		}
	}
	held.Points = thin(inOrder(append(slices.Clone(held.Points), news...)), now)
	return news
}

// find returns where a moment stands or would stand.
func (h *series) find(t model.Millis) int {
	return sort.Search(len(h.Points), func(i int) bool { return h.Points[i].Time >= t })
}

// at returns the value at exactly a moment.
func (h *series) at(t model.Millis) (float64, bool) {
	if i := h.find(t); i < len(h.Points) && h.Points[i].Time == t {
		return h.Points[i].Value, true
	}
	return 0, false
}

// hasNear tells whether a point stands within hintReach of a moment.
func (h *series) hasNear(t model.Millis) bool {
	i := h.find(t.Add(-hintReach))
	return i < len(h.Points) && h.Points[i].Time <= t.Add(hintReach)
}

// newest returns the newest point.
func (h *series) newest() (model.ContextPoint, bool) {
	if h == nil || len(h.Points) == 0 {
		return model.ContextPoint{}, false
	}
	return h.Points[len(h.Points)-1], true
}

// thin drops what is older than needed. Of several points in an hour, or a day,
// the first is kept: so a point once kept stays, and the daily points of a
// source stay at midnight.
func thin(points []model.ContextPoint, now model.Millis) []model.ContextPoint {
	out := make([]model.ContextPoint, 0, len(points))
	for _, p := range points {
		age := now.Sub(p.Time)
		if age > keptDays {
			continue
		}
		if step := stepAt(age); step > 0 && len(out) > 0 {
			last := out[len(out)-1].Time
			if last/step == p.Time/step {
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

// stepAt returns the span of which one point is kept at an age.
func stepAt(age time.Duration) model.Millis {
	switch {
	case age <= keptWhole:
		return 0
	case age <= keptHourly:
		return model.Millis(time.Hour.Milliseconds())
	default:
		return model.Millis(day.Milliseconds())
	}
}
