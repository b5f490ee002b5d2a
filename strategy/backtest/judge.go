package backtest

import (
	"context"
	"fmt"
	"slices"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// Setup is what a run is about.
type Setup struct {
	Universe *universe.Universe
	Playbook *playbook.Playbook
	Profile  string // of the playbook
}

// Judged is what the engine held over a tape at every close that decides.
type Judged struct {
	Setup    Setup // with the playbook of the profile
	Tape     *Tape // with what follows a splice withheld
	Seams    []Seam
	Outlooks []*strategy.Outlook // ascending, from the first known phase on
	Left     []model.Asset       // coins of the tape outside the universe
}

// Judge runs the engine over a tape. progress, when not nil, is told now and
// then how many steps are done. It ends early with the context's error.
func Judge(ctx context.Context, s Setup, t *Tape, progress func(done, all int)) (*Judged, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	j := &Judged{Setup: s}
	t, j.Left = t.within(s.Universe)
	market := slices.IndexFunc(t.Series, func(x Series) bool { return x.Asset == s.Universe.Benchmark[0] })
	if market < 0 {
		return nil, fmt.Errorf("%w: no bars of %s, which strength is measured against", strategy.ErrRecorded, s.Universe.Benchmark[0])
	}
	j.Tape, j.Seams = t.sew(market)
	r, err := strategy.NewRecorded(strategy.Config{Universe: s.Universe, Playbook: s.Playbook, Profile: s.Profile}, t.Step, t.Assets(), t.First)
	if err != nil {
		return nil, fmt.Errorf("backtest: %w", err)
	}
	r.Narrow()
	j.Setup.Playbook = s.Playbook.ForProfile(s.Profile)
	return j, j.run(ctx, r, progress)
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

func (j *Judged) run(ctx context.Context, r *strategy.Recorded, progress func(done, all int)) error {
	f := feeder{t: j.Tape, r: r, bars: make([]model.Bar, len(j.Tape.Series)), at: make([]sideAt, len(j.Tape.Series))}
	frame, last := model.Day1, (*strategy.Outlook)(nil)
	if j.Setup.Playbook.Timeframe == model.Hour4.String() && j.Tape.Step == model.Hour1 {
		frame = model.Hour4
	}
	n := j.Tape.Len()
	for i := range n {
		if i%reportEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(i, n)
			}
		}
		if err := f.step(i); err != nil {
			return fmt.Errorf("backtest: %w", err)
		}
		if end := j.Tape.Opening(i + 1); r.Ready() && end.Floor(frame) == end {
			last = r.Outlook(last)
			j.Outlooks = append(j.Outlooks, last)
		}
	}
	if progress != nil {
		progress(n, n)
	}
	if len(j.Outlooks) == 0 {
		return ErrNoPhase
	}
	return ctx.Err()
}

// feeder hands a tape to the engine, step by step.
type feeder struct {
	t    *Tape
	r    *strategy.Recorded
	bars []model.Bar
	at   []sideAt
}

// sideAt is how much of a coin's funding and open interest was told.
type sideAt struct{ funding, interest int }

// step tells what settled until the step ends, then its bars.
func (f *feeder) step(i int) error {
	open, end := f.t.Opening(i), f.t.Opening(i+1)
	for k := range f.t.Series {
		s, at := &f.t.Series[k], &f.at[k]
		for ; at.funding < len(s.Funding) && s.Funding[at.funding].Time <= end; at.funding++ {
			f.r.Settle(k, s.Funding[at.funding])
		}
		for ; at.interest < len(s.Interest) && s.Interest[at.interest].Time <= end; at.interest++ {
			f.r.Interest(k, s.Interest[at.interest])
		}
		f.bars[k] = model.Bar{}
		if c := s.at(i); c.Traded() {
			f.bars[k] = c.bar(open, f.t.Step)
		}
	}
	return f.r.Close(open, f.bars)
}
