package backtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"eddy/model"
	"eddy/strategy"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// ErrNoPhase tells that the bars do not reach as far as the first phase: it
// takes 200 days of them.
var ErrNoPhase = errors.New("backtest: no phase was ever known: it takes 200 days of bars before the first decision")

// ErrWindow tells that no close of the window that was asked for decides.
var ErrWindow = errors.New("backtest: no close decides in these days")

// simulation trades what a playbook says.
type simulation struct {
	j        *Judged // its tape; the outlooks are these:
	outlooks *outlooks
	p        *playbook.Playbook
	rules    Rules
	plan     *planner

	liquidity cost.Liquidity

	account *account
	pending []order
	now     *strategy.Outlook // newest
	step    int               // of the tape, at hand
	funding []int             // settlements of each coin that are over
	told    []int             // figures of open interest of each coin that are over
	seams   []Seam            // still ahead
	born    []int             // step a coin's present series began, -1 before
	volumes []dayVolume
	markets []cost.Market // what was known last of each coin's

	out *Result
}

// dayVolume is the turnover of a coin's last day in US dollars.
type dayVolume struct {
	sum   float64
	count int
	last  float64 // of the last day before the running one that had any
}

// Run trades the outlooks. It is a pure function of what it is given.
func Run(ctx context.Context, j *Judged, rules Rules) (*Result, error) {
	return trade(ctx, j, &outlooks{made: j.Outlooks}, rules)
}

// trade trades outlooks that may still be in the making.
func trade(ctx context.Context, j *Judged, o *outlooks, rules Rules) (*Result, error) {
	first := 0
	for x := o.at(0); x != nil && !(rules.decides(x) && j.open(x.End)); x = o.at(first) {
		first++
	}
	if x := o.at(first); x == nil || rules.To != 0 && x.End > rules.To {
		return nil, noneDecides(o.all())
	}
	s := newSimulation(j, o, rules)
	return s.out, s.run(ctx, first)
}

// decides tells whether the account may begin at an outlook.
func (r *Rules) decides(o *strategy.Outlook) bool {
	return o.Phase != model.PhaseUnknown && o.Stage != "" && o.End >= r.From
}

// noneDecides says why no outlook of the window decides.
func noneDecides(all []*strategy.Outlook) error {
	if len(all) == 0 {
		return ErrNoPhase
	}
	from, to := all[0].End, all[len(all)-1].End
	return fmt.Errorf("%w: the phase is known from the close of %s to that of %s", ErrWindow, dateOf(from), dateOf(to))
}

func newSimulation(j *Judged, o *outlooks, rules Rules) *simulation {
	n := len(j.Tape.Series)
	s := &simulation{
		j: j, outlooks: o, p: j.Setup.Playbook, rules: rules, account: newAccount(n, rules.Equity),
		funding: make([]int, n), told: make([]int, n), seams: j.Seams, born: make([]int, n), volumes: make([]dayVolume, n), markets: make([]cost.Market, n),
	}
	for i := range s.born {
		s.born[i] = -1
	}
	s.liquidity = s.p.Limits.Liquidity()
	s.plan = newPlanner(s)
	s.out = newResult(s)
	return s
}

// run goes through the tape. Nothing is decided before the outlook first.
func (s *simulation) run(ctx context.Context, first int) error {
	start, next := s.outlooks.at(first).End, 0
	end := s.j.Tape.End()
	if s.rules.To != 0 {
		end = min(end, s.rules.To)
	}
	for s.step = range s.j.Tape.Len() {
		if s.step%reportEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		closing := s.j.Tape.Opening(s.step + 1)
		if closing > end {
			break
		}
		s.trade()
		for o := s.outlooks.at(next); o != nil && o.End <= closing; o = s.outlooks.at(next) {
			s.hear(o)
			if next >= first {
				s.decide(next == first)
			}
			next++
		}
		if closing >= start && closing.Floor(model.Day1) == closing {
			s.out.note(s, closing)
		}
	}
	s.out.finish(s)
	return nil
}

// trade lets one step of the tape happen: settlements at its opening, orders at
// its opening, its highs and lows, settlements within, its close.
func (s *simulation) trade() {
	open := s.j.Tape.Opening(s.step)
	s.settle(open+settleGrace, false)
	s.execute()
	s.reach()
	s.settle(s.j.Tape.Opening(s.step+1)-1, true)
	s.hearInterest()
	for i := range s.j.Tape.Series {
		s.mark(i, s.j.Tape.Series[i].at(s.step))
	}
	s.sever()
}

// settleGrace is how long after a step's opening a settlement still falls on
// the opening: venues stamp them some milliseconds late.
const settleGrace = model.Millis(60_000)

func (s *simulation) mark(i int, c Candle) {
	v := &s.volumes[i]
	v.sum += c.Volume * c.Close
	if v.count++; v.count >= int(model.Day1/s.j.Tape.Step) {
		*v = dayVolume{last: cmp.Or(v.sum, v.last)}
	}
	if !c.Traded() {
		return
	}
	if s.born[i] < 0 {
		s.born[i] = s.step
	}
	s.account.marks[i] = c.Close
}

// sever deals with coins that ended or became another at the step's close: what
// is held of them goes at the price of their last trade (analytics §2.5).
func (s *simulation) sever() {
	for ; len(s.seams) > 0 && s.seams[0].Step <= s.step; s.seams = s.seams[1:] {
		seam := &s.seams[0]
		i := s.coin(seam.Asset)
		s.born[i] = -1
		s.pending = slices.DeleteFunc(s.pending, func(o order) bool { return o.coin == i })
		s.account.marks[i] = seam.Last
		s.closeCoin(i, seam)
	}
}

func (s *simulation) coin(a model.Asset) int {
	return slices.IndexFunc(s.j.Tape.Series, func(x Series) bool { return x.Asset == a })
}

// traded is the place of a coin that has traded by now, else -1: that bars of it
// will come is not known.
func (s *simulation) traded(a model.Asset) int {
	if i := s.coin(a); i >= 0 && s.account.marks[i] > 0 {
		return i
	}
	return -1
}

func (s *simulation) asset(i int) model.Asset { return s.j.Tape.Series[i].Asset }

// hear makes an outlook the newest. What it does not know of a coin's market
// stays as it was known last: a coin that did not print is not traded for nothing.
func (s *simulation) hear(o *strategy.Outlook) {
	s.now = o
	s.plan.hear(o)
	for i := range o.Coins {
		c, m := &o.Coins[i], &s.markets[i]
		m.Turnover, m.DailySigma = cmp.Or(c.Turnover, m.Turnover), cmp.Or(c.Sigma, m.DailySigma)
	}
}

// turnover is what a coin trades in a day: the median of a month, else its last
// whole day; 0 when neither is known.
func (s *simulation) turnover(i int) float64 { return cmp.Or(s.markets[i].Turnover, s.volumes[i].last) }

// hearInterest moves on to the open interest told by the end of the step.
func (s *simulation) hearInterest() {
	end := s.j.Tape.Opening(s.step + 1)
	for i := range s.told {
		for list := s.j.Tape.Series[i].Interest; s.told[i] < len(list) && list[s.told[i]].Time <= end; {
			s.told[i]++
		}
	}
}

// openInterest is a coin's in US dollars; known is false where nobody told.
func (s *simulation) openInterest(i int) (usd float64, known bool) {
	at := s.told[i] - 1
	if at < 0 || s.account.marks[i] <= 0 {
		return 0, false
	}
	return s.j.Tape.Series[i].Interest[at].Coins * s.account.marks[i], true
}

// record adds a decision to the result and returns its place.
func (s *simulation) record(d Decision) int {
	if s.now != nil {
		d.Phase, d.Stage = s.now.Phase, s.now.Stage
	}
	if d.At == 0 {
		d.At = s.j.Tape.Opening(s.step + 1)
	}
	s.out.Decisions = append(s.out.Decisions, d)
	return len(s.out.Decisions) - 1
}

// finite keeps what cannot be a number out of the books.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
