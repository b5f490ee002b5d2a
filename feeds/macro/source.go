package macro

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"eddy/feeds"
	"eddy/feeds/backoff"
	"eddy/feeds/rest"
	"eddy/model"
)

// leastPause is the shortest time between two questions of a job, however fast
// the market's clock runs.
const leastPause = 2 * time.Second

// again says how long to wait after a failure. The source may ask for longer.
var again = backoff.Policy{First: 20 * time.Second, Cap: 30 * time.Minute, HealthyAfter: time.Hour}

// source is one place slow facts come from, and the goroutine that asks it.
type source struct {
	name    string
	base    string
	path    string       // of its cache, "" for none
	client  *rest.Client // nil where the source is a websocket
	node    caller       // of the ethereum source
	tasks   []*task
	shelf   *shelf
	speed   float64
	now     func() time.Time
	market  func() model.Millis
	settled func(context.Context)
	chance  *rand.Rand
	log     *slog.Logger

	socket *socket // of a node that tells of blocks by itself; nil elsewhere
	heads  *task   // what the socket tells
	blocks *blocks
	saved  model.Millis // when the cache was written, local clock

	mu     sync.Mutex
	health model.ContextHealth
	odd    uint64 // figures that cannot be
	wrong  string // what is wrong with the cache
}

// task is a job and how it fares.
type task struct {
	*job
	state    model.ContextState
	why      string
	asked    model.Millis // last good answer, local clock
	due      model.Millis // local clock
	failures int
	told     bool // its series were told of at all
}

// run restores the cache and asks until ctx ends, whose error it returns.
func (s *source) run(ctx context.Context, out feeds.Sink) error {
	if err := s.begin(ctx, out); err != nil {
		return err
	}
	if s.settled != nil {
		s.settled(ctx)
	}
	if s.socket == nil {
		return s.loop(ctx, nil, out)
	}
	var line sync.WaitGroup
	line.Go(func() { s.socket.run(ctx) })
	defer line.Wait()
	return s.loop(ctx, s.socket.news, out)
}

// loop does what is due and hears what is told.
func (s *source) loop(ctx context.Context, news <-chan headNews, out feeds.Sink) error {
	for {
		t := s.nextDue()
		wait := time.NewTimer(t.due.Sub(s.clock()))
		var err error
		select {
		case <-wait.C:
			err = s.work(ctx, t, out)
		case n := <-news:
			err = s.onNews(ctx, n, out)
		case <-ctx.Done():
			err = ctx.Err()
		}
		wait.Stop()
		if err != nil {
			return err
		}
	}
}

// onNews takes a block, or the loss of the link, from the socket.
func (s *source) onNews(ctx context.Context, n headNews, out feeds.Sink) error {
	var events []model.Event
	switch {
	case n.link == model.LinkDown:
		events = s.failed(s.heads, answer{}, errors.New(n.reason))
	case n.link == model.LinkUnset:
		events = s.onHead(n.head)
	}
	if len(events) == 0 {
		return nil
	}
	if now := s.clock(); now.Sub(s.saved) >= gasStep {
		s.save()
	}
	s.settle()
	return out.Put(ctx, append(events, s.healthEvent()))
}

// onHead takes a block in: the means it changes and the next block's fee.
func (s *source) onHead(h header) []model.Event {
	now := s.market()
	var a answer
	if h.at() > now.Add(ahead) || h.at() < now.Add(-blocksKept) {
		s.count(1)
		return nil
	}
	a.keep(reading{series: "gas.base_fee", unit: gwei, points: s.blocks.add(h)})
	next := reading{series: "gas.base_fee.next", unit: gwei}
	next.add(&a, h.at(), now, h.next())
	a.keep(next)
	return s.succeeded(s.heads, a)
}

// count counts figures that cannot be.
func (s *source) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.odd += uint64(n)
}

// all lists the tasks, what a socket tells included.
func (s *source) all() []*task {
	if s.heads == nil {
		return s.tasks
	}
	return append(slices.Clip(s.tasks), s.heads)
}

func (s *source) clock() model.Millis { return model.MillisOf(s.now()) }

// begin tells what the cache remembers.
func (s *source) begin(ctx context.Context, out feeds.Sink) error {
	asked, err := loadCache(s.path, s.base, s.shelf, s.market())
	if err != nil {
		s.noteCache(err)
	}
	for _, t := range s.tasks {
		s.recall(t, asked[t.name])
	}
	var events []model.Event
	for _, name := range sortedKeys(s.shelf.series) {
		c := s.contextOf(name)
		c.Points = s.shelf.series[name].Points
		events = append(events, s.event(c))
	}
	s.settle()
	return out.Put(ctx, append(events, s.healthEvent()))
}

// recall takes up where the cache says a job stood. A source that was asked a
// moment ago is not asked again because the program was started anew.
func (s *source) recall(t *task, asked model.Millis) {
	now := s.clock()
	t.due = now
	if asked == 0 || asked > now {
		return
	}
	t.asked, t.state, t.why = asked, model.ContextOld, "from the cache"
	if now.Sub(asked) <= 2*s.pause(t) {
		t.state, t.why = model.ContextFresh, ""
	}
	t.due = max(now, asked.Add(s.pause(t)))
}

// pause is the time between two questions on the local clock.
func (s *source) pause(t *task) time.Duration {
	return max(time.Duration(float64(t.every)/s.speed), leastPause)
}

// nextDue returns the task to be done first, the first named of several.
func (s *source) nextDue() *task {
	var next *task
	for _, t := range s.tasks {
		if next == nil || t.due < next.due {
			next = t
		}
	}
	return next
}

// work asks one question and tells what came of it.
func (s *source) work(ctx context.Context, t *task, out feeds.Sink) error {
	before := s.failures()
	a, err := s.ask(ctx, t)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.count(a.refused)
	if err != nil && s.failures() == before && !rest.Counted(err) && !saysNone(err) {
		s.count(1) // an answer that made no sense, which the client takes for a good one
	}
	var events []model.Event
	if err != nil {
		events = s.failed(t, a, err)
	} else {
		events = s.succeeded(t, a)
	}
	if err == nil || len(a.readings) > 0 {
		s.save()
	}
	s.settle()
	return out.Put(ctx, append(events, s.healthEvent()))
}

// failures returns how many requests came to nothing.
func (s *source) failures() uint64 {
	if s.client == nil {
		return 0
	}
	return s.client.Stats().Failures
}

// ask asks and turns a panic into an error: a source must not take the program
// down.
func (s *source) ask(ctx context.Context, t *task) (a answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("source panicked", "source", s.name, "job", t.name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panicked: %v", p)
		}
	}()
	return t.ask(ctx, question{client: s.client, node: s.node, shelf: s.shelf, now: s.market})
}

// succeeded lays an answer in and tells every series of the job: what is new,
// and that those without news were asked for.
func (s *source) succeeded(t *task, a answer) []model.Event {
	now := s.clock()
	t.asked, t.failures, t.state, t.why, t.told = now, 0, model.ContextFresh, "", true
	t.due = now.Add(s.pause(t))
	return s.tell(t, a)
}

// failed keeps what came before a failure and tells the state, if it is another
// than before.
func (s *source) failed(t *task, a answer, err error) []model.Event {
	state, why, rest := verdict(err)
	if errors.Is(err, errEmpty) {
		why = err.Error()
	}
	t.failures++
	wait := min(again.Delay(t.failures, s.chance), max(s.pause(t), again.First/10))
	if state == model.ContextNone {
		t.failures, wait = 0, s.pause(t)
	}
	t.due = s.clock().Add(max(wait, rest))
	s.log.Warn("source failed", "source", s.name, "job", t.name, "state", state.String(), "why", why)
	same := t.told && t.state == state && t.why == why
	t.state, t.why, t.told = state, why, true
	if same && len(a.readings) == 0 {
		return nil
	}
	return s.tell(t, a)
}

// save writes the cache.
func (s *source) save() {
	s.saved = s.clock()
	s.noteCache(saveCache(s.path, s.base, s.shelf, s.answers()))
}

// answers returns when each job had its last good answer.
func (s *source) answers() map[string]model.Millis {
	out := make(map[string]model.Millis)
	for _, t := range s.tasks {
		if t.asked != 0 {
			out[t.name] = t.asked
		}
	}
	return out
}

// noteCache remembers that the disk fails; the source goes on without.
func (s *source) noteCache(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := ""
	if err != nil {
		text = model.CleanText(err.Error())
	}
	if text != "" && text != s.wrong {
		s.log.Warn("cache", "source", s.name, "error", text)
	}
	s.wrong = text
}
