package feeds

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/backoff"
	"eddy/model"
	"eddy/model/beat"
)

// ward is one venue under supervision.
type ward struct {
	venue Venue
	name  model.Venue
	out   Sink
	now   func() time.Time
	log   *slog.Logger
	retry *backoff.Schedule
	ended atomic.Bool // run is over

	mu       sync.Mutex
	running  bool
	falls    uint64 // how often Run ended by itself
	lastFall string
	state    model.LinkState
	since    model.Millis
	told     model.LinkState // the last state out has heard of
	tells    uint64          // how often told was set, to notice that it was
}

// newWard returns a ward. Its index sets its jitter apart from its neighbours'.
func newWard(v Venue, index int, out Sink, now func() time.Time) *ward {
	chance := rand.New(rand.NewPCG(1, uint64(index)))
	return &ward{
		venue: v, name: v.Name(), out: out, now: now, running: true,
		retry: backoff.NewSchedule(backoff.Policy{}, chance),
	}
}

// run keeps the venue running until ctx ends.
func (w *ward) run(ctx context.Context) {
	defer w.ended.Store(true)
	for {
		began := time.Now()
		w.setRunning(true)
		err := w.guard(ctx)
		if ctx.Err() != nil {
			return
		}
		w.fall(ctx, err)
		if backoff.Sleep(ctx, w.retry.Next(time.Since(began))) != nil {
			return
		}
	}
}

// guard runs the venue and turns a panic into an error.
func (w *ward) guard(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("venue panicked", "venue", w.name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panicked: %v", p)
		}
	}()
	if err := w.venue.Run(ctx, w); err != nil {
		return err
	}
	return errors.New("ended without being asked to")
}

// fall counts and reports that the venue ended by itself.
func (w *ward) fall(ctx context.Context, err error) {
	reason := model.CleanText(err.Error())
	w.log.Error("venue ended; starting it again", "venue", w.name, "reason", reason)
	w.mu.Lock()
	w.running, w.lastFall = false, reason
	w.falls++
	w.noteTold(model.LinkDown)
	w.mu.Unlock()
	w.tell(ctx, model.LinkDown, reason)
}

func (w *ward) setRunning(running bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = running
}

// Put passes the venue's events on and notes which state it told of.
func (w *ward) Put(ctx context.Context, events []model.Event) error {
	for i := range events {
		if ev := &events[i]; ev.Kind == model.KindLink && ev.Link != model.LinkUnset {
			w.mu.Lock()
			w.noteTold(ev.Link)
			w.mu.Unlock()
		}
	}
	return w.out.Put(ctx, events)
}

// noteTold must be called with mu held.
func (w *ward) noteTold(state model.LinkState) {
	w.told = state
	w.tells++
}

// tell puts a change of state out.
func (w *ward) tell(ctx context.Context, state model.LinkState, text string) {
	ev := model.Event{Kind: model.KindLink, Venue: w.name, Received: model.MillisOf(w.now()), Link: state, Text: text}
	_ = w.out.Put(ctx, []model.Event{ev}) // fails only when ctx ends, and then nobody listens
}

// report publishes the venue's health until ctx ends.
func (w *ward) report(ctx context.Context) {
	for {
		w.publish(ctx)
		if beat.Wait(ctx, healthEvery) != nil || backoff.Sleep(ctx, countAfter) != nil {
			return
		}
	}
}

func (w *ward) publish(ctx context.Context) {
	h, news := w.health()
	if news {
		w.tell(ctx, h.State, reasonOf(h))
	}
	ev := model.Event{Kind: model.KindHealth, Venue: w.name, Received: model.MillisOf(w.now()), Link: h.State, Detail: &h}
	_ = w.out.Put(ctx, []model.Event{ev}) // fails only when ctx ends, and then nobody listens
}

// reasonOf says why a state is not a good one.
func reasonOf(h model.VenueHealth) string {
	if h.State == model.LinkLive || h.State == model.LinkConnecting {
		return ""
	}
	return h.LastError
}

// health merges the venue's own counters with what the ward knows. news tells
// whether the state is one that out has not heard of.
func (w *ward) health() (h model.VenueHealth, news bool) {
	before := w.tellCount()
	h = w.ask()
	now := model.MillisOf(w.now())
	w.mu.Lock()
	defer w.mu.Unlock()
	h.Venue = w.name
	h.Reconnects += w.falls
	h.Errors += w.falls
	if h.LastError == "" || !w.running {
		h.LastError = w.lastFall
	}
	w.judge(&h, now)
	if h.AgeMs.IsZero() {
		h.AgeMs = ageOf(h.LastFrame, now)
	}
	if w.tells != before || h.State == w.told {
		return h, false // what the venue tells itself is newer than its counters
	}
	w.noteTold(h.State)
	return h, true
}

func (w *ward) tellCount() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tells
}

// judge corrects the venue's word on its state, and since when it holds.
func (w *ward) judge(h *model.VenueHealth, now model.Millis) {
	own := h.State
	h.State = w.stateOf(own)
	if w.state != h.State {
		w.state, w.since = h.State, now
	}
	if own != h.State || !h.Since.Known() {
		h.Since = w.since
	}
}

// stateOf corrects the venue's word: one that does not run is down.
func (w *ward) stateOf(own model.LinkState) model.LinkState {
	switch {
	case !w.running:
		return model.LinkDown
	case own == model.LinkUnset:
		return model.LinkConnecting
	default:
		return own
	}
}

func ageOf(last, now model.Millis) model.Num {
	if !last.Known() {
		return model.Unknown("nothing heard yet")
	}
	return model.Known(float64(max(now-last, 0)))
}

// ask reads the venue's counters. A panic in them must not take the program
// down either.
func (w *ward) ask() (h model.VenueHealth) {
	defer func() {
		if p := recover(); p != nil {
			h = model.VenueHealth{LastError: model.CleanText(fmt.Sprintf("health: %v", p))}
		}
	}()
	return w.venue.Health()
}
