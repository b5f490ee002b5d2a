package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// tables are the panes that list rows, each with a word that some of its rows hold
// and others do not.
var tables = map[layout.Pane]string{
	layout.Rotation: "defi", layout.Sectors: "defi", layout.Phase: "funding", layout.Allocation: "nft", layout.Hedges: "btc",
	layout.Liquidation: "uni", layout.Alerts: "phase", layout.Feeds: "okx", layout.PlanLegs: "short",
	layout.Legs: "long", layout.Ladder: "long", layout.Accounts: "bybit", layout.Stress: "crash",
	layout.Funding: "infra", layout.Interest: "defi", layout.Correlation: "nft", layout.Members: "li",
	layout.Venues: "okx", layout.Venue: "book", layout.Symbols: "eth", layout.Sources: "calendar", layout.Journal: "aave",
}

// texts are the panes that have no rows: a picture, or what is told of one thing.
var texts = []layout.Pane{layout.Slider, layout.PlanStep, layout.IndexChart, layout.Standing, layout.Entry}

// threeLegs is a planner whose three legs differ in every column.
type threeLegs struct{ onePlan }

func (*threeLegs) Propose(*model.Snapshot, model.PlanAsk) (*model.Plan, error) {
	leg := func(n int64, action, side string, coin model.Asset, bucket, status string) model.PlanLeg {
		return model.PlanLeg{
			N: int(n), ID: string(coin) + action, Action: action, Side: side, Asset: coin, Bucket: bucket, Status: status,
			Notional: decimal.NewFromInt(700 - 100*n*n), Cost: model.PlanCost{Fee: decimal.NewFromInt(n * n)}, Edge: model.Known(float64(n)),
		}
	}
	return &model.Plan{Legs: []model.PlanLeg{
		leg(1, model.ActSell, "", "ETH", "Core", model.LegAccepted), leg(2, model.ActBuy, "", "AAVE", "DeFi", ""), leg(3, model.ActOpen, "short", "LINK", "hedge", model.LegSkipped),
	}}, nil
}

// everyTable runs a test for every pane of every view alone on the desk, the
// texts left out.
func everyTable(t *testing.T, test func(t *testing.T, app *App, p layout.Pane)) {
	for _, v := range layout.Views() {
		for _, p := range v.Panes() {
			t.Run(v.String()+" "+p.String(), func(t *testing.T) {
				if slices.Contains(texts, p) {
					return
				}
				app := newApp(t, tuitest.Coloured(t), 160, 50)
				app.walk.planner = &threeLegs{}
				app.onSnapshot(tuitest.Tables())
				app.desk.open(v)
				app.desk.focusOn(p)
				app.desk.zoom = true
				app.View()
				test(t, app, p)
			})
		}
	}
}

// keyOf is the key that does something where the reader is.
func keyOf(t *testing.T, app *App, letters string) tea.KeyMsg {
	t.Helper()
	if app.desk.view == layout.StepsView { // where s skips a leg
		return char(rune(letters[1]))
	}
	return char(rune(letters[0]))
}

// title is the first line of the only pane on show.
func title(app *App) string { return strings.Split(plain(app), "\n")[app.place.Banner.H] }

// Every table names columns it can be ordered by. Each orders it both ways, and
// the title says so; no row is lost, and the desk's own order comes back.
func TestEveryTableSorts(t *testing.T) {
	everyTable(t, func(t *testing.T, app *App, p layout.Pane) {
		rows := func() []string { app.View(); return slices.Clone(app.tracks[p].Keys) }
		own, columns := rows(), slices.Clone(app.tracks[p].Sorts)
		if len(columns) == 0 || len(own) < 2 {
			t.Fatalf("%d rows, ordered by %q: a table has rows and orders, a text stands in texts", len(own), columns)
		}
		for _, column := range columns {
			press(app, keyOf(t, app, "sv"))
			falling := rows()
			if !strings.Contains(title(app), " by "+column) || strings.Contains(title(app), " first") {
				t.Errorf("by %s: %s", column, title(app))
			}
			press(app, keyOf(t, app, "SV"))
			rising := rows()
			if !strings.Contains(title(app), " by "+column+", lowest first") && !strings.Contains(title(app), " by "+column+", Z first") {
				t.Errorf("by %s, turned round: %s", column, title(app))
			}
			if slices.Equal(falling, rising) {
				t.Errorf("by %s both ways: %v", column, falling)
			}
			for _, list := range [][]string{falling, rising} {
				if !slices.Equal(slices.Sorted(slices.Values(list)), slices.Sorted(slices.Values(own))) {
					t.Errorf("by %s: rows %v of %v", column, list, own)
				}
			}
		}
		press(app, keyOf(t, app, "sv"))
		if got := rows(); !slices.Equal(got, own) || strings.Contains(title(app), " by ") {
			t.Errorf("after the last column: %v, it came as %v: %s", got, own, title(app))
		}
	})
}

// headless are the tables that name no columns, since their rows are sentences.
var headless = []layout.Pane{
	layout.Phase, layout.Liquidation, layout.Alerts, layout.Feeds, layout.PlanLegs, layout.Ladder, layout.Accounts,
	layout.Venue, layout.Sources, layout.Journal,
}

// A click on a column's name orders by it, a second one the other way round.
func TestEveryHeadIsClicked(t *testing.T) {
	everyTable(t, func(t *testing.T, app *App, p layout.Pane) {
		heads := map[int]tea.MouseMsg{}
		for y := range app.h {
			for x := range app.w {
				if by := app.tracks[p].OrderAt(x, y); by > 0 {
					heads[by] = tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft}
				}
			}
		}
		if len(heads) < 2 && !slices.Contains(headless, p) {
			t.Errorf("%d columns have a name to click", len(heads))
		}
		for by, click := range heads {
			for i, end := range []string{"", " first"} {
				app.Update(click)
				app.View()
				if got := app.desk.lists[p].sort; got.By != by || got.Reverse != (i == 1) {
					t.Errorf("%q clicked %d times: %+v", app.tracks[p].Sorts[by-1], i+1, got)
				}
				if got := title(app); !strings.Contains(got, "by "+app.tracks[p].Sorts[by-1]) || !strings.Contains(got, end) {
					t.Errorf("%q clicked %d times: %s", app.tracks[p].Sorts[by-1], i+1, got)
				}
			}
		}
	})
}

// Every table shows only the rows that hold a word, says how many it hides, says
// so where it hides all, and esc brings them back.
func TestEveryTableFilters(t *testing.T) {
	everyTable(t, func(t *testing.T, app *App, p layout.Pane) {
		word := tables[p]
		if word == "" {
			t.Fatal("name a word that some of its rows hold")
		}
		own := slices.Clone(app.tracks[p].Keys)
		find := func(word string) int {
			press(app, char('/'))
			typeIn(app, word)
			press(app, special(tea.KeyEnter))
			app.View()
			return len(app.tracks[p].Keys)
		}
		if n := find(word); n == 0 || n >= len(own) {
			t.Errorf("%d rows of %d hold %s", n, len(own), word)
		}
		if !strings.Contains(title(app), "/"+word+", ") || !strings.Contains(title(app), " hidden") {
			t.Errorf("filtered: %s", title(app))
		}
		press(app, special(tea.KeyEscape))
		if find("zzqq") != 0 || strings.Count(plain(app), "zzqq") < 2 {
			t.Errorf("nothing holds zzqq, and it says:\n%s", plain(app))
		}
		press(app, special(tea.KeyEscape))
		if app.View(); !slices.Equal(app.tracks[p].Keys, own) {
			t.Errorf("esc shows %v of %v", app.tracks[p].Keys, own)
		}
	})
}

// The reader stays on what the row is about when live figures put it elsewhere,
// and enter opens that.
func TestEveryTableKeepsTheRow(t *testing.T) {
	everyTable(t, func(t *testing.T, app *App, p layout.Pane) {
		if app.tracks[p].Still || p == layout.PlanLegs { // the order of a plan is the planner's
			return
		}
		press(app, keyOf(t, app, "sv"))
		app.View()
		press(app, char('j'))
		app.View()
		l := &app.desk.lists[p]
		was, on := l.cursor, app.tracks[p].Keys[l.cursor]
		l.sort.Reverse = true // as figures that turn round do
		app.isFresh = false
		app.View()
		if got := app.tracks[p].Keys[l.cursor]; got != on || app.tracks[p].On != l.cursor {
			t.Fatalf("from %q in row %d to %q in row %d", on, was, got, l.cursor)
		}
		opened := ""
		app.boards[p].open = func(_ *App, key string) tea.Cmd { opened = key; return nil }
		press(app, special(tea.KeyEnter))
		if opened != on {
			t.Errorf("enter opens %q, the reader is on %q", opened, on)
		}
	})
}

// What the rows of the desk open.
func TestRowsOfTheDeskOpen(t *testing.T) {
	for _, tt := range []struct {
		pane layout.Pane
		row  int
		view layout.View
		on   layout.Pane
		says string
	}{
		{layout.Allocation, 3, layout.SectorView, layout.IndexChart, "what each adds to DeFi"},
		{layout.Allocation, 0, layout.Desk, layout.Allocation, "Allocation · sample"}, // no sector: the pane alone
		{layout.Hedges, 0, layout.SectorView, layout.IndexChart, "what each adds to L1"},
		{layout.Liquidation, 1, layout.RiskView, layout.Slider, "AAVE long"},
		{layout.Alerts, 1, layout.JournalView, layout.Entry, "DeFi entered leading"},
		{layout.Feeds, 0, layout.FeedsView, layout.Venues, "Symbols"},
	} {
		t.Run(fmt.Sprint(tt.pane, " ", tt.row), func(t *testing.T) {
			app := on(show(t, tuitest.Market(), 160, 50), tt.pane)
			app.View()
			for range tt.row {
				press(app, char('j'))
				app.View()
			}
			press(app, special(tea.KeyEnter))
			if got := plain(app); app.desk.view != tt.view || app.desk.focused() != tt.on || !strings.Contains(got, tt.says) {
				t.Errorf("leads to %s, %s:\n%s", app.desk.view, app.desk.focused(), got)
			}
			press(app, special(tea.KeyEscape))
			if app.View(); app.desk.view != layout.Desk || app.desk.focused() != tt.pane || app.desk.zoom {
				t.Errorf("esc leads to %s, %s", app.desk.view, app.desk.focused())
			}
		})
	}
}

// Legs in another order are stepped through in that order; a filter that hides the
// next undecided one ends.
func TestStepsInAnotherOrder(t *testing.T) {
	app := newApp(t, tuitest.Coloured(t), 120, 36)
	app.walk.planner = &threeLegs{}
	app.onSnapshot(tuitest.Tables())
	press(app, char('2'))
	at := func() string { app.View(); return app.step().ID }
	for i, want := range []string{"ETHsell", "AAVEbuy", "LINKopen"} {
		if got := at(); got != want {
			t.Fatalf("leg %d is %s", i+1, got)
		}
		press(app, char('n'))
	}
	press(app, char('V')) // the smallest first
	app.View()
	if got := app.tracks[layout.PlanLegs].Keys; !slices.Equal(got, []string{"LINKopen", "AAVEbuy", "ETHsell"}) || at() != "LINKopen" {
		t.Fatalf("%v, on %s", got, at())
	}
	if got := plain(app); !strings.Contains(got, "Step 3 of 3") || !strings.Contains(got, "by size, lowest first") {
		t.Errorf("which step it is, is not told:\n%s", got)
	}
	press(app, char('n'))
	if at() != "AAVEbuy" {
		t.Errorf("the next is %s", at())
	}
	app.desk.list().filter = "link"
	app.isFresh = false
	if at() != "LINKopen" {
		t.Fatalf("of those with link: %s", at())
	}
	app.nextUndecided()
	if at() != "AAVEbuy" || app.desk.list().filter != "" {
		t.Errorf("the next undecided is %s, filter %s", at(), strconv.Quote(app.desk.list().filter))
	}
	press(app, char('/'))
	typeIn(app, "zzqq")
	press(app, special(tea.KeyEnter))
	app.View()
	if app.step() != nil || !strings.Contains(plain(app), "the filter hides every leg: esc shows all") {
		t.Errorf("no leg is shown:\n%s", plain(app))
	}
	press(app, char('a'), char('s'), char('n'), char('e'))
}
