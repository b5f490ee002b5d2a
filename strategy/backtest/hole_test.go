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
