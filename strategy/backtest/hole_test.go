package backtest_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/strategy/backtest"
	"eddy/strategy/playbook"
)

// The recorded years lack sixteen days at the end of 2020 of every coin but SOL
// and UNI. That is no news of any coin: nothing is decided on it, and no coin is
// sold for having been silent with the others.
func TestAHoleOfTheRecordingIsNoReasonToTrade(t *testing.T) {
	t.Parallel()
	const from, to = 400, 416
	tape := walked(coins(t)[:24], model.Day1, 500)
	for i := range tape.Series {
		if a := tape.Series[i].Asset; a != "SOL" && a != "UNI" {
			clear(tape.Series[i].Candles[from:to])
		}
	}
	decided := 0
	for _, name := range playbook.Names() {
		for _, d := range run(t, judge(t, setup(t, name), tape)).Decisions {
			forced := d.Kind == backtest.KindStop || d.Kind == backtest.KindLiquidation
			switch {
			case forced:
			case d.At > tape.Opening(from) && d.At <= tape.Opening(to):
				t.Errorf("%s: %s in the hole: %s %s", name, d.At, d.Kind, d.Text)
			case d.At > tape.Opening(to) && d.At < tape.Opening(to+10) && strings.Contains(d.Text, "no seat"):
				t.Errorf("%s: %s after the hole: %s", name, d.At, d.Text)
			default:
				decided++
			}
		}
	}
	if decided < 100 {
		t.Errorf("only %d decisions", decided)
	}
}

// Where the coin that strength is measured against ends, the run ends: nothing is
// decided without it, and days without decisions are no result.
func TestTheRunEndsWithTheBenchmark(t *testing.T) {
	t.Parallel()
	const ends = 420
	whole := walked(coins(t)[:24], model.Day1, 500)
	cut := walked(coins(t)[:24], model.Day1, 500)
	for i := range cut.Series {
		if cut.Series[i].Asset == "BTC" {
			cut.Series[i].Candles = cut.Series[i].Candles[:ends]
		}
	}
	r := run(t, judge(t, setup(t, "composite"), cut))
	if want := cut.Opening(ends); r.End != want || r.Points[len(r.Points)-1].At != want || r.Beyond != cut.Opening(500) {
		t.Errorf("ends at %s, the last day at %s, beyond %s; want %s", r.End, r.Points[len(r.Points)-1].At, r.Beyond, want)
	}
	if !strings.Contains(strings.Join(r.Notes(), "\n"), "so does this run") {
		t.Errorf("nobody is told: %q", r.Notes())
	}
	if r := run(t, judge(t, setup(t, "composite"), whole)); r.Beyond != 0 {
		t.Errorf("a whole recording goes on until %s", r.Beyond)
	}
}
