package context

import (
	"math"
	"slices"
	"strconv"
	"time"

	"eddy/model"
)

// Figure is one derived value at a moment.
type Figure struct {
	ID     string       // as a condition names it: "tvl.growth_30d"
	Value  model.Num    // unknown with what it waits for, stale with how old it is
	Unit   string       // fraction, pct, gwei, points, flag
	From   string       // the source of the series it stands on
	Time   model.Millis // of the newest point it stands on
	Ledger string       // rows that ask for it
	Note   string       // what else there is to say: the protocol of a yield
	Proxy  bool         // stands in for something nobody tells
}

const day = 24 * time.Hour

func days(n int) time.Duration { return time.Duration(n) * day }

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// reading is a figure of a series before it has a name.
type reading struct {
	value model.Num
	from  string
	time  model.Millis
}

// read hands the newest point of a series at a moment to what makes a figure of
// it. make returns the figure, or false and what it needs.
func (b *Book) read(s model.Series, at Moment, from func(l *line, p model.ContextPoint) (float64, string)) reading {
	l := b.lines[s]
	if l == nil {
		return reading{value: model.Unknown("no source tells " + string(s))}
	}
	p, ok := l.newest(at.Market)
	if !ok {
		return reading{value: model.Unknown(l.nothing()), from: l.last.Source}
	}
	r := reading{from: l.last.Source, time: p.Time}
	v, needs := from(l, p)
	if needs != "" {
		r.value = model.Unknown(needs)
		return r
	}
	if r.value = model.Known(v); r.value.Fresh() {
		if fresh, why := l.fresh(p, at); !fresh {
			r.value = model.Stale(v, why)
		}
	}
	return r
}

// nothing says why a series has no point at a moment.
func (l *line) nothing() string {
	s := string(l.last.Series)
	switch l.last.State {
	case model.ContextNone:
		s += ": the source has no such figure"
	case model.ContextLimited:
		s += ": the source asks to come back later"
	case model.ContextError:
		s += ": the source failed"
	default:
		return s + ": no value of that time"
	}
	if l.last.Why != "" {
		s += ": " + l.last.Why
	}
	return s
}

func (l *line) needs(n int) string {
	return "needs " + strconv.Itoa(n) + " days of " + string(l.last.Series)
}

// level is the newest value times a scale.
func (b *Book) level(s model.Series, at Moment, scale float64) reading {
	return b.read(s, at, func(_ *line, p model.ContextPoint) (float64, string) { return p.Value * scale, "" })
}

// growth is the relative change over n days up to the newest point.
func (b *Book) growth(s model.Series, at Moment, n int) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		before, ok := l.near(p.Time.Add(-days(n)))
		if !ok || !(before > 0) || !(p.Value >= 0) {
			return 0, l.needs(n)
		}
		return p.Value/before - 1, ""
	})
}

// acceleration is the growth of n days minus that of the n days before them
// (ledger S1-IND-2).
func (b *Book) acceleration(s model.Series, at Moment, n int) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		middle, ok := l.near(p.Time.Add(-days(n)))
		first, both := l.near(p.Time.Add(-days(2 * n)))
		if !ok || !both || !(middle > 0 && first > 0) {
			return 0, l.needs(2 * n)
		}
		return p.Value/middle - middle/first, ""
	})
}

// change is the difference over n days, times a scale.
func (b *Book) change(s model.Series, at Moment, n int, scale float64) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		before, ok := l.near(p.Time.Add(-days(n)))
		if !ok {
			return 0, l.needs(n)
		}
		return (p.Value - before) * scale, ""
	})
}

// mean is the mean of the daily means of n days up to the newest point.
func (b *Book) mean(s model.Series, at Moment, n int) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		v, ok := meanOf(l.daily(p.Time, n), n)
		if !ok {
			return 0, l.needs(n)
		}
		return v, ""
	})
}

// trend is the mean of a short stretch over that of a long one, minus one.
func (b *Book) trend(s model.Series, at Moment, brief, long int) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		all := l.daily(p.Time, long)
		usual, ok := meanOf(all, long)
		now, both := meanOf(l.daily(p.Time, brief), brief)
		if !ok || !both || !(usual > 0) {
			return 0, l.needs(long)
		}
		return now/usual - 1, ""
	})
}

// overMedian is the mean of the newest day over the median day of n, 1 where it
// lies above times, else 0.
func (b *Book) overMedian(s model.Series, at Moment, n int, times float64) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		all := l.daily(p.Time, n)
		now, ok := meanOf(l.daily(p.Time, 1), 1)
		if !ok || !enough(len(all), n) {
			return 0, l.needs(n)
		}
		slices.Sort(all)
		if now > times*(all[(len(all)-1)/2]+all[len(all)/2])/2 {
			return 1, ""
		}
		return 0, ""
	})
}

// sums is the sum of the daily figures of n days over that of the n days
// before, minus one.
func (b *Book) sums(s model.Series, at Moment, n int) reading {
	return b.read(s, at, func(l *line, p model.ContextPoint) (float64, string) {
		now, ok := meanOf(l.daily(p.Time, n), n)
		before, both := meanOf(l.daily(p.Time.Add(-days(n)), n), n)
		if !ok || !both || !(before > 0) {
			return 0, l.needs(2 * n)
		}
		return now/before - 1, ""
	})
}

// daily returns the mean of every day that has a point in the n days up to a
// moment, newest first. Days are counted back from the moment.
func (l *line) daily(to model.Millis, n int) []float64 {
	var out []float64
	last, sum, count := -1, 0.0, 0
	at, found := slices.BinarySearchFunc(l.points, to, byTime)
	if !found {
		at--
	}
	for ; at >= 0; at-- {
		back := int(to.Sub(l.points[at].Time) / day)
		if back >= n {
			break
		}
		if back != last && count > 0 {
			out = append(out, sum/float64(count))
			sum, count = 0, 0
		}
		last = back
		sum, count = sum+l.points[at].Value, count+1
	}
	if count > 0 {
		out = append(out, sum/float64(count))
	}
	return out
}

// enough tells whether so many days of n may speak for all: four in five.
func enough(have, n int) bool { return have > 0 && 5*have >= 4*n }

func meanOf(v []float64, n int) (float64, bool) {
	if !enough(len(v), n) {
		return 0, false
	}
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	mean := sum / float64(len(v))
	return mean, !math.IsNaN(mean) && !math.IsInf(mean, 0)
}
