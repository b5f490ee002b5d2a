package backtest_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"eddy/model"
	"eddy/strategy/backtest"
)

// holed is a market with what recordings have: coins that begin late, that end,
// that miss bars, and open interest of one of them. It does not begin at midnight
// nor end there.
func holed(t testing.TB, step model.Interval, n int) *backtest.Tape {
	t.Helper()
	tape := walked(coins(t)[:14], step, n)
	if step == model.Hour1 {
		tape.First = tape.First.Add(5 * time.Hour)
	}
	s := tape.Series
	clear(s[5].Candles[:n/5])
	s[9].Candles = s[9].Candles[:n*4/5]
	for i := 3; i < n; i += 37 {
		s[7].Candles[i] = backtest.Candle{}
	}
	for i := range n {
		s[1].Interest = append(s[1].Interest, model.OpenInterestPoint{Time: tape.Opening(i), Coins: 1e6 + float64(i%97)*1e4})
	}
	return tape
}

// However many may work at once, on however many processors: a run comes to the
// same, to the last bit.
func TestProcessorsChangeNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, tt := range []struct {
		name string
		tape *backtest.Tape
	}{
		{"days", holed(t, model.Day1, 420)},
		{"hours", holed(t, model.Hour1, 225*24+7)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := setup(t, "composite")
			s.Workers = 1
			want := run(t, judge(t, s, tt.tape))
			if want.Trades == 0 {
				t.Fatal("nothing was traded: the test says nothing")
			}
			for _, how := range []struct{ processors, workers int }{{1, 0}, {2, 0}, {4, 0}, {1, 4}, {4, 1}} {
				runtime.GOMAXPROCS(how.processors)
				s.Workers = how.workers
				got, err := backtest.Simulate(context.Background(), s, tt.tape, backtest.DefaultRules())
				if err != nil {
					t.Fatal(err)
				}
				if got.Digest() != want.Digest() {
					t.Fatalf("%+v: digest %s, want %s", how, got.Digest(), want.Digest())
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmp.AllowUnexported(model.Num{}), cmpopts.IgnoreUnexported(backtest.Result{})); diff != "" {
					t.Fatalf("%+v (-alone +beside):\n%.2000s", how, diff)
				}
			}
		})
	}
}

// A run that is called off, or that comes to nothing, leaves nobody working.
func TestSimulateLeavesNobodyBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, rules := setup(t, "composite"), backtest.DefaultRules()
	s.Workers = 4
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := backtest.Simulate(over, s, walked(coins(t), model.Day1, 300), rules); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
	if _, err := backtest.Simulate(context.Background(), s, walked(coins(t), model.Day1, 150), rules); !errors.Is(err, backtest.ErrNoPhase) {
		t.Errorf("no phase: %v", err)
	}
	rules.From = day0.Add(4000 * 24 * time.Hour)
	if _, err := backtest.Simulate(context.Background(), s, walked(coins(t), model.Day1, 300), rules); !errors.Is(err, backtest.ErrWindow) {
		t.Errorf("a window behind the end: %v", err)
	}
}
