package alert_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/alert"
)

// rotation asks the shipped rules about a plan that promises so many times what
// it costs.
func (d *desk) rotation(edge model.Num) []model.RuleView {
	d.frame.Set(d.frame.Catalogue().ID("plan.edge_over_cost"), edge)
	d.at.Note = "late"
	d.Round()
	d.OnSubject(alert.Plans, "plan", &d.at)
	d.Gone(alert.Plans, &d.at)
	return d.WhyOf(nil, alert.Plans, "plan", &d.at)
}

func TestAPlansEdgeTurnsPositive(t *testing.T) {
	d := newDesk(t, "")
	said := d.rotation(model.Known(0.6))
	if len(said) != 1 || said[0].Rule != "plan-edge" || said[0].State != "false" || said[0].Why != "expected edge of the plan over its cost is 0.60, should be above 1" {
		t.Errorf("why it did not fire: %+v", said)
	}
	if said = d.rotation(model.Unknown("the phase is not known")); !strings.Contains(said[0].Why, "expected edge of the plan over its cost is not known: the phase is not known") {
		t.Errorf("why it did not fire: %+v", said)
	}
	if said = d.rotation(model.NotApplicable("no leg is for gain")); said[0].Why != "expected edge of the plan over its cost does not apply: no leg is for gain" {
		t.Errorf("why it did not fire: %+v", said)
	}
	d.rotation(model.Known(1.8))
	d.pass(5 * minute)
	d.rotation(model.Known(1.8))
	if len(d.of("plan-edge")) != 0 {
		t.Error("it fired before it held for ten minutes")
	}
	d.pass(6 * minute)
	d.rotation(model.Known(1.84))
	rows := d.of("plan-edge")
	if len(rows) != 1 || rows[0].Text != "the plan of stage late promises 1.84 times what it costs" || rows[0].Source != "S2-CONS-3" ||
		len(rows[0].Inputs) != 1 || rows[0].Inputs[0].Value != model.Known(1.84) {
		t.Fatalf("got %+v", rows)
	}
	d.pass(minute)
	d.rotation(model.Known(0.9))
	if !d.of("plan-edge")[0].IsOpen() {
		t.Error("it cleared above the level it is released at")
	}
	d.rotation(model.Known(0.7))
	if d.of("plan-edge")[0].IsOpen() {
		t.Error("it did not clear")
	}
}

// However the edge walks about what the plan costs, a day brings one alert.
func TestNoStormAtTheEdgeOfAPlan(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newDesk(t, "")
		edge := 1.0
		for range rapid.IntRange(50, 400).Draw(r, "steps") {
			edge += rapid.Float64Range(-0.3, 0.3).Draw(r, "step")
			d.rotation(model.Known(edge))
			d.pass(rapid.Int64Range(0, 3*hour).Draw(r, "ms"))
		}
		rows := d.of("plan-edge")
		for i := 1; i < len(rows); i++ {
			if gap := rows[i-1].Since.Sub(rows[i].Since); gap < 24*time.Hour {
				r.Fatalf("two alerts %s apart", gap)
			}
		}
	})
}

// A rule about coins that asks what is held is told of each coin's own holding,
// and leaves the frame as it found it.
func TestRulesAboutWhatIsHeldOfACoin(t *testing.T) {
	d := newDesk(t, `
[[rule]]
id = "mine"
each = "coin"
for = ["ETH", "SOL"]
on = "live"
when = "holding.share_pct > 30"
`)
	d.at.About = func(coin model.Asset) {
		d.set("holding.share_pct", map[model.Asset]float64{"ETH": 40, "SOL": 5, "": 40}[coin])
	}
	d.OnOpen(&d.at)
	rows := d.of("mine")
	if len(rows) != 1 || rows[0].Subject != "ETH" || rows[0].Value != model.Known(40) {
		t.Errorf("got %+v", rows)
	}
	for _, r := range d.Why(&d.at, alert.Live) {
		if r.Subject == "SOL" && r.Rule == "mine" && r.Why != "its share of equity is 5.00 %, should be above 30 %" {
			t.Errorf("why it did not fire for SOL: %s", r.Why)
		}
	}
	if got := d.frame.Get(d.frame.Catalogue().ID("holding.share_pct")); got != model.Known(40) {
		t.Errorf("the frame is left at %+v", got)
	}
}
