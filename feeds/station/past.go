package station

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/model"
)

// Instruments lets out the contracts that are followed.
func (s *Station) Instruments(list []model.Instrument) {
	if out := s.out.Load(); out != nil {
		out.Instruments(list)
	}
}

// Bars lets out closed bars that were loaded, oldest first.
func (s *Station) Bars(in model.Instrument, step model.Interval, bars []model.Bar) {
	s.answered(in, backfill.Want{Interval: step}, bars)
}

// answered lets out what a venue answered to a want.
func (s *Station) answered(in model.Instrument, want backfill.Want, bars []model.Bar) {
	h := &model.History{Interval: want.Interval, Bars: bars}
	if len(bars) > 0 && want.From.Known() {
		h.From, h.To = min(want.From, bars[0].OpenTime), max(want.Before, bars[len(bars)-1].End())
	}
	if want.Interval == s.config.Base && !want.Before.Known() {
		s.Continuity.Loaded(in.Symbol, bars)
	}
	s.past(in, h)
}

// Settlements lets out funding that was settled, oldest first.
func (s *Station) Settlements(in model.Instrument, points []model.FundingPoint) {
	s.past(in, &model.History{Funding: points})
}

// Interest lets out open interest of the past, oldest first.
func (s *Station) Interest(in model.Instrument, points []model.OpenInterestPoint) {
	s.past(in, &model.History{OpenInterest: points})
}

// past lets out a piece of a contract's past, if there is any.
func (s *Station) past(in model.Instrument, h *model.History) {
	if len(h.Bars)+len(h.Funding)+len(h.OpenInterest) == 0 {
		return
	}
	if out := s.out.Load(); out != nil {
		out.History(in, h)
	}
}

// Piece is a piece of the past that is loaded for each contract.
type Piece struct {
	What string // "funding", for errors and for backfill.Past
	Load func(ctx context.Context, in model.Instrument) error

	// Every is how often there is something new; 0: as often as the contract
	// settles funding.
	Every time.Duration

	bars Load // instead of Load, where the piece is a run of bars
	want backfill.Want
}

// Load loads a run of bars, oldest first.
type Load func(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error)

// Bars returns the pieces that runs of bars are.
func Bars(wanted []backfill.Want, load Load) []Piece {
	pieces := make([]Piece, len(wanted))
	for i, want := range wanted {
		pieces[i] = Piece{What: want.Interval.String(), bars: load, want: want}
	}
	return pieces
}

// Load loads what is missing of the past of all contracts, several requests at
// a time: piece after piece, of each the most important contracts first, and
// everything that reaches up to now before older gaps. It ends when all is
// loaded or ctx ends.
func (s *Station) Load(ctx context.Context, workers int, list []model.Instrument, pieces []Piece) error {
	var newest, older []backfill.Job
	for _, p := range pieces {
		for _, in := range list {
			first, rest := s.Jobs(p, in)
			newest, older = append(newest, first...), append(older, rest...)
		}
	}
	return s.Work(ctx, workers, append(newest, older...))
}

// Jobs returns the work of loading what is missing of a piece of one
// contract's past: what reaches up to now, and older gaps. Both may be empty.
func (s *Station) Jobs(p Piece, in model.Instrument) (newest, older []backfill.Job) {
	name := in.Symbol + " " + p.What
	if p.bars == nil {
		if backfill.Due(s.held(in, p.What), p.every(in), s.now()) {
			newest = s.job(name, func(ctx context.Context) error { return p.Load(ctx, in) })
		}
		return newest, nil
	}
	held := s.heldBars(in, p.want.Interval)
	if n := len(held); n > 0 && p.want.Interval == s.config.Base {
		s.Continuity.Held(in.Symbol, held[n-1])
	}
	for _, want := range backfill.Missing(p.want, held, s.now()) {
		job := s.job(name, func(ctx context.Context) error { return s.loadBars(ctx, p.bars, in, want) })
		if want.Before.Known() {
			older = append(older, job...)
		} else {
			newest = append(newest, job...)
		}
	}
	return newest, older
}

func (s *Station) job(name string, do func(context.Context) error) []backfill.Job {
	return []backfill.Job{{Name: name, Do: func(ctx context.Context) error {
		err := do(ctx)
		if err != nil && ctx.Err() == nil && !rest.Counted(err) {
			s.misread.Add(1)
			s.Fault(err)
		}
		return s.judge(err)
	}}}
}

// judge marks errors that asking again will not cure: what the venue does not
// have at all, and what it refuses for good.
func (s *Station) judge(err error) error {
	if rest.Missing(err) {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return s.config.Judge(err)
}

// every is how often the piece has something new for a contract.
func (p Piece) every(in model.Instrument) time.Duration {
	const usual = 8 * time.Hour
	switch {
	case p.Every > 0:
		return p.Every
	case in.FundingIntervalH > 0:
		return time.Duration(in.FundingIntervalH * float64(time.Hour))
	default:
		return usual
	}
}

// errNoBars is an empty list for a contract that should have bars. What is
// known stays, the stretch stays open and is asked for at the next start.
var errNoBars = errors.New("the venue answered with no bars")

// loadBars loads a run of bars and lets it out.
func (s *Station) loadBars(ctx context.Context, load Load, in model.Instrument, want backfill.Want) error {
	bars, err := load(ctx, in, want)
	if err != nil {
		return err
	}
	if len(bars) == 0 {
		s.Fault(fmt.Errorf("%s: %s %s: %w", s.config.Venue, in.Symbol, want.Interval, errNoBars))
		return nil
	}
	s.answered(in, want, bars)
	return nil
}

// now returns the venue's time, as far as it was heard.
func (s *Station) now() model.Millis { return s.Clock.Now() }

func (s *Station) held(in model.Instrument, what string) []backfill.Stretch {
	if s.config.Past == nil {
		return nil
	}
	return s.config.Past.Held(in.Symbol, what)
}

// heldBars returns the stretches of a contract's bars that need not be asked
// for. Days are made of hours where those join on and are wanted themselves.
func (s *Station) heldBars(in model.Instrument, step model.Interval) []backfill.Stretch {
	held := s.held(in, step.String())
	if step != model.Day1 || len(held) == 0 || s.config.Base != model.Hour1 {
		return held
	}
	held = slices.Clone(held)
	newest, hours := &held[len(held)-1], s.held(in, model.Hour1.String())
	if n := len(hours); n > 0 && hours[n-1].From <= newest.To && s.now().Sub(hours[n-1].To) < daysFromHours {
		newest.To = max(newest.To, s.now().Floor(model.Day1))
	}
	return held
}

// daysFromHours is how long hours may have been missing and still be loaded in
// whole at a start, see backfill.Usual.
const daysFromHours = 1000 * time.Hour

// Work works through jobs, several at a time, until all are done or ctx ends.
func (s *Station) Work(ctx context.Context, workers int, jobs []backfill.Job) error {
	loader := backfill.Loader{
		What: string(s.config.Venue) + " history", Workers: workers, Report: s.progress,
		Now: s.config.Now, Rand: s.config.Rand,
	}
	return loader.Run(ctx, jobs)
}

func (s *Station) progress(p model.Progress) {
	if out := s.out.Load(); out != nil {
		out.Progress(p)
	}
}

// Latest asks for the newest bars of a contract, at most so many, and returns
// the closed ones, oldest first, and how many rows the answer had.
type Latest func(ctx context.Context, in model.Instrument, most int) (bars []model.Bar, rows int, err error)

// MendLatest lets out the newest base bars of a contract because one was missed:
// a few, and as many as one answer has if the hole is deeper than that. A
// contract that is not followed any more has none.
func (c *Catalogue) MendLatest(ctx context.Context, symbol string, few, most int, latest Latest) error {
	in, followed := c.Find(symbol)
	if !followed {
		return nil
	}
	s := c.station
	from := s.Continuity.MissingFrom(symbol)
	for _, n := range []int{few, most} {
		bars, rows, err := latest(ctx, in, n)
		if err != nil {
			return err
		}
		if len(bars) > 0 && bars[0].OpenTime <= from || rows < n || n == most {
			s.Bars(in, s.config.Base, bars)
			return nil
		}
	}
	return nil
}
