package notify

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"eddy/model"
)

// Channel takes alerts somewhere. Send is called by one goroutine at a time and
// returns when ctx ends.
type Channel interface {
	Name() string
	Send(ctx context.Context, m Message) error
}

// Config says what goes out and when.
type Config struct {
	Channels []Channel
	Least    model.Severity // of what goes out
	Quiet    Quiet
	PerHour  int // of each channel; critical alerts have as many again

	Known []model.AlertRow // of an earlier run: news of them is old
	Now   func() time.Time

	// Told returns how bad an alert was when a channel told of it, in this run or
	// an earlier one; Tell notes it. Both may be nil.
	Told func(channel, id string) model.Severity
	Tell func(channel string, a *model.AlertRow)

	// Muted tells whether a channel is left to another program; nil: none is.
	Muted func(channel string) bool

	// Fault is told when a channel begins to fail and, with "", when it works
	// again. It must not wait.
	Fault func(channel, what string)
}

// Desk takes new alerts to the channels. Observe is for one goroutine; Run may
// be another.
type Desk struct {
	cfg     Config
	lines   []*line
	known   map[string]model.Severity
	held    map[string]Event // what waits for the end of the quiet hours, by id
	snoozed map[string]bool  // what is told of again when the snooze is over, by id
	owed    map[string]bool  // what others may not have come to tell, by id
}

// queue is how many alerts may wait for a channel: what a bad day raises at once.
// When it is full the oldest gives way: the newest matters most. What gave way
// counts as not told.
const queue = 512

// line is one channel with what waits for it.
type line struct {
	ch   Channel
	box  chan Message
	sent []time.Time // of the last hour

	mu     sync.Mutex
	status Status
	fault  string // what is wrong with it, "" when nothing is
}

// Status counts what became of a channel's alerts.
type Status struct {
	Channel   string
	Sent      int
	Failed    int
	Dropped   int // the queue was full
	Capped    int // beyond the cap of the hour
	LastError string
}

// NewDesk returns a desk with its channels. It starts nothing.
func NewDesk(c Config) *Desk {
	d := &Desk{cfg: c, known: make(map[string]model.Severity), held: make(map[string]Event), snoozed: make(map[string]bool), owed: make(map[string]bool)}
	d.Owe(c.Known)
	for _, ch := range c.Channels {
		d.lines = append(d.lines, &line{ch: ch, box: make(chan Message, queue), status: Status{Channel: ch.Name()}})
	}
	return d
}

// Run serves the channels until ctx ends.
func (d *Desk) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, l := range d.lines {
		all.Go(func() { d.serve(ctx, l) })
	}
	all.Wait()
	return ctx.Err()
}

func (d *Desk) serve(ctx context.Context, l *line) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-l.box:
			d.pass(ctx, l, m)
		}
	}
}

// pass takes a message through a channel and notes that it was told of; what is
// beyond the cap counts as told, what failed does not.
func (d *Desk) pass(ctx context.Context, l *line, m Message) {
	if l.mayGo(d.cfg.Now(), d.cfg.PerHour, m) {
		err := l.ch.Send(ctx, m)
		d.done(l, err, ctx.Err() != nil)
		if err != nil {
			return
		}
	} else {
		d.turned(l, fmt.Sprintf("%d alerts in an hour are the cap, more are not sent", d.cfg.PerHour))
	}
	if d.cfg.Tell != nil && m.Event != Test {
		d.cfg.Tell(l.ch.Name(), &m.Alert)
	}
}

// mayGo counts an alert against the cap of the hour.
func (l *line) mayGo(now time.Time, cap int, m Message) bool {
	l.sent = slices.DeleteFunc(l.sent, func(t time.Time) bool { return now.Sub(t) >= time.Hour || t.After(now) })
	if m.Alert.Severity == model.Critical {
		cap *= 2
	}
	if m.Event != Test && cap > 0 && len(l.sent) >= cap {
		l.mu.Lock()
		l.status.Capped++
		l.mu.Unlock()
		return false
	}
	l.sent = append(l.sent, now)
	return true
}

// done notes what became of an alert, and tells when a channel begins to fail
// or works again.
func (d *Desk) done(l *line, err error, ending bool) {
	if err != nil && ending {
		return
	}
	what := ""
	l.mu.Lock()
	if err != nil {
		what = model.CleanText(err.Error())
		l.status.Failed++
		l.status.LastError = what
	} else {
		l.status.Sent++
	}
	l.mu.Unlock()
	d.turned(l, what)
}

// turned tells what is wrong with a channel when something begins to be, and ""
// when nothing is any more.
func (d *Desk) turned(l *line, what string) {
	l.mu.Lock()
	was := l.fault
	l.fault = what
	l.mu.Unlock()
	if d.cfg.Fault != nil && (was == "") != (what == "") {
		d.cfg.Fault(l.ch.Name(), what)
	}
}

// FaultRule is the rule of alerts that say a channel fails; they stay inside.
const FaultRule = "channel"

// Observe looks for alerts that are new or worse and puts them on their way. It
// never waits.
func (d *Desk) Observe(rows []model.AlertRow) {
	now := d.cfg.Now()
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		if event, tell := d.news(a, model.MillisOf(now)); tell {
			d.tell(event, a, now)
		}
	}
	if !d.cfg.Quiet.At(now) && len(d.held) > 0 {
		d.release(rows)
	}
}

// Owe takes alerts that an earlier run, or another program, had to tell: they are
// no news, and Resume tells what it did not come to.
func (d *Desk) Owe(rows []model.AlertRow) {
	for i := range rows {
		d.known[rows[i].ID], d.owed[rows[i].ID] = rows[i].Severity, true
	}
}

// Resume tells what is owed, stands, and began within the time. What does not
// stand now stays owed: the same alert may come again, for at a start nothing
// lives yet. Channels that told of it do not tell of it again.
func (d *Desk) Resume(rows []model.AlertRow, within time.Duration) {
	if len(d.owed) == 0 {
		return
	}
	now := d.cfg.Now()
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		if !d.owed[a.ID] {
			continue
		}
		recent := now.Sub(a.HeardAt().Time()) < within
		if recent && !a.IsOpen() {
			continue
		}
		delete(d.owed, a.ID)
		if recent {
			d.tell(Raised, a, now)
		}
	}
}

// tell puts an alert on its way, or keeps it for the end of the quiet hours.
func (d *Desk) tell(event Event, a *model.AlertRow, now time.Time) {
	switch {
	case a.Rule == "event" || a.Rule == FaultRule || Rank(a.Severity) < Rank(d.cfg.Least):
	case a.Standing && event == Raised || a.Acknowledged:
	case a.IsSnoozed(model.MillisOf(now)):
	case d.cfg.Quiet.At(now) && a.Severity != model.Critical:
		d.held[a.ID] = event
	default:
		d.Send(Message{event, *a})
	}
}

// news tells whether an alert was not told yet, or not as this bad, or stands
// after its snooze.
func (d *Desk) news(a *model.AlertRow, now model.Millis) (Event, bool) {
	was, known := d.known[a.ID]
	d.known[a.ID] = a.Severity
	snoozed := d.snoozed[a.ID]
	if d.snoozed[a.ID] = a.IsSnoozed(now); !d.snoozed[a.ID] {
		delete(d.snoozed, a.ID)
	}
	switch {
	case snoozed && a.Snoozed.Known() && a.Snoozed <= now && a.IsOpen():
		return Reminded, true
	case !known:
		return Raised, true
	case Rank(a.Severity) > Rank(was):
		return Escalated, true
	default:
		return "", false
	}
}

// release tells what came in the quiet hours and still stands, oldest first.
func (d *Desk) release(rows []model.AlertRow) {
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		if event, waits := d.held[a.ID]; waits && a.IsOpen() && !a.Acknowledged {
			d.Send(Message{event, *a})
		}
	}
	clear(d.held)
}

// Send puts a message on its way to every channel that has not told of it. It
// never waits.
func (d *Desk) Send(m Message) {
	for _, l := range d.lines {
		if d.isLeft(l.ch.Name(), m) {
			continue
		}
		for {
			select {
			case l.box <- m:
			default:
				select {
				case <-l.box: // the oldest gives way
					l.mu.Lock()
					l.status.Dropped++
					l.mu.Unlock()
				default:
				}
				continue
			}
			break
		}
	}
}

// isLeft tells whether a channel has told of an alert, or another program does. A
// test goes everywhere.
func (d *Desk) isLeft(channel string, m Message) bool {
	switch {
	case m.Event == Test:
		return false
	case d.cfg.Muted != nil && d.cfg.Muted(channel):
		return true
	default:
		return m.Event != Reminded && d.cfg.Told != nil && Rank(d.cfg.Told(channel, m.Alert.ID)) >= Rank(m.Alert.Severity)
	}
}

// Try sends a message through every channel at once and returns what each said.
// It is what the test command does.
func (d *Desk) Try(ctx context.Context, m Message) []Status {
	var all sync.WaitGroup
	for _, l := range d.lines {
		all.Go(func() { d.done(l, l.ch.Send(ctx, m), false) })
	}
	all.Wait()
	return d.Status()
}

// Status tells how each channel fares.
func (d *Desk) Status() []Status {
	out := make([]Status, 0, len(d.lines))
	for _, l := range d.lines {
		l.mu.Lock()
		out = append(out, l.status)
		l.mu.Unlock()
	}
	return out
}

// Rank orders severities, 0 for one that is none.
func Rank(s model.Severity) int {
	return slices.Index([]model.Severity{model.Info, model.Warning, model.Critical}, s) + 1
}

// String says how a channel fares in a line.
func (s Status) String() string {
	text := fmt.Sprintf("%s: %d sent, %d failed, %d dropped, %d over the cap", s.Channel, s.Sent, s.Failed, s.Dropped, s.Capped)
	if s.LastError != "" {
		text += "; last error: " + s.LastError
	}
	return text
}
