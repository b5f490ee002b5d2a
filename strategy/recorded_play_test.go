package strategy_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// playedPast is a market of random walks with holes.
type playedPast struct {
	step  model.Interval
	first model.Millis
	bars  [][]model.Bar // by coin and step
}

func newPlayedPast(step model.Interval, first model.Millis, coins, steps int) *playedPast {
	p := &playedPast{step: step, first: first, bars: make([][]model.Bar, coins)}
	sigma := 0.04 * math.Sqrt(step.Duration().Hours()/24)
	for k := range p.bars {
		r, price := rand.New(rand.NewPCG(5, uint64(k))), 100.0
		for i := range steps {
			was := price
			price *= math.Exp(sigma * r.NormFloat64())
			b := model.Bar{
				OpenTime: p.opening(i), Interval: step, Open: was, High: max(was, price), Low: min(was, price), Close: price,
				Volume: 1e5 * (1 + r.Float64()), HasVolume: true, Closed: true,
			}
			if k > 1 && (i*(k+3)%41 == 5 || i < 20*k) {
				b = model.Bar{}
			}
			p.bars[k] = append(p.bars[k], b)
		}
	}
	return p
}

func (p *playedPast) opening(i int) model.Millis {
	return p.first.Add(time.Duration(i) * p.step.Duration())
}

// settle tells what of a coin settled in a step.
func (p *playedPast) settle(r *strategy.Recorded, k, step int) {
	if at := p.opening(step + 1); at == at.Floor(model.Hour4) {
		r.Settle(k, model.FundingPoint{Time: at, Rate: 3e-4 * math.Sin(float64(step+k)/9), IntervalH: 8})
	}
	if k%3 != 1 {
		r.Interest(k, model.OpenInterestPoint{Time: p.opening(step), Coins: 1e6 + float64((step+k)%50)*1e4})
	}
}

// playedBy is how a past is played: by so many workers, bar by bar for none, and
// narrowed or not.
type playedBy struct {
	workers int
	narrow  bool
}

// played returns the outlooks of all days.
func (p *playedPast) played(t *testing.T, how playedBy) (all []*strategy.Outlook) {
	t.Helper()
	r, steps, told, last := p.engine(t), len(p.bars[0]), make([]int, len(p.bars)), (*strategy.Outlook)(nil)
	if how.narrow {
		r.Narrow()
	}
	ask := func(step int) error {
		if end := p.opening(step + 1); end == end.Floor(model.Day1) {
			last = r.Outlook(last)
			all = append(all, last)
		}
		return nil
	}
	if how.workers > 0 {
		tell := func(coin, step int) {
			for ; told[coin] <= step; told[coin]++ {
				p.settle(r, coin, told[coin])
			}
		}
		past := strategy.Past{Steps: steps, Bar: func(coin, step int) model.Bar { return p.bars[coin][step] }, Tell: tell, Closed: ask}
		if err := r.Play(past, how.workers); err != nil {
			t.Fatal(err)
		}
		return all
	}
	bars := make([]model.Bar, len(p.bars))
	for i := range steps {
		for k := range bars {
			p.settle(r, k, i)
			bars[k] = p.bars[k][i]
		}
		if err := errors.Join(r.Close(p.opening(i), bars), ask(i)); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func (p *playedPast) engine(t *testing.T) *strategy.Recorded {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	cfg := strategy.Config{Universe: u, Playbook: book, Profile: "standard"}
	r, err := strategy.NewRecorded(cfg, p.step, u.Candidates()[:len(p.bars)], p.first)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A past that is played says at every close what it says when it is told bar by
// bar, also where coins are measured ahead of what closes on them: who read a
// coin's estimators then would read the future here.
func TestPlayedIsBarByBar(t *testing.T) {
	t.Parallel()
	for _, p := range []*playedPast{
		newPlayedPast(model.Day1, day0, 12, 240),
		newPlayedPast(model.Hour1, day0.Add(7*time.Hour), 7, 212*24+3),
	} {
		want := p.played(t, playedBy{})
		for _, how := range []playedBy{{1, false}, {2, false}, {0, true}, {1, true}, {2, true}, {3, true}} {
			t.Run(fmt.Sprintf("%s %+v", p.step, how), func(t *testing.T) {
				got := p.played(t, how)
				if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmp.AllowUnexported(model.Num{})); diff != "" {
					t.Errorf("bar by bar - played +:\n%.2000s", diff)
				}
				if !slices.ContainsFunc(got, func(o *strategy.Outlook) bool { return o.Phase != model.PhaseUnknown }) {
					t.Error("no phase was ever known: the test says nothing")
				}
			})
		}
	}
}

func TestPlayEndsWithItsError(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p, enough, closed := newPlayedPast(model.Day1, day0, 4, 200), errors.New("enough"), 0
	err := p.engine(t).Play(strategy.Past{
		Steps: 200,
		Bar:   func(coin, step int) model.Bar { return p.bars[coin][step] },
		Tell:  func(int, int) {},
		Closed: func(step int) error {
			if closed++; step == 30 {
				return enough
			}
			return nil
		},
	}, 2)
	if !errors.Is(err, enough) || closed != 31 {
		t.Errorf("%d days were closed: %v", closed, err)
	}
}
