package backtest

import (
	"context"
	"fmt"
	"slices"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/alert"
	"eddy/strategy/playbook"
)

// Setup is what a run is about.
type Setup struct {
	Universe *universe.Universe
	Playbook *playbook.Playbook
	Profile  string // of the playbook
	Workers  int    // how many may work at once, see Workers; it changes no result
}

// Judged is what the engine held over a tape at every close that decides.
type Judged struct {
	Setup    Setup // with the playbook of the profile
	Tape     *Tape // with what follows a splice withheld
	Seams    []Seam
	Outlooks []*strategy.Outlook // ascending, from the first known phase on
	Left     []model.Asset       // coins of the tape outside the universe
	Beyond   model.Millis        // end of the tape as it was given, where the benchmark coin ends before it; else 0

	market int // series of the coin whose trading tells a hole in the recording from a coin that ended
}

// Judge runs the engine over a tape. progress, when not nil, is told now and
// then how many steps are done. It ends early with the context's error.
func Judge(ctx context.Context, s Setup, t *Tape, progress func(done, all int)) (*Judged, error) {
	j, r, err := prepare(s, t)
	if err != nil {
		return nil, err
	}
	return j, j.run(ctx, r, progress, nil)
}

// prepare checks a tape and puts an engine at its beginning.
func prepare(s Setup, t *Tape) (*Judged, *strategy.Recorded, error) {
	if err := t.Check(); err != nil {
		return nil, nil, err
	}
	j := &Judged{Setup: s}
	t, j.Left = t.within(s.Universe)
	j.market = slices.IndexFunc(t.Series, func(x Series) bool { return x.Asset == s.Universe.Benchmark[0] })
	if j.market < 0 {
		return nil, nil, fmt.Errorf("backtest: %w: no bars of %s, which strength is measured against", strategy.ErrRecorded, s.Universe.Benchmark[0])
	}
	if end := t.End(); t.lastOf(j.market) < t.Len() {
		t, j.Beyond = t.until(t.lastOf(j.market)), end
	}
	j.Tape, j.Seams = t.sew(j.market)
	cfg := strategy.Config{Universe: s.Universe, Playbook: s.Playbook, Profile: s.Profile, Rules: &alert.Rules{}} // the past alerts nobody
	r, err := strategy.NewRecorded(cfg, t.Step, t.Assets(), t.First)
	if err != nil {
		return nil, nil, fmt.Errorf("backtest: %w", err)
	}
	r.Narrow()
	j.Setup.Playbook = s.Playbook.ForProfile(s.Profile)
	return j, r, nil
}

// open tells whether the market traded in the step that ends at a close.
func (j *Judged) open(end model.Millis) bool {
	step := int((end-j.Tape.First)/j.Tape.stepMillis()) - 1
	return j.Tape.Series[j.market].at(step).Traded()
}

// within returns the part of a tape the universe knows.
func (t *Tape) within(u *universe.Universe) (*Tape, []model.Asset) {
	known := u.Candidates()
	out, left := *t, []model.Asset(nil)
	out.Series = nil
	for i := range t.Series {
		if slices.Contains(known, t.Series[i].Asset) {
			out.Series = append(out.Series, t.Series[i])
		} else {
			left = append(left, t.Series[i].Asset)
		}
	}
	return &out, left
}

// reportEvery is how many steps lie between two words of progress.
const reportEvery = 512

// run plays the tape. heard, when not nil, is handed every outlook at once.
func (j *Judged) run(ctx context.Context, r *strategy.Recorded, progress func(done, all int), heard func(*strategy.Outlook)) error {
	n, frame, last := j.Tape.Len(), j.frame(), (*strategy.Outlook)(nil)
	f := feeder{t: j.Tape, r: r, at: make([]sideAt, len(j.Tape.Series))}
	said := -reportEvery
	closed := func(step int) error {
		if step-said >= reportEvery {
			if said = step; progress != nil {
				progress(step, n)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if end := j.Tape.Opening(step + 1); r.Ready() && end.Floor(frame) == end {
			last = r.Outlook(last)
			j.Outlooks = append(j.Outlooks, last)
			if heard != nil {
				heard(last)
			}
		}
		return nil
	}
	if err := r.Play(strategy.Past{Steps: n, Bar: f.bar, Tell: f.tell, Closed: closed}, Workers(j.Setup.Workers)); err != nil {
		return fmt.Errorf("backtest: %w", err)
	}
	if progress != nil {
		progress(n, n)
	}
	if len(j.Outlooks) == 0 {
		return ErrNoPhase
	}
	return ctx.Err()
}

// frame is the length of bars whose closes decide.
func (j *Judged) frame() model.Interval {
	if j.Setup.Playbook.Timeframe == model.Hour4.String() && j.Tape.Step == model.Hour1 {
		return model.Hour4
	}
	return model.Day1
}

// feeder tells a tape to the engine.
type feeder struct {
	t  *Tape
	r  *strategy.Recorded
	at []sideAt
}

// sideAt is how much of a coin's funding and open interest was told.
type sideAt struct{ funding, interest int }

// bar is a coin's bar of a step. It reads the tape and nothing else.
func (f *feeder) bar(coin, step int) model.Bar {
	c := f.t.Series[coin].at(step)
	if !c.Traded() {
		return model.Bar{}
	}
	return c.bar(f.t.Opening(step), f.t.Step)
}

// tell tells what settled of a coin until a step ends.
func (f *feeder) tell(coin, step int) {
	end, s, at := f.t.Opening(step+1), &f.t.Series[coin], &f.at[coin]
	for ; at.funding < len(s.Funding) && s.Funding[at.funding].Time <= end; at.funding++ {
		f.r.Settle(coin, s.Funding[at.funding])
	}
	for ; at.interest < len(s.Interest) && s.Interest[at.interest].Time <= end; at.interest++ {
		f.r.Interest(coin, s.Interest[at.interest])
	}
}
