package alertlog

import (
	"slices"
	"strconv"
	"strings"

	"eddy/model"
)

// subject is what at most one open alert is about.
type subject struct{ rule, of, world string }

func subjectOf(a *model.AlertRow) subject { return subject{a.Rule, a.Subject, a.World} }

// Adopt finds the alerts of a session, which went on in memory, among those
// another program kept meanwhile: one that stands here and there is the same,
// and one that came and went was the other's to keep.
func (l *Log) Adopt(rows []model.AlertRow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	standing := make(map[subject]string)
	for i := range l.rows {
		if a := &l.rows[i]; a.IsOpen() {
			standing[subjectOf(a)] = a.ID
		}
	}
	for i := range rows {
		a := &rows[i]
		id, stands := standing[subjectOf(a)]
		switch {
		case l.has(a): // it stood before the two parted
		case a.IsOpen() && stands:
			l.names[a.ID] = id
		case !a.IsOpen():
			l.names[a.ID] = ""
		}
	}
}

// Named returns the alerts of a session under the names the file has for them,
// newest first as they come.
func (l *Log) Named(rows []model.AlertRow) []model.AlertRow {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []model.AlertRow // made when a name differs
	for i := range rows {
		name := l.name(&rows[i])
		if out == nil && name != rows[i].ID {
			out = slices.Clone(rows[:i])
		}
		if out != nil && name != "" {
			out = append(out, l.asKept(rows[i], name))
		}
	}
	if out == nil {
		return rows
	}
	return out
}

// asKept returns an alert of the session under its name in the file, with its
// beginning as it stands there: what fired it, and when, does not change with who
// keeps it.
func (l *Log) asKept(a model.AlertRow, name string) model.AlertRow {
	a.ID = name
	if i, known := l.at[name]; known {
		was := &l.rows[i]
		a.Since, a.Heard, a.Inputs, a.Standing = was.Since, was.Heard, was.Inputs, was.Standing
	}
	return a
}

// name returns what the file calls an alert. One whose name is another's there
// gets a new one.
func (l *Log) name(a *model.AlertRow) string {
	if name, known := l.names[a.ID]; known {
		return name
	}
	if _, taken := l.at[a.ID]; !taken || l.has(a) {
		return a.ID
	}
	name := a.Rule + "-" + strconv.FormatUint(l.number()+1, 10)
	l.names[a.ID] = name
	return name
}

// has tells whether the file has this very alert.
func (l *Log) has(a *model.AlertRow) bool {
	i, known := l.at[a.ID]
	return known && subjectOf(&l.rows[i]) == subjectOf(a) && l.rows[i].HeardAt() == a.HeardAt()
}

// number is the highest number of a name so far.
func (l *Log) number() (highest uint64) {
	for i := range l.rows {
		highest = max(highest, Number(l.rows[i].ID))
	}
	for _, name := range l.names {
		highest = max(highest, Number(name))
	}
	return highest
}

// Number is the number at the end of an alert's name, 0 where there is none.
func Number(id string) uint64 {
	n, err := strconv.ParseUint(id[strings.LastIndexByte(id, '-')+1:], 10, 64)
	if err != nil {
		return 0
	}
	return n
}
