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

// settle tells what settled in a step.
func (p *playedPast) settle(r *strategy.Recorded, step int) {
	for k := range p.bars {
		if at := p.opening(step + 1); at == at.Floor(model.Hour4) {
			r.Settle(k, model.FundingPoint{Time: at, Rate: 3e-4 * math.Sin(float64(step+k)/9), IntervalH: 8})
		}
		r.Interest(k, model.OpenInterestPoint{Time: p.opening(step), Coins: 1e6 + float64((step+k)%50)*1e4})
	}
}

// played returns the outlooks of all days: bar by bar, or played.
func (p *playedPast) played(t *testing.T, how string) (all []*strategy.Outlook) {
	t.Helper()
	r, steps, told, last := p.engine(t), len(p.bars[0]), 0, (*strategy.Outlook)(nil)
	ask := func(step int) error {
		if end := p.opening(step + 1); end == end.Floor(model.Day1) {
			last = r.Outlook(last)
			all = append(all, last)
		}
		return nil
	}
	if how != "bar by bar" {
		tell := func(step int) {
			for ; told <= step; told++ {
				p.settle(r, told)
			}
		}
		past := strategy.Past{Steps: steps, Bar: func(coin, step int) model.Bar { return p.bars[coin][step] }, Tell: tell, Closed: ask}
		if err := r.Play(past, how == "played ahead"); err != nil {
			t.Fatal(err)
		}
		return all
	}
	bars := make([]model.Bar, len(p.bars))
	for i := range steps {
		p.settle(r, i)
		for k := range bars {
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
// bar, also where bars are added up ahead.
func TestPlayedIsBarByBar(t *testing.T) {
	t.Parallel()
	for _, p := range []*playedPast{
		newPlayedPast(model.Day1, day0, 12, 240),
		newPlayedPast(model.Hour1, day0.Add(7*time.Hour), 7, 212*24+3),
	} {
		want := p.played(t, "bar by bar")
		for _, how := range []string{"played", "played ahead"} {
			t.Run(fmt.Sprintf("%s %s", p.step, how), func(t *testing.T) {
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
		Tell:  func(int) {},
		Closed: func(step int) error {
			if closed++; step == 30 {
				return enough
			}
			return nil
		},
	}, true)
	if !errors.Is(err, enough) || closed != 31 {
		t.Errorf("%d days were closed: %v", closed, err)
	}
}
