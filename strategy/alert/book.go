// Package alert keeps what happened and deserves a look: one open alert per
// rule and subject, closed when its cause is gone, never lost while it is open.
package alert

import (
	"strconv"

	"eddy/model"
)

// keep bounds the closed alerts a Book remembers.
const keep = 200

// Book is the list of alerts, newest first. The zero value is ready.
type Book struct {
	rows []model.AlertRow // oldest first
	open map[subject]string
	next uint64
}

type subject struct{ rule, of string }

// Raise opens an alert, or brings the open one of the same rule and subject up
// to date: its text, figures and severity change, its beginning and identity
// do not. It tells whether the alert is new.
func (b *Book) Raise(now model.Millis, row model.AlertRow) bool {
	key := subject{row.Rule, row.Subject}
	if id, isOpen := b.open[key]; isOpen {
		if at := b.find(id); at >= 0 {
			old := &b.rows[at]
			old.Text, old.Value, old.Threshold, old.Severity = row.Text, row.Value, row.Threshold, row.Severity
		}
		return false
	}
	if b.open == nil {
		b.open = make(map[subject]string)
	}
	b.open[key] = b.append(now, row)
	return true
}

// Clear closes the open alert of a rule and subject, if there is one. A text
// says how it ended; "" keeps the old one.
func (b *Book) Clear(now model.Millis, rule, of, text string) {
	key := subject{rule, of}
	id, isOpen := b.open[key]
	if !isOpen {
		return
	}
	delete(b.open, key)
	if at := b.find(id); at >= 0 {
		b.rows[at].Cleared = now
		if text != "" {
			b.rows[at].Text = text
		}
	}
}

// Note records something that has no end: it is closed as it is written.
func (b *Book) Note(now model.Millis, row model.AlertRow) {
	row.Cleared = now
	b.append(now, row)
}

func (b *Book) append(now model.Millis, row model.AlertRow) string {
	b.next++
	row.ID = row.Rule + "-" + strconv.FormatUint(b.next, 10)
	row.Since = now
	row.Text = model.CleanText(row.Text)
	b.rows = append(b.rows, row)
	b.trim()
	return row.ID
}

// trim forgets the oldest closed alerts beyond keep; open ones stay.
func (b *Book) trim() {
	excess := len(b.rows) - keep
	if excess <= 0 {
		return
	}
	kept := b.rows[:0]
	for _, r := range b.rows {
		if excess > 0 && r.Cleared.Known() {
			excess--
			continue
		}
		kept = append(kept, r)
	}
	b.rows = kept
}

func (b *Book) find(id string) int {
	for i := len(b.rows) - 1; i >= 0; i-- {
		if b.rows[i].ID == id {
			return i
		}
	}
	return -1
}

// Rows returns a copy of the alerts, newest first.
func (b *Book) Rows() []model.AlertRow {
	out := make([]model.AlertRow, 0, len(b.rows))
	for i := len(b.rows) - 1; i >= 0; i-- {
		out = append(out, b.rows[i])
	}
	return out
}

// IsOpen tells whether a rule's alert on a subject is open.
func (b *Book) IsOpen(rule, of string) bool {
	_, isOpen := b.open[subject{rule, of}]
	return isOpen
}
