package alert_test

import (
	"strings"
	"testing"

	"eddy/strategy/alert"
)

func TestWhyItDidNotFire(t *testing.T) {
	d := newDesk(t, liveRule)
	why := func() (state, text string) {
		for _, v := range d.Why(&d.at, alert.Live) {
			if v.Rule == "mine" {
				return v.State, v.Why
			}
		}
		t.Fatal("the rule is not told")
		return "", ""
	}
	for _, step := range []struct {
		name  string
		do    func()
		state string
		text  string
	}{
		{"nothing known", func() { d.OnOpen(&d.at) }, "unknown", "RSI of the market is not known: not measured"},
		{"below", func() { d.live(50) }, "false", "RSI of the market is 50.0, should be above 70"},
		{"holds", func() { d.live(75); d.pass(minute / 2) }, "holding", "held for 30s of 1m0s"},
		{"fires", func() { d.pass(minute); d.live(75) }, "open", "it fired"},
		{"keeps quiet", func() { d.live(60); d.live(75); d.pass(minute) }, "quiet", "quiet for another 59m0s"},
	} {
		step.do()
		if state, text := why(); state != step.state || !strings.Contains(text, step.text) {
			t.Errorf("%s: %s, %q; want %s, %q", step.name, state, text, step.state, step.text)
		}
	}
}
