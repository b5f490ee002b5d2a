package phase_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/modeltest"
	"eddy/strategy/phase"
)

type vectorCase struct {
	ID        string
	Indicator string
	Params    struct {
		Margin         float64
		Confirm, Dwell int
	}
	Input struct {
		Date0   string
		Market  []float64
		Breadth []*float64
		Funding []*float64 `json:"funding_7d_bp"`
		Scores  map[model.Phase][]float64
	}
	Expected struct {
		Bear  []*float64     `json:"score_bear"`
		Acc   []*float64     `json:"score_acc"`
		Exp   []*float64     `json:"score_exp"`
		Late  []*float64     `json:"score_late"`
		Phase []*model.Phase `json:"phase"`
	}
	Tolerance float64
	Notes     string
}

func loadVectors(t testing.TB) []vectorCase {
	t.Helper()
	data, err := os.ReadFile(modeltest.Shared(t, "reference", "vectors", "phase.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vectorCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func TestReferenceVectors(t *testing.T) {
	for _, c := range loadVectors(t) {
		t.Run(c.ID, func(t *testing.T) {
			switch c.Indicator {
			case "phase":
				checkPath(t, c)
			case "phase_switch":
				checkSwitch(t, c)
			default:
				t.Fatalf("indicator %q is neither offered nor named as not offered", c.Indicator)
			}
		})
	}
}

func num(v *float64) model.Num {
	if v == nil {
		return model.Unknown("not in the reference")
	}
	return model.Known(*v)
}

func checkPath(t *testing.T, c vectorCase) {
	p := phase.DefaultParams()
	p.Switch.Margin, p.Switch.Confirm, p.Switch.Dwell = c.Params.Margin, c.Params.Confirm, c.Params.Dwell
	tr, err := phase.New(p)
	if err != nil {
		t.Fatal(err)
	}
	date0, err := time.Parse(time.DateOnly, c.Input.Date0)
	if err != nil {
		t.Fatal(err)
	}
	var switches []string
	for i := range c.Input.Market {
		day := date0.AddDate(0, 0, i)
		d := phase.Day{
			End: model.MillisOf(day.AddDate(0, 0, 1)), Market: c.Input.Market[i],
			Breadth: num(c.Input.Breadth[i]), FundingBps: num(c.Input.Funding[i]),
		}
		preview, previewed := tr.Peek(&d)
		if err := tr.Push(d); err != nil {
			t.Fatal(err)
		}
		r, ok := tr.Value()
		if previewed != ok || ok && preview != r {
			t.Fatalf("day %d: preview %v %v, closed %v %v", i, preview, previewed, r, ok)
		}
		for ph, want := range map[model.Phase]*float64{
			model.Bear: c.Expected.Bear[i], model.Accumulation: c.Expected.Acc[i],
			model.Expansion: c.Expected.Exp[i], model.Late: c.Expected.Late[i],
		} {
			got, _ := r.Scores.Of(ph)
			if ok != (want != nil) || ok && math.Abs(got-*want) > c.Tolerance {
				t.Fatalf("day %d: %s: got %v, %v, want %v", i, ph, got, ok, want)
			}
		}
		want := model.PhaseUnknown
		if c.Expected.Phase[i] != nil {
			want = *c.Expected.Phase[i]
		}
		if got := tr.State().Phase; got != want {
			t.Fatalf("day %d (%s): got %s, want %s", i, day.Format(time.DateOnly), got, want)
		}
		if change, ok := tr.Change(); ok {
			switches = append(switches, fmt.Sprintf("%s %s", day.Format(time.DateOnly), change.To))
		}
	}
	if got, want := strings.Join(switches, ", "), strings.TrimPrefix(c.Notes, "Switches: "); got != want {
		t.Errorf("switches: got %s, want %s", got, want)
	}
}

func checkSwitch(t *testing.T, c vectorCase) {
	w := phase.DefaultParams().Switch
	w.Margin, w.Confirm, w.Dwell = c.Params.Margin, c.Params.Confirm, c.Params.Dwell
	var s phase.State
	for i, want := range c.Expected.Phase {
		var scores phase.Scores
		for ph, series := range c.Input.Scores {
			scores.Set(ph, series[i])
		}
		s, _ = w.Next(s, model.Millis(i+1), &scores, false)
		if s.Phase != *want {
			t.Fatalf("bar %d: got %s, want %s", i, s.Phase, *want)
		}
	}
}
