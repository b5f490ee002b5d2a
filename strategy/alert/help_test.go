package alert_test

import (
	"sync"
	"testing"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/alert"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
)

// desk is a watch over rules with a frame to write into.
type desk struct {
	*alert.Watch
	frame *input.Frame
	at    alert.Moment
}

// rulesOf keeps what was compiled: compiling costs more than the tests.
var rulesOf = make(map[string]*alert.Rules)

var loaded = sync.OnceValues(func() (*playbook.Playbook, error) { return playbook.Load("composite") })

func parts(t testing.TB) (*universe.Universe, *playbook.Playbook) {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return u, p
}

// newDesk watches the rules of a text alone where it has some, else those that
// ship.
func newDesk(t testing.TB, text string) *desk {
	t.Helper()
	u, p := parts(t)
	r, known := rulesOf[text]
	if !known {
		var err error
		if r, err = alert.Parse([]byte(text), "alerts.toml", u, p); err != nil {
			t.Fatal(err)
		}
		rulesOf[text] = r
	}
	f := p.Catalogue().NewFrame()
	return &desk{alert.NewWatch(r, nil, ""), f, alert.Moment{Now: 1e12, Clock: 1e12, Bar: 1e12, Frame: f}}
}

func (d *desk) set(name string, v float64) {
	id := d.frame.Catalogue().ID(name)
	if id == input.None {
		panic(name)
	}
	d.frame.Set(id, model.Known(v))
}

// pass lets time go by on all clocks.
func (d *desk) pass(ms int64) {
	d.at.Now, d.at.Clock, d.at.Bar = d.at.Now+model.Millis(ms), d.at.Clock+model.Millis(ms), d.at.Bar+model.Millis(ms)
}

// of returns the alerts of a rule, newest first.
func (d *desk) of(rule string) (rows []model.AlertRow) {
	for _, r := range d.Book().Rows() {
		if r.Rule == rule {
			rows = append(rows, r)
		}
	}
	return rows
}
