package tui

import (
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/tui/tuitest"
)

func TestSnoozeAndTest(t *testing.T) {
	app, acts, _ := noted(t)
	do(app, char('j'))
	do(app, char('Z'))
	want := model.AlertAct{ID: "a4", Verb: model.Snooze, Until: tuitest.Market().Clock.Add(time.Hour)}
	if len(*acts) != 1 || (*acts)[0] != want {
		t.Errorf("acts %+v, want %+v", *acts, want)
	}
	do(app, char('A'))
	if len(*acts) != 2 || (*acts)[1].Verb != model.TestChannels {
		t.Errorf("acts %+v", *acts)
	}
	if got := plain(app); !strings.Contains(got, "a test is on its way") {
		t.Errorf("nothing is said:\n%s", got)
	}
	do(app, char('f'))
	do(app, char('f'))
	do(app, char('Z'))
	if got := plain(app); !strings.Contains(got, "only alerts can be snoozed") {
		t.Errorf("nothing is said:\n%s", got)
	}
}
