package backtest_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"eddy/model"
	"eddy/strategy/backtest"
	"eddy/strategy/playbook"
)

func judge(t testing.TB, s backtest.Setup, tape *backtest.Tape) *backtest.Judged {
	t.Helper()
	j, err := backtest.Judge(context.Background(), s, tape, nil)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func run(t testing.TB, j *backtest.Judged) *backtest.Result {
	t.Helper()
	r, err := backtest.Run(context.Background(), j, backtest.DefaultRules())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// coins are enough of the universe for every sector to have an index.
func coins(t testing.TB) []model.Asset { return universeOf(t).Candidates()[:36] }

// Every fill of an order lies at the opening of a bar that opens no earlier
// than the close it was decided at; what is forced inside a bar lies in it.
func TestFillsAtTheNextOpening(t *testing.T) {
	t.Parallel()
	tape := walked(coins(t)[:24], model.Day1, 500)
	j := judge(t, setup(t, "composite"), tape)
	fills := 0
	for _, d := range run(t, j).Decisions {
		for _, f := range d.Trades {
			if d.Kind == backtest.KindStop || d.Kind == backtest.KindLiquidation {
				continue
			}
			i := slices.IndexFunc(tape.Series, func(s backtest.Series) bool { return s.Asset == f.Asset })
			at := int(f.At.Sub(tape.First) / tape.Step.Duration())
			if f.At < d.At || f.Price != tape.Series[i].Candles[at].Open {
				t.Fatalf("decided at %s, filled at %s for %v, the bar opened at %v", d.At, f.At, f.Price, tape.Series[i].Candles[at].Open)
			}
			fills++
		}
	}
	if fills < 50 {
		t.Errorf("only %d fills", fills)
	}
}

// What the buckets gained adds up to what the account did, whatever happened.
func TestTheBooksAddUp(t *testing.T) {
	t.Parallel()
	for _, name := range playbook.Names() {
		t.Run(name, func(t *testing.T) {
			r := run(t, judge(t, setup(t, name), withNasty(walked(coins(t)[:24], model.Day1, 620))))
			gain, cost := 0.0, 0.0
			for _, c := range r.Sectors {
				gain, cost = gain+c.Gain, cost+c.Cost
			}
			end := r.Points[len(r.Points)-1].Equity
			if math.Abs(gain-(end-r.Rules.Equity)) > 1e-4 || math.Abs(cost-r.Cost.Total()) > 1e-4 {
				t.Errorf("gains of %v make of %v %v; costs %v and %v", gain, r.Rules.Equity, end, cost, r.Cost.Total())
			}
			phases := 0.0
			for _, p := range r.Phases {
				phases += p.Gain
			}
			if first := r.Points[0].Equity - r.Rules.Equity; math.Abs(phases+first-gain) > 1e-4 {
				t.Errorf("phases gained %v, all %v", phases, gain)
			}
			for _, p := range r.Points {
				if !(p.Equity > 0) || p.Cash < -0.02 {
					t.Fatalf("%s: equity %v, cash %v", p.At, p.Equity, p.Cash)
				}
			}
		})
	}
}

// withNasty is a tape with what happens to real ones: a coin that ends, one that
// is renamed, holes, a hole in all of them, and a day that takes nearly all.
func withNasty(t *backtest.Tape) *backtest.Tape {
	t.Series[6].Candles = t.Series[6].Candles[:420]
	for i := 350; i < len(t.Series[7].Candles); i++ {
		c := &t.Series[7].Candles[i]
		*c = backtest.Candle{Open: c.Open / 24000, High: c.High / 24000, Low: c.Low / 24000, Close: c.Close / 24000, Volume: c.Volume * 24000}
	}
	for i := range t.Series {
		for k := 455; k < 471; k++ {
			t.Series[i].Candles[min(k, len(t.Series[i].Candles)-1)] = backtest.Candle{}
		}
	}
	clear(t.Series[9].Candles[300:302])
	for _, k := range []int{8, 10, 12} {
		c := t.Series[k].Candles
		fall := backtest.Candle{Open: c[499].Close, High: c[499].Close, Low: c[499].Close / 50, Close: c[499].Close / 40, Volume: c[499].Volume * 9}
		c[500] = fall
		for i := 501; i < len(c); i++ {
			c[i] = backtest.Candle{Open: c[i].Open / 40, High: c[i].High / 40, Low: c[i].Low / 40, Close: c[i].Close / 40, Volume: c[i].Volume * 40}
		}
		c[501].Open, c[501].Low = fall.Close, min(c[501].Low, fall.Close)
		c[501].High = max(c[501].High, fall.Close)
	}
	return t
}

func TestDelistingAndSpliceAreTold(t *testing.T) {
	t.Parallel()
	tape := withNasty(walked(coins(t)[:24], model.Day1, 620))
	r := run(t, judge(t, setup(t, "composite"), tape))
	var got []model.Asset
	for _, s := range r.Seams {
		got = append(got, s.Asset)
	}
	want := []model.Asset{tape.Series[7].Asset, tape.Series[6].Asset} // in the order of time
	if !slices.Equal(got, want) {
		t.Errorf("seams of %v, want %v", got, want)
	}
	if !r.Seams[0].Spliced || r.Seams[1].Spliced {
		t.Errorf("seams %+v", r.Seams)
	}
}

func TestSweepIsTheSameWithAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	j := judge(t, setup(t, "composite"), walked(coins(t)[:20], model.Day1, 500))
	var first []byte
	for _, workers := range []int{1, 5} {
		s, err := backtest.RunSweep(context.Background(), j, backtest.DefaultRules(), backtest.SweepOptions{
			Workers: workers, Only: []string{"costs", "band_points", "bear.stables"}, Pair: []string{"costs", "band_points"},
		})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := s.WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = out.Bytes()
		}
		if !bytes.Equal(first, out.Bytes()) {
			t.Errorf("%d workers say otherwise", workers)
		}
		if base := s.Rows[0].Cells[2].Stats; base != s.Base.Stats() {
			t.Errorf("a figure times one is not the playbook as it is: %+v and %+v", base, s.Base.Stats())
		}
	}
}

func TestSweepEndsWhenAsked(t *testing.T) {
	t.Parallel()
	j := judge(t, setup(t, "composite"), walked(coins(t)[:12], model.Day1, 260))
	ctx, cancel := context.WithCancel(context.Background())
	_, err := backtest.RunSweep(ctx, j, backtest.DefaultRules(), backtest.SweepOptions{Workers: 2, Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if _, err := backtest.RunSweep(context.Background(), j, backtest.DefaultRules(), backtest.SweepOptions{Only: []string{"no-such"}}); !errors.Is(err, backtest.ErrKnob) {
		t.Errorf("an unknown figure gives %v", err)
	}
}

func TestTooShort(t *testing.T) {
	t.Parallel()
	_, err := backtest.Judge(context.Background(), setup(t, "composite"), walked(coins(t), model.Day1, 150), nil)
	if !errors.Is(err, backtest.ErrNoPhase) {
		t.Errorf("150 days give %v", err)
	}
	tape := walked(coins(t)[1:], model.Day1, 300)
	if _, err := backtest.Judge(context.Background(), setup(t, "composite"), tape, nil); err == nil {
		t.Error("no bars of BTC, and no error")
	}
}

// A run that is to begin in a hole of the recording begins at the first close
// after it.
func TestBeginsInAHole(t *testing.T) {
	t.Parallel()
	tape := withNasty(walked(coins(t)[:20], model.Day1, 560))
	rules := backtest.DefaultRules()
	rules.From = tape.Opening(460)
	r, err := backtest.Run(context.Background(), judge(t, setup(t, "composite"), tape), rules)
	if err != nil {
		t.Fatal(err)
	}
	if want := tape.Opening(472); r.Start != want {
		t.Errorf("began %s, want %s", r.Start, want)
	}
	for _, b := range r.Benchmarks {
		if math.IsNaN(b.Stats.Total) || b.Equity[0] != rules.Equity {
			t.Errorf("%s begins with %v and comes to %v", b.Name, b.Equity[0], b.Stats.Total)
		}
	}
	if err := r.WriteJSON(new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}

// Over a whole run the charges are the fees, each at its rate. Two venues of the
// same fees give the same account and say whose fees they were, in the digest
// too; a dearer one leaves less.
func TestTheChargesOfARun(t *testing.T) {
	t.Parallel()
	j := judge(t, setup(t, "s0-matrix"), walked(coins(t)[:24], model.Day1, 500))
	at := func(v model.Venue) *backtest.Result {
		rules := backtest.DefaultRules()
		rules.Fees.SpotAt, rules.PerpAt = v, v
		r, err := backtest.Run(context.Background(), j, rules)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	binance, okx, weex := at(model.Binance), at(model.OKX), at(model.WEEX)
	for _, r := range []*backtest.Result{binance, okx, weex} {
		sum := 0.0
		for _, c := range r.Charges() {
			sum += c.Paid
			if math.Abs(c.Paid-c.Notional*c.RateBP/1e4) > 1e-6 || c.Venue != r.Rules.PerpAt {
				t.Errorf("%+v", c)
			}
		}
		if len(r.Charges()) != 2 || math.Abs(sum-r.Cost.Fee) > 1e-6 {
			t.Errorf("charges of %v, fees of %v: %+v", sum, r.Cost.Fee, r.Charges())
		}
	}
	end := func(r *backtest.Result) float64 { return r.Points[len(r.Points)-1].Equity }
	if end(binance) != end(okx) || binance.Digest() == okx.Digest() || okx.Digest() != at(model.OKX).Digest() {
		t.Errorf("the same fees leave %v and %v", end(binance), end(okx))
	}
	if end(weex) >= end(binance) {
		t.Errorf("8 bp a leg leave %v, 5 bp %v", end(weex), end(binance))
	}
}
