package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/model/margin/whatif"
	"eddy/tui/layout"
	"eddy/tui/tuitest"

	"github.com/shopspring/decimal"
)

// risky is the Risk view of the futures fixture.
func risky(t *testing.T, w, h int) *App {
	app := show(t, tuitest.Futures(), w, h)
	press(app, char('3'))
	app.View()
	return app
}

func TestSlider(t *testing.T) {
	type keys = []tea.KeyMsg
	left, right := special(tea.KeyLeft), special(tea.KeyRight)
	for _, tt := range []struct {
		name string
		keys keys
		says []string
		not  []string
	}{
		{"the nearest leg stands on it", nil, []string{"Leverage · UNI long · bybit · isolated", "6.0x", "6.68", "−12.3 %", "cap 3x, over it", "from 6.0x liquidation before the stop"}, []string{"x → "}},
		{"one step up", keys{right}, []string{"6.0x → 7.0x", "6.68 → "}, nil},
		{"down to where the stop is first", keys{left, left}, []string{"6.0x → 4.5x"}, nil},
		{"back where it was is no question", keys{right, left}, nil, []string{"x → ", "asked about"}},
		{"five steps", keys{char('+')}, []string{"6.0x → 11.0x"}, nil},
		{"to the end and not beyond", keys{char('+'), char('+'), char('+'), char('+')}, []string{"6.0x → 20.0x"}, nil},
		{"cross instead", keys{char('x')}, []string{"isolated → cross"}, nil},
		{"and back", keys{char('x'), char('x')}, nil, []string{"isolated → cross"}},
		{"the margin stays", keys{char('o'), right}, []string{"the margin stays", "notional $5,334 → $6,223"}, nil},
		{"another leg", keys{char('j'), right}, []string{"Leverage · AAVE long · bybit · cross", "3.0x → 3.5x"}, nil},
		{"two legs at once, one reset", keys{right, char('j'), right, char('r')}, []string{"one leg asked about", "6.0x → 7.0x"}, []string{"3.0x → 3.5x"}},
		{"all reset", keys{right, char('j'), right, char('R')}, nil, []string{"asked about"}},
		{"enter goes to the slider", keys{special(tea.KeyEnter), right}, []string{"6.0x → 7.0x"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := risky(t, 120, 40)
			for _, k := range tt.keys {
				press(app, k)
				app.View()
			}
			got := plain(app)
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
			for _, bad := range tt.not {
				if strings.Contains(got[strings.Index(got, "Legs"):], bad) {
					t.Errorf("says %q:\n%s", bad, got)
				}
			}
		})
	}
}

// What the slider shows is what the margin arithmetic says by itself: UNI
// isolated at 10x is liquidated where 700*(7.9*(1-1/10) - p) has used up all but
// the maintenance margin, p = 7.11/0.985 less the closing fee of bybit.
func TestSliderIsExact(t *testing.T) {
	s := tuitest.Futures()
	asked, err := whatif.New(&s.Accounts[1])
	if err != nil {
		t.Fatal(err)
	}
	ten := whatif.Change{Leverage: decimal.NewNullDecimal(decimal.NewFromInt(10))}
	r, err := asked.Evaluate([]whatif.Change{{}, ten})
	if err != nil {
		t.Fatal(err)
	}
	app := risky(t, 120, 40)
	for range 4 {
		press(app, special(tea.KeyRight))
	}
	want := r.Legs[1].Liquidation.Price.Decimal.RoundUp(2).StringFixed(2)
	if got := plain(app); !strings.Contains(got, "6.68 → "+want) {
		t.Errorf("does not say %s:\n%s", want, got)
	}
}

// The leg the reader slides stays on the slider when the market reorders the
// table.
func TestSliderKeepsItsLeg(t *testing.T) {
	app := risky(t, 120, 40)
	press(app, special(tea.KeyRight))
	app.View()
	s := tuitest.Futures()
	s.Positions[2].DistancePct = model.Known(77)
	app.Update(snapshotMsg{s})
	if got := plain(app); !strings.Contains(got, "Leverage · UNI long") {
		t.Errorf("another leg is on the slider:\n%s", got)
	}
	gone := tuitest.Futures()
	gone.Positions, gone.Accounts[1].Legs = gone.Positions[:2], gone.Accounts[1].Legs[:1]
	app.Update(snapshotMsg{gone})
	if got := plain(app); strings.Contains(got, "UNI long") || !strings.Contains(got, "Leverage · ") {
		t.Errorf("a leg that is gone is still there:\n%s", got)
	}
}

func TestSliderDrag(t *testing.T) {
	app := risky(t, 120, 40)
	rail := app.slider.rail
	if rail.W == 0 {
		t.Fatal("no rail")
	}
	mouse := func(x, y int, action tea.MouseAction) {
		app.Update(tea.MouseMsg{X: x, Y: y, Action: action, Button: tea.MouseButtonLeft})
		app.View()
	}
	mouse(rail.X+rail.W-1, rail.Y, tea.MouseActionPress)
	if got := plain(app); !strings.Contains(got, "6.0x → 20.0x") {
		t.Errorf("a press at the end of the rail:\n%s", got)
	}
	mouse(rail.X-40, rail.Y+3, tea.MouseActionMotion) // the mouse may leave the line while it drags
	if got := plain(app); !strings.Contains(got, "6.0x → 1.0x") {
		t.Errorf("dragged to the beginning:\n%s", got)
	}
	mouse(rail.X+5, rail.Y, tea.MouseActionRelease)
	mouse(rail.X+rail.W-1, rail.Y, tea.MouseActionMotion)
	if got := plain(app); !strings.Contains(got, "6.0x → 1.0x") {
		t.Errorf("moved after the button was let go:\n%s", got)
	}
	mouse(rail.X, rail.Y+1, tea.MouseActionPress)
	if app.slider.dragging {
		t.Error("a press below the rail drags")
	}
}

// Where nothing can be worked out the view says why, in words.
func TestRiskWithoutFigures(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*model.Snapshot)
		want string
	}{
		{"no portfolio", func(s *model.Snapshot) { *s = *tuitest.NoPhase() }, "no portfolio yet"},
		{"no futures", func(s *model.Snapshot) { s.Positions, s.Accounts = nil, nil }, "holds no futures"},
		{"no mark", func(s *model.Snapshot) { s.Accounts[1].Why = "UNIUSDT: no mark heard" }, "cannot be worked out: UNIUSDT: no mark heard"},
		{"no brackets", func(s *model.Snapshot) { s.Accounts[1].Legs[1].Tiers = nil }, "cannot be worked out: UNIUSDT"},
		{"no account", func(s *model.Snapshot) { s.Accounts = nil }, "no account holds it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tuitest.Futures()
			tt.edit(s)
			app := show(t, s, 120, 40)
			press(app, char('3'))
			app.View()
			press(app, special(tea.KeyRight), char('x'), char('o'))
			if got := plain(app); !strings.Contains(got, tt.want) {
				t.Errorf("does not say %q:\n%s", tt.want, got)
			}
		})
	}
}

func BenchmarkSlide(b *testing.B) {
	app := newApp(b, tuitest.Theme(b), 200, 60)
	app.Update(snapshotMsg{tuitest.Futures()})
	app.desk.open(layout.RiskView)
	app.View()
	b.ReportAllocs()
	keys := [2]tea.KeyMsg{special(tea.KeyRight), special(tea.KeyLeft)}
	n := 0
	for b.Loop() {
		press(app, keys[n%2])
		app.View()
		n++
	}
}
