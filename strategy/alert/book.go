package alert

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"eddy/model"
)

// keep bounds the closed alerts a Book remembers.
const keep = 200

// Aftermath is how long what happened after an alert is followed.
const Aftermath = 7 * 24 * time.Hour

// Book is the list of alerts, newest first. The zero value is ready.
type Book struct {
	rows []model.AlertRow // oldest first
	open map[subjectKey]string
	next uint64

	world string // of the alerts
}

type subjectKey struct{ rule, of string }

// Restore fills an empty book with the alerts of an earlier run in the same
// world. Those of other worlds, whose time is another, only keep their numbers;
// rows that make no sense are passed over.
func (b *Book) Restore(rows []model.AlertRow, world string) {
	b.world = world
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(x, y model.AlertRow) int { return cmp.Compare(x.Since, y.Since) })
	for i := range rows {
		r := rows[i]
		if r.ID == "" || r.Rule == "" || r.Since == 0 || b.find(r.ID) >= 0 {
			continue
		}
		if n, err := strconv.ParseUint(r.ID[strings.LastIndexByte(r.ID, '-')+1:], 10, 64); err == nil {
			b.next = max(b.next, n)
		}
		if r.World != world {
			continue
		}
		if r.IsOpen() {
			b.note(subjectKey{r.Rule, r.Subject}, r.ID)
		}
		b.rows = append(b.rows, r)
	}
	b.trim()
}

// Rebase puts the alerts that stand at the present of a market that began again:
// a demo's second run begins before the alerts of its first.
func (b *Book) Rebase(now model.Millis) {
	for i := range b.rows {
		if r := &b.rows[i]; r.IsOpen() && r.Since > now {
			r.Since = now
		}
	}
}

func (b *Book) note(key subjectKey, id string) {
	if b.open == nil {
		b.open = make(map[subjectKey]string)
	}
	b.open[key] = id
}

// Raise opens an alert, or brings the open one of the same rule and subject up
// to date: its text, figures and severity change, its beginning and identity
// do not. It tells whether the alert is new.
func (b *Book) Raise(now model.Millis, row model.AlertRow) bool {
	key := subjectKey{row.Rule, row.Subject}
	if id, isOpen := b.open[key]; isOpen {
		if at := b.find(id); at >= 0 {
			old := &b.rows[at]
			old.Text, old.Value, old.Threshold, old.Severity = model.CleanText(row.Text), row.Value, row.Threshold, row.Severity
		}
		return false
	}
	b.note(key, b.append(now, row))
	return true
}

// Reopen opens a cleared alert again as the same one and counts that it came
// back. It tells whether the alert was still remembered and cleared, and not of
// a time to come: then it is of an earlier run of the market.
func (b *Book) Reopen(now model.Millis, id string) bool {
	at := b.find(id)
	if at < 0 || b.rows[at].IsOpen() || b.rows[at].Since > now {
		return false
	}
	r := &b.rows[at]
	r.Cleared, r.Times = 0, r.Times+1
	b.note(subjectKey{r.Rule, r.Subject}, id)
	return true
}

// Escalate makes an open alert worse and keeps what did it. What was
// acknowledged or snoozed wants looking at again.
func (b *Book) Escalate(id string, to model.Severity, text string, why []model.Evidence) {
	at := b.find(id)
	if at < 0 {
		return
	}
	r := &b.rows[at]
	r.Severity, r.Text, r.Worse = to, model.CleanText(text), why
	r.Acknowledged, r.Snoozed = false, 0
}

// Update tells what the figure of an open alert is now.
func (b *Book) Update(id string, value, threshold model.Num, text string) {
	if at := b.find(id); at >= 0 {
		b.rows[at].Value, b.rows[at].Threshold, b.rows[at].Text = value, threshold, model.CleanText(text)
	}
}

// Clear closes the open alert of a rule and subject, if there is one. A text
// says how it ended; "" keeps the old one.
func (b *Book) Clear(now model.Millis, rule, of, text string) {
	key := subjectKey{rule, of}
	id, isOpen := b.open[key]
	if !isOpen {
		return
	}
	delete(b.open, key)
	if at := b.find(id); at >= 0 {
		b.rows[at].Cleared = max(now, b.rows[at].Since+1) // what is cleared as it began reads as news
		if text != "" {
			b.rows[at].Text = model.CleanText(text)
		}
	}
}

// Note records something that has no end: it is closed as it is written.
func (b *Book) Note(now model.Millis, row model.AlertRow) {
	row.Cleared = now
	b.append(now, row)
}

// Act does what the user asks with an alert; one that is not there is no error.
func (b *Book) Act(act *model.AlertAct) {
	at := b.find(act.ID)
	if at < 0 {
		return
	}
	switch act.Verb {
	case model.Acknowledge:
		b.rows[at].Acknowledged = !b.rows[at].Acknowledged
	case model.Snooze:
		b.rows[at].Snoozed = act.Until
	case model.Taped:
		b.rows[at].Tape = model.CleanText(act.Text)
	}
}

// Follow brings up to date what happened after each alert: after tells what a
// subject did from a moment on, within the aftermath, and whether that is over.
func (b *Book) Follow(after func(subject string, since model.Millis) (pct model.Num, over bool)) {
	for i := range b.rows {
		if r := &b.rows[i]; !r.Settled {
			r.AfterPct, r.Settled = after(r.Subject, r.Since)
		}
	}
}

func (b *Book) append(now model.Millis, row model.AlertRow) string {
	b.next++
	row.ID = row.Rule + "-" + strconv.FormatUint(b.next, 10)
	row.Since, row.World = now, b.world
	row.Text, row.Subject = model.CleanText(row.Text), model.CleanText(row.Subject)
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
func (b *Book) Rows() []model.AlertRow { return b.Until(math.MaxInt64) }

// Until is Rows without what is over and of a time to come.
func (b *Book) Until(now model.Millis) []model.AlertRow {
	out := make([]model.AlertRow, 0, len(b.rows))
	for i := len(b.rows) - 1; i >= 0; i-- {
		if b.rows[i].IsOpen() || b.rows[i].Since <= now {
			out = append(out, b.rows[i])
		}
	}
	return out
}

// IsOpen tells whether a rule's alert on a subject is open.
func (b *Book) IsOpen(rule, of string) bool {
	_, isOpen := b.open[subjectKey{rule, of}]
	return isOpen
}

// Stamp tells how many alerts there have been and how many are open: while both
// stay, none came or went.
func (b *Book) Stamp() (raised uint64, open int) { return b.next, len(b.open) }

// last returns the newest alert of a rule and subject.
func (b *Book) last(rule, of string) (model.AlertRow, bool) {
	for i := len(b.rows) - 1; i >= 0; i-- {
		if b.rows[i].Rule == rule && b.rows[i].Subject == of {
			return b.rows[i], true
		}
	}
	return model.AlertRow{}, false
}
