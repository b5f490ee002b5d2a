package strategy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// The golden lists: every alert each playbook raises over the recorded days of
// 2021 and 2022, with the day whose close fired it, the figure, and what the
// subject did in the seven days after. An engine is told day by day and knows no
// more than each day does.
func TestAlertsOfTheRecordedYears(t *testing.T) {
	for _, name := range playbook.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkGolden(t, "alerts-"+name+".golden.txt", alertsOf(t, name))
		})
	}
}

// alertsOf runs a playbook over the recorded days and lists its alerts of 2021
// and 2022, oldest first.
func alertsOf(t *testing.T, name string) string {
	t.Helper()
	p := recordedPast(t)
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err := playbook.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	first, from := model.MillisOf(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)), model.MillisOf(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	r, err := strategy.NewRecorded(strategy.Config{Universe: u, Playbook: book, Profile: "standard"}, model.Day1, realCoins, first)
	if err != nil {
		t.Fatal(err)
	}
	feed := newDays(p)
	var order []string
	newest := make(map[string]model.AlertRow)
	for day := first; day < lastDay; day = day.Add(24 * time.Hour) {
		if err := r.Close(day, feed.next(r, day)); err != nil {
			t.Fatal(err)
		}
		for _, a := range r.Alerts() {
			if _, seen := newest[a.ID]; !seen && a.Since > from {
				order = append(order, a.ID)
			}
			newest[a.ID] = a
		}
	}
	var out strings.Builder
	for _, id := range order {
		out.WriteString(alertLine(newest[id]))
	}
	return out.String()
}

// alertLine writes an alert with the day whose close fired it.
func alertLine(a model.AlertRow) string {
	after := "?"
	if v, ok := a.AfterPct.Value(); ok {
		after = fmt.Sprintf("%+.1f %%", v)
	}
	ended := "open"
	if a.Cleared.Known() {
		ended = "till " + a.Cleared.Add(-24*time.Hour).Time().Format(time.DateOnly)
	}
	times := ""
	if a.Times > 0 {
		times = fmt.Sprintf(" again %dx", a.Times)
	}
	return fmt.Sprintf("%s %-8s %-20s %s (%s%s; %s after)\n", a.Since.Add(-24*time.Hour).Time().Format(time.DateOnly), a.Severity, a.Rule, a.Text, ended, times, after)
}

// days hands out the recorded days one after the other.
type days struct {
	bars    [][]model.Bar
	funding [][]model.FundingPoint
}

func newDays(p *past) *days {
	d := &days{}
	for _, c := range realCoins {
		d.bars, d.funding = append(d.bars, p.bars[c]), append(d.funding, p.funding[c])
	}
	return d
}

// next settles the day's funding and returns its bars.
func (d *days) next(r *strategy.Recorded, day model.Millis) []model.Bar {
	bars := make([]model.Bar, len(d.bars))
	for i := range d.bars {
		for len(d.bars[i]) > 0 && d.bars[i][0].OpenTime <= day {
			if d.bars[i][0].OpenTime == day {
				bars[i] = d.bars[i][0]
			}
			d.bars[i] = d.bars[i][1:]
		}
		for len(d.funding[i]) > 0 && d.funding[i][0].Time <= day.Add(24*time.Hour) {
			r.Settle(i, d.funding[i][0])
			d.funding[i] = d.funding[i][1:]
		}
	}
	return bars
}
