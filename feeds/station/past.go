package station

import (
	"context"

	"eddy/feeds/backfill"
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
	if step == s.config.Base {
		s.Continuity.Loaded(in.Symbol, bars)
	}
	s.past(in, &model.History{Interval: step, Bars: bars})
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
	What string // "funding", for errors
	Load func(ctx context.Context, in model.Instrument) error
}

// Bars returns the pieces that runs of bars are.
func Bars(wanted []backfill.Want, load func(context.Context, model.Instrument, backfill.Want) error) []Piece {
	pieces := make([]Piece, len(wanted))
	for i, want := range wanted {
		pieces[i] = Piece{want.Interval.String(), func(ctx context.Context, in model.Instrument) error {
			return load(ctx, in, want)
		}}
	}
	return pieces
}

// Load loads the past of all contracts, several requests at a time: piece after
// piece, and of each the most important contracts first. It ends when all is
// loaded or ctx ends.
func (s *Station) Load(ctx context.Context, workers int, list []model.Instrument, pieces []Piece) error {
	jobs := make([]backfill.Job, 0, len(pieces)*len(list))
	for _, p := range pieces {
		for _, in := range list {
			jobs = append(jobs, s.Job(p, in))
		}
	}
	return s.Work(ctx, workers, jobs)
}

// Job returns the work of loading a piece of one contract's past, for a venue
// that loads in an order of its own.
func (s *Station) Job(p Piece, in model.Instrument) backfill.Job {
	return backfill.Job{
		Name: in.Symbol + " " + p.What,
		Do:   func(ctx context.Context) error { return s.config.Judge(p.Load(ctx, in)) },
	}
}

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
