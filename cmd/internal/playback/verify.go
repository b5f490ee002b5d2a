package playback

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"eddy/feeds/tape"
	"eddy/model"
)

// errEnd is the end of a tape.
var errEnd = io.EOF

// Verdict is what playing a tape twice has shown.
type Verdict struct {
	Frames    uint64 `json:"frames"`
	Told      uint64 `json:"told"`   // events that were handed over
	Events    uint64 `json:"events"` // of them that reached the engine, the others were overtaken by newer ones
	Snapshots int    `json:"snapshots"`
	Bars      int    `json:"bars"`     // hours that closed
	Compared  int    `json:"compared"` // snapshots of which the tape says what they were when it was recorded
	Places    int    `json:"places"`   // that the newest compared one has
	Alerts    int    `json:"alerts"`   // different ones in the compared snapshots
	Plans     int    `json:"plans"`    // different ones
	Afresh    bool   `json:"from_the_start"`
	Program   string `json:"recorded_by"` // the eddy that recorded it

	// Of a tape that begins in the middle of a session: how many of the compared
	// snapshots were in all places as the desk had them, and the places in which the
	// newest was not: they rest on what came before the tape.
	Agreed int      `json:"agreed,omitempty"`
	Apart  []string `json:"apart,omitempty"`

	From       model.Millis `json:"from,omitzero"` // local clock
	To         model.Millis `json:"to,omitzero"`
	Digest     string       `json:"digest"`      // SHA-256 over the digests of all bars
	BarDigests []BarDigest  `json:"bar_digests"` // in order

	Difference string        `json:"difference,omitempty"` // the first; "" when there is none
	Notes      []string      `json:"notes,omitempty"`
	Took       time.Duration `json:"-"`
}

// BarDigest is the digest of the snapshot after a bar closed, or of the last one.
type BarDigest struct {
	AsOf   model.Millis `json:"as_of,omitzero"` // market time
	Digest string       `json:"digest"`         // SHA-256 of the snapshot: figures, alerts and plan
}

// Same tells whether both passes were the same, and as recorded.
func (v *Verdict) Same() bool { return v.Difference == "" }

// Verify plays a tape twice, side by side, and compares the snapshots with one
// another and with what the tape says they were when it was recorded: after
// every closed bar and wherever the tape has a fingerprint. It ends at the
// first difference. Where a tape begins in the middle of a session the desk knew
// more than it tells: in what it differed from the desk then is said and no fault.
func Verify(ctx context.Context, path string) (v Verdict, err error) {
	first, err := openPass(path)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, first.tape.Close()) }()
	second, err := openPass(path)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, second.tape.Close()) }()
	j := judge{passes: [2]*pass{first, second}, alerts: make(map[string]bool), plans: make(map[string]bool)}
	err = j.run(ctx)
	v = j.verdict
	v.Alerts, v.Plans = len(j.alerts), len(j.plans)
	v.Frames, v.Told, v.Events, v.Afresh = first.frames, first.told, first.events, first.afresh
	v.Program = first.program
	v.From, v.To = first.tape.Span()
	v.Notes = first.tape.Notes()
	v.Digest = hex.EncodeToString(first.digest.Sum(nil))
	return v, err
}

// judge compares two passes over a tape.
type judge struct {
	passes  [2]*pass
	verdict Verdict
	alerts  map[string]bool // ids
	plans   map[string]bool // digests
}

// run goes from one snapshot that is compared to the next.
func (j *judge) run(ctx context.Context) error {
	for j.verdict.Same() {
		if err := ctx.Err(); err != nil {
			return err
		}
		stops, err := j.advance()
		if err != nil {
			return err
		}
		if stops[0] == nil && stops[1] == nil {
			return nil
		}
		if err := j.compare(stops); err != nil {
			return err
		}
	}
	return nil
}

// advance takes both passes to their next stop, at the same time; nil at the
// end of the tape.
func (j *judge) advance() (stops [2]*stop, err error) {
	var other error
	done := make(chan struct{})
	go func() {
		defer close(done)
		stops[1], other = j.passes[1].next()
	}()
	stops[0], err = j.passes[0].next()
	<-done
	return stops, cmp.Or(err, other) // they read the same tape
}

func (j *judge) compare(stops [2]*stop) error {
	a, b := stops[0], stops[1]
	if a == nil || b == nil {
		j.verdict.Difference = "one pass ended before the other"
		return nil
	}
	j.see(a)
	if !a.print.Same(b.print) {
		where, err := firstDifference(a.snapshot, b.snapshot)
		if err != nil {
			return err
		}
		j.differs(a, "the two passes differ in "+where)
		return nil
	}
	if a.recorded == nil {
		return nil
	}
	j.verdict.Compared++
	j.verdict.Places = len(a.print.Parts)
	if !j.passes[0].afresh {
		j.compareWithMore(a)
		return nil
	}
	if a.print.Same(*a.recorded) {
		return nil
	}
	where, err := recordedDifference(a)
	if err != nil {
		return err
	}
	j.differs(a, "replay and recording differ in "+where)
	return nil
}

// compareWithMore compares a snapshot with that of a desk which knew more.
func (j *judge) compareWithMore(at *stop) {
	apart := at.print.Differs(*at.recorded)
	apart = slices.DeleteFunc(apart, func(place string) bool { return place == "seq" }) // the tape counts its own
	if len(apart) == 0 {
		j.verdict.Agreed++
	}
	j.verdict.Apart = apart
}

// see counts what a stop has to compare.
func (j *judge) see(s *stop) {
	j.verdict.Snapshots = s.count
	if s.closed {
		j.verdict.Bars++
	}
	if s.closed || j.passes[0].ended {
		j.verdict.BarDigests = append(j.verdict.BarDigests, BarDigest{s.snapshot.AsOf, hex.EncodeToString(s.print.Sum[:])})
	}
	for i := range s.snapshot.Alerts {
		j.alerts[s.snapshot.Alerts[i].ID] = true
	}
	if p := s.snapshot.Plan; p != nil && p.Digest != "" {
		j.plans[p.Digest] = true
	}
}

func (j *judge) differs(at *stop, how string) {
	j.verdict.Difference = fmt.Sprintf("snapshot %d (%s): %s", at.count, at.snapshot.AsOf, how)
}

// recordedDifference names the first place in which a snapshot is another than
// it was when it was recorded, what it has there now, and how many places more
// there are. What it had then, a tape does not say.
func recordedDifference(s *stop) (string, error) {
	places := s.print.Differs(*s.recorded)
	if len(places) == 0 {
		return "the order of its fields", nil
	}
	now, err := plainOf(s.snapshot)
	if err != nil {
		return "", err
	}
	where := places[0] + ": only the recording has it"
	if v, found := lookUp(now, places[0]); found {
		where = fmt.Sprintf("%s: now %s", places[0], short(v))
	}
	if more := len(places) - 1; more > 0 {
		where += fmt.Sprintf("; and %d places more", more)
	}
	return where, nil
}

// firstDifference names the first place in which two snapshots differ, and what
// each has there.
func firstDifference(a, b *model.Snapshot) (string, error) {
	one, err := plainOf(a)
	if err != nil {
		return "", err
	}
	other, err := plainOf(b)
	if err != nil {
		return "", err
	}
	if where, found := differ("", one, other); found {
		return where, nil
	}
	return "nothing that is shown", nil
}

// plainOf returns a snapshot as JSON sees it.
func plainOf(s *model.Snapshot) (v any, err error) {
	text, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	return v, err
}

// pass is one way through a tape.
type pass struct {
	*stage
	tape    *tape.Tape
	program string // that recorded it
	digest  chain
	count   int
	hour    model.Millis
	ended   bool
	held    *stop // a stop that a fingerprint may follow
}

// stop is a snapshot that is compared.
type stop struct {
	count    int
	snapshot *model.Snapshot
	print    tape.Print
	recorded *tape.Print // what it was when it was recorded; nil: the tape does not say
	closed   bool        // a bar closed before it
}

func openPass(path string) (*pass, error) {
	t, err := tape.Open(path)
	if err != nil {
		return nil, err
	}
	setup, err := ReadSetup(t.Setup())
	if err == nil {
		var s *stage
		if s, err = newStage(setup); err == nil {
			return &pass{stage: s, tape: t, program: setup.Program, digest: newChain()}, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("%s: %w", path, err), t.Close())
}

// next plays up to the next snapshot after a closed bar, or with a fingerprint;
// nil at the end.
func (p *pass) next() (*stop, error) {
	var step tape.Step
	for {
		err := p.tape.Next(&step)
		if isOver(err) {
			p.holdLast()
			return p.release()
		}
		if err != nil {
			return nil, err
		}
		if step.Kind == tape.Printed && p.newest != nil {
			if p.held == nil {
				p.held = &stop{count: p.count, snapshot: p.newest}
			}
			p.held.recorded = step.Print
			return p.release()
		}
		if step.Kind == tape.Published && p.held != nil {
			s, err := p.release()
			if err != nil {
				return nil, err
			}
			return s, p.publish(&step)
		}
		if step.Kind == tape.Published {
			if err := p.publish(&step); err != nil {
				return nil, err
			}
			continue
		}
		if _, err := p.play(&step); err != nil {
			return nil, err
		}
	}
}

// publish makes a snapshot and holds it where a bar closed before it.
func (p *pass) publish(step *tape.Step) error {
	if _, err := p.play(step); err != nil {
		return err
	}
	p.count++
	if hour := p.newest.AsOf.Floor(model.Hour1); hour != p.hour {
		p.hour = hour
		p.held = &stop{count: p.count, snapshot: p.newest, closed: true}
	}
	return nil
}

// holdLast holds the last snapshot of the tape, once.
func (p *pass) holdLast() {
	if p.held == nil && p.newest != nil && !p.ended {
		p.held = &stop{count: p.count, snapshot: p.newest}
	}
	p.ended = true
}

// release returns the stop that is held, with its fingerprint.
func (p *pass) release() (*stop, error) {
	s := p.held
	if s == nil {
		return nil, nil
	}
	p.held = nil
	var err error
	if s.print, err = tape.PrintOf(s.snapshot); err != nil {
		return nil, err
	}
	if s.closed || p.ended {
		p.digest.add(s.print)
	}
	return s, nil
}
