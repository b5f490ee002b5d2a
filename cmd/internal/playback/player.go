package playback

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"eddy/feeds/tape"
	"eddy/model"
	"eddy/strategy"
	"eddy/tui"
)

// speeds are those the desk goes through; 0 is as fast as it goes.
var speeds = []float64{0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 3600, 0}

// Times of the wall clock.
const (
	showEvery   = strategy.PublishEvery // least time between two snapshots shown
	idleEvery   = time.Second           // the one on show is shown again, so that the desk knows it is fed
	longestWait = 10 * time.Second      // a longer silence of the tape is cut to this
)

// lookEvery is how many steps are played before a new wish is looked for.
const lookEvery = 256

// Player plays one tape. Its controls may be used from any goroutine while one
// runs it.
type Player struct {
	path  string
	tape  *tape.Tape
	setup Setup
	stage *stage
	box   *strategy.Mailbox
	seq   uint64 // of snapshots shown: those of the engine begin anew when the tape does

	pacer pacer
	goal  goal
	shown time.Time
	step  tape.Step

	mu      sync.Mutex
	status  tui.ReplayStatus
	trouble error // that ended it before its end
	wish    *goal // nil: none
	wake    chan struct{}
}

// Open opens a tape to be played at a speed, 0 for as fast as it goes.
func Open(path string, speed float64) (*Player, error) {
	t, err := tape.Open(path)
	if err != nil {
		return nil, err
	}
	setup, err := ReadSetup(t.Setup())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), t.Close())
	}
	s, err := newStage(setup)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), t.Close())
	}
	first, last := t.Span()
	return &Player{
		path: path, tape: t, setup: setup, stage: s, box: strategy.NewMailbox(), wake: make(chan struct{}, 1),
		status: tui.ReplayStatus{Name: filepath.Base(path), First: first, At: first, Last: last, Speed: speed},
	}, nil
}

// Box is where the snapshots go.
func (p *Player) Box() *strategy.Mailbox { return p.box }

// Notes returns what is odd about the tape, as far as it was played.
func (p *Player) Notes() []string { return p.tape.Notes() }

// Close closes the tape.
func (p *Player) Close() error { return p.tape.Close() }

// Each plays the tape once and gives its snapshots to do, at most one in so
// much tape time, and the last one.
func (p *Player) Each(ctx context.Context, every time.Duration, do func(*model.Snapshot) error) error {
	var told model.Millis
	var last *model.Snapshot
	for n := 0; ; n++ {
		if n%lookEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		published, err := p.advance()
		if isOver(err) {
			break
		}
		if err != nil {
			return err
		}
		if err := p.pacer.wait(ctx, nil, p.step.At, p.status.Speed); err != nil {
			return err
		}
		if !published {
			continue
		}
		last = p.stage.newest
		if every > 0 && told != 0 && p.step.At.Sub(told) < every {
			continue
		}
		told = p.step.At
		if err := do(Shown(last)); err != nil {
			return err
		}
		last = nil
	}
	if last == nil {
		return nil
	}
	return do(Shown(last))
}

// advance plays one step and tells whether it made a snapshot.
func (p *Player) advance() (published bool, err error) {
	if err := p.tape.Next(&p.step); err != nil {
		return false, err
	}
	return p.stage.play(&p.step)
}

// Run plays the tape as its controls say until ctx ends, also after the end of
// the tape, which can be wound back.
func (p *Player) Run(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.takeWish()
		if p.isResting() {
			p.show(true)
			if err := p.rest(ctx); err != nil {
				return err
			}
			continue
		}
		if err := p.playSome(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			p.end(err)
		}
	}
}

// isResting tells whether there is nothing to play.
func (p *Player) isResting() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status.Ended || p.status.Paused && p.goal.kind == noGoal
}

// rest waits for a wish, but shows life meanwhile.
func (p *Player) rest(ctx context.Context) error {
	timer := time.NewTimer(idleEvery)
	defer timer.Stop()
	select {
	case <-p.wake:
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	p.pacer.reset()
	return nil
}

// playSome plays a few steps.
func (p *Player) playSome(ctx context.Context) error {
	speed := p.Status().Speed
	for range lookEvery {
		published, err := p.advance()
		if err != nil {
			return err
		}
		p.note()
		if p.goal.kind == noGoal {
			if err := p.pacer.wait(ctx, p.wake, p.step.At, speed); err != nil {
				return err
			}
		}
		if published {
			p.show(false)
		}
		if p.goal.isReached(&p.step, p.stage.newest) {
			p.arrive()
			return nil
		}
		if p.hasWish() {
			return nil
		}
	}
	return nil
}

// note keeps the status up to date.
func (p *Player) note() {
	if p.step.At == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.At = p.step.At
	if p.step.Kind == tape.Frame {
		p.status.Frame, p.status.Socket = p.stage.frames, p.step.Socket
		p.status.Told = ""
		if p.goal.kind == toFrame {
			p.status.Told = wordsOf(&p.step)
		}
	}
}

// wordsOf says what a frame told.
func wordsOf(s *tape.Step) string {
	if len(s.Events) == 0 {
		return fmt.Sprintf("%d bytes that say nothing", len(s.Bytes))
	}
	ev := &s.Events[0]
	text := fmt.Sprintf("%s %s", ev.Kind, ev.Symbol)
	if len(s.Events) > 1 {
		text += fmt.Sprintf(" and %d more", len(s.Events)-1)
	}
	return text
}

// arrive ends the way to a goal.
func (p *Player) arrive() {
	p.mu.Lock()
	p.goal = goal{}
	p.status.Busy = ""
	p.mu.Unlock()
	p.pacer.reset()
	p.show(true)
}

// end stops at the end of the tape, or where it cannot be read.
func (p *Player) end(err error) {
	p.mu.Lock()
	p.goal = goal{}
	p.status.Ended, p.status.Busy = true, ""
	if isOver(err) {
		p.status.At = p.status.Last // the last step need not be the latest: sockets wait for one another
		if notes := p.tape.Notes(); len(notes) > 0 {
			p.status.Fault = p.briefly(notes[len(notes)-1])
		}
	} else {
		p.status.Fault, p.trouble = p.briefly(err.Error()), err
	}
	p.mu.Unlock()
	p.show(true)
}

// briefly leaves out of a word about the tape which one it is: the line it stands
// in is short, and says so.
func (p *Player) briefly(text string) string {
	text = strings.TrimPrefix(text, p.path)
	return model.CleanText(strings.TrimLeft(text, ": "))
}

// Trouble returns why the tape could not be played to its end, nil where it could.
func (p *Player) Trouble() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trouble
}

// show puts the newest snapshot on show; now, or unless one was a moment ago.
func (p *Player) show(now bool) {
	if p.stage.newest == nil || !now && time.Since(p.shown) < showEvery {
		return
	}
	p.shown = time.Now()
	p.seq++
	s := Shown(p.stage.newest)
	s.Seq = p.seq
	p.box.Put(s)
}

// takeWish begins what was asked for.
func (p *Player) takeWish() {
	p.mu.Lock()
	w := p.wish
	p.wish = nil
	back := w != nil && w.kind == toMoment && w.at < p.status.At
	over := p.status.Ended && !back
	p.mu.Unlock()
	if w == nil || over {
		return
	}
	if back {
		if err := p.rewind(); err != nil {
			p.end(err)
			return
		}
	}
	w.begin(p.stage.newest)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.goal = *w
	p.status.Busy = w.words()
}

// rewind begins anew.
func (p *Player) rewind() error {
	if err := p.tape.Rewind(); err != nil {
		return err
	}
	s, err := newStage(p.setup)
	if err != nil {
		return err
	}
	p.stage = s
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.Ended, p.status.Fault, p.status.Frame, p.status.At = false, "", 0, p.status.First
	return nil
}

func (p *Player) hasWish() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wish != nil || p.status.Paused && p.goal.kind == noGoal
}

// Status tells where the tape is.
func (p *Player) Status() tui.ReplayStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status
}

// Pause stops the tape where it is, or lets it go on.
func (p *Player) Pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.Paused = !p.status.Paused
	p.nudge()
}

// Faster goes so many speeds up.
func (p *Player) Faster(by int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(speeds, func(v float64) bool { return v >= p.status.Speed })
	if i < 0 || p.status.Speed == 0 {
		i = len(speeds) - 1
	}
	p.status.Speed = speeds[min(max(i+by, 0), len(speeds)-1)]
	p.nudge()
}

// Step plays up to something and pauses there.
func (p *Player) Step(to tui.ReplayStep) {
	kinds := map[tui.ReplayStep]goalKind{tui.StepFrame: toFrame, tui.StepBar: toBar, tui.StepNews: toNews}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.Paused = true
	p.wish = &goal{kind: kinds[to]}
	p.nudge()
}

// Seek plays up to a moment.
func (p *Player) Seek(to model.Millis) {
	p.mu.Lock()
	defer p.mu.Unlock()
	to = min(max(to, p.status.First), p.status.Last)
	p.wish = &goal{kind: toMoment, at: to}
	p.nudge()
}

// nudge wakes Run. It must be called with mu held.
func (p *Player) nudge() {
	select {
	case p.wake <- struct{}{}:
	default: // it has been told already
	}
}
