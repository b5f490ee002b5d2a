package tape

import (
	"bytes"
	"slices"
	"time"

	"eddy/feeds/rest"
	"eddy/model"
)

// Limits of the doubts.
const (
	doubtFor  = 5 * time.Second // an adapter that cannot read an answer says so sooner
	mostDoubt = 32 << 20        // bytes, as large as the largest answer a client takes
)

// doubts are the long answers that came of late and of which a tape has only the
// beginning. That is enough of one that was understood; when its source tells of
// a fault, it may not have been, and is wanted whole.
type doubts struct {
	list  []rest.Answer // oldest first; their bodies are their own
	bytes int
}

// keep takes an answer in. It returns how many others had to go for it before it
// was clear whether they were understood.
func (d *doubts) keep(a rest.Answer) (gone int) {
	d.settle(a.Received)
	for len(d.list) > 0 && d.bytes+len(a.Body) > mostDoubt {
		d.drop(1)
		gone++
	}
	a.Body = bytes.Clone(a.Body)
	d.list = append(d.list, a)
	d.bytes += len(a.Body)
	return gone
}

// settle lets go of those of which no fault was told in time.
func (d *doubts) settle(now time.Time) {
	old := 0
	for old < len(d.list) && now.Sub(d.list[old].Received) > doubtFor {
		old++
	}
	d.drop(old)
}

// drop lets go of the oldest ones.
func (d *doubts) drop(n int) {
	for i := range d.list[:n] {
		d.bytes -= len(d.list[i].Body)
	}
	d.list = slices.Delete(d.list, 0, n)
}

// of hands out what came from a source of late.
func (d *doubts) of(source string, now time.Time) (answers []rest.Answer) {
	d.settle(now)
	var others []rest.Answer
	for _, a := range d.list {
		if a.From == source {
			answers = append(answers, a)
			d.bytes -= len(a.Body)
		} else {
			others = append(others, a)
		}
	}
	d.list = others
	return answers
}

// faultOf returns which source tells of a fault, false where an event tells of
// none.
func faultOf(ev *model.Event) (source string, ok bool) {
	if ev.Kind == model.KindError {
		return string(ev.Venue), true
	}
	c, isSeries := ev.Detail.(*model.Context)
	if isSeries && c.State == model.ContextError {
		return c.Source, true
	}
	return "", false
}
