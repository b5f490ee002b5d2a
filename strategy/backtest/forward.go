package backtest

import "eddy/model"

// Lengths of walk-forward windows in days: a figure is chosen on a year and
// judged on the quarter that follows. Chosen.
const (
	learnDays = 365
	judgeDays = 91
)

// Window is one step of a walk forward: the setting that was best on the days
// before, and what it came to on days it had not been chosen on.
type Window struct {
	From    model.Millis `json:"from"` // of the days it is judged on
	To      model.Millis `json:"to"`
	Setting string       `json:"setting"` // "" = the playbook as it is
	Learned float64      `json:"learned"` // Sharpe on the days it was chosen on
	Return  float64      `json:"return"`  // of the setting in the window
	AsIs    float64      `json:"as_is"`   // of the playbook as it is in the window
}

// Forward walks the sweep forward. Every setting runs on its own account all
// the time; a window picks among their returns, so that nothing of the window
// is in the choice. What nobody can set, such as costs, is not chosen.
func (s *Sweep) Forward() (out []Window) {
	base := s.Base.Returns()
	for from := learnDays; from+judgeDays <= len(base); from += judgeDays {
		best, _ := StatsOf(base[from-learnDays : from]).Sharpe.Value()
		w := Window{From: s.Base.Points[from-1].At, To: s.Base.Points[from+judgeDays-1].At, AsIs: round(StatsOf(base[from : from+judgeDays]).Total)}
		pick := base
		for i := range s.Rows {
			if s.Rows[i].Knob.Given {
				continue
			}
			for k := range s.Rows[i].Cells {
				c := &s.Rows[i].Cells[k]
				if k == asIs || len(c.returns) != len(base) {
					continue
				}
				if v, ok := StatsOf(c.returns[from-learnDays : from]).Sharpe.Value(); ok && v > best {
					best, pick, w.Setting = v, c.returns, s.Rows[i].Knob.Name+" "+money(c.Value)
				}
			}
		}
		w.Learned, w.Return = round(best), round(StatsOf(pick[from:from+judgeDays]).Total)
		out = append(out, w)
	}
	return out
}
