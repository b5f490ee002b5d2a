package strategy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// Every figure of the catalogue has somebody who fills it: a name that conditions
// may use and that nobody fills would be a rule that never fires and never says
// why. Unknown and not applicable are answers, absent is none.
func TestEveryFigureOfTheCatalogueIsFilled(t *testing.T) {
	e := fedEngine(t)
	now := e.preview()
	f := e.inputs.open
	e.fillInputs(f, &now, true)
	if !e.focus(f, e.assets[0].asset) {
		t.Fatal("no coin can be looked at")
	}
	asked := map[string][]string{ // one after the other, when rules are asked about them
		"leg": namesOf(legInputs), "margin": namesOf(marginInputs), "hedge": namesOf(hedgeInputs),
		"bucket": namesOf(bucketInputs), "venue": namesOf(venueInputs),
	}
	for _, s := range e.inputs.catalogue.All() {
		group, name, _ := strings.Cut(s.Name, ".")
		if table, dynamic := asked[group]; dynamic {
			if !slices.Contains(table, name) {
				t.Errorf("%s: no line of the table reads it", s.Name)
			}
			continue
		}
		n := f.Get(s.ID)
		if n.State() == model.NumAbsent {
			t.Errorf("%s: nobody fills it", s.Name)
		}
		if n.State() == model.NumUnknown && n.Why() == "" {
			t.Errorf("%s: it is not known and does not say why", s.Name)
		}
	}
}

// Figures of what is held are those of the coin looked at, and of the one that
// matters most where none is.
func TestWhatIsHeldIsAskedCoinByCoin(t *testing.T) {
	e := fedEngine(t)
	e.book.held = heldPortfolio(e)
	e.Snapshot()
	f, c := e.inputs.open, e.inputs.catalogue
	get := func(name string) model.Num { return f.Get(c.ID("holding." + name)) }
	tests := []struct {
		coin  model.Asset
		name  string
		want  float64
		state model.NumState
	}{
		{"ETH", "share_pct", 40, model.NumKnown},
		{"SOL", "share_pct", 0, model.NumKnown},
		{"", "share_pct", 40, model.NumKnown},
		// sold with threefold leverage and 10 % higher now: 30 % of its margin is lost
		{"UNI", "leg_loss_pct", 30, model.NumKnown},
		{"ETH", "leg_loss_pct", 0, model.NumNotApplicable},
		{"", "leg_loss_pct", 30, model.NumKnown},
		{"SOL", "stop_over_liquidation", 0, model.NumNotApplicable},
		{"SOL", "days_to_expiry", 0, model.NumNotApplicable},
		{"SOL", "edge_over_cost", 0, model.NumNotApplicable},
		{"SOL", "participation_pct", 0, model.NumNotApplicable},
	}
	for _, tt := range tests {
		e.focus(f, tt.coin)
		got := get(tt.name)
		if v := got.Or(0); got.State() != tt.state || v < tt.want-1e-6 || v > tt.want+1e-6 {
			t.Errorf("%s of %q: %v (%v %s), want %v", tt.name, tt.coin, v, got.State(), got.Why(), tt.want)
		}
	}
}

// The mark stands at 100. A stop that was passed is no distance away, whichever
// side it is on.
func TestStopOverLiquidation(t *testing.T) {
	row := func(side string, stop float64, distance model.Num) *model.PositionRow {
		return &model.PositionRow{Side: side, Mark: model.Known(100), Stop: model.Known(stop), DistancePct: distance}
	}
	tests := []struct {
		name string
		row  *model.PositionRow
		want model.Num
	}{
		{"long, half way", row("long", 90, model.Known(20)), model.Known(0.5)},
		{"short, beyond liquidation", row("short", 130, model.Known(20)), model.Known(1.5)},
		{"long, passed", row("long", 105, model.Known(20)), model.Known(0)},
		{"old", row("long", 90, model.Stale(20, "silent")), model.Stale(0.5, "silent")},
		{"none", row("long", 90, model.NotApplicable("no liquidation price")), model.NotApplicable("it has no liquidation price")},
		{"unknown", row("long", 90, model.Unknown("no brackets")), model.Unknown("its distance to liquidation is not known")},
	}
	for _, tt := range tests {
		if got := stopOverLiquidation(tt.row); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// What the limits on rotations count from is read from the books: a week's
// purchases in all plans, and the last rotation that followed a signal.
func TestRotationsOfTheBooks(t *testing.T) {
	e := fedEngine(t)
	r := &accountReading{e: e}
	if a, b := r.weeksTurnover(), r.sinceRotation(); a.Why() != noBooks || b.Why() != noBooks {
		t.Errorf("without books: %+v, %+v", a, b)
	}
	e.cfg.Books = &ledger.State{}
	if a, b := r.weeksTurnover(), r.sinceRotation(); a != model.Known(0) || b.State() != model.NumNotApplicable {
		t.Errorf("books without a rotation: %+v, %+v", a, b)
	}
	ago := func(days float64) model.Millis {
		return e.stamp().Add(-time.Duration(days * 24 * float64(time.Hour)))
	}
	e.cfg.Books.Rotations = []model.RotationDone{
		{At: ago(9), Points: 25, Signal: true},
		{At: ago(4), Points: 8, Signal: true, Tranche: 1, Of: 3},
		{At: ago(3.5), Points: 8, Signal: true, Tranche: 2, Of: 3},
		{At: ago(1), Points: 3},
	}
	if a, b := r.weeksTurnover(), r.sinceRotation(); a != model.Known(19) || b != model.Known(4) {
		t.Errorf("turnover %+v, want 19; since %+v, want 4", a, b)
	}
}

// heldPortfolio is worth a thousand dollars: four hundred in ETH, and a short of
// UNI that stands ten percent against it.
func heldPortfolio(e *Engine) *portfolio.Portfolio {
	price := func(a model.Asset) decimal.Decimal { return decimal.NewFromFloat(e.assets[e.index[a]].price.value) }
	entry := price("UNI").Div(decimal.RequireFromString("1.1")).Round(12)
	p := &portfolio.Portfolio{
		Holdings: []portfolio.Holding{{Asset: "ETH", Qty: decimal.NewFromInt(400).DivRound(price("ETH"), 12)}},
		Positions: []portfolio.Position{{
			Venue: model.Binance, Symbol: "UNI", Side: portfolio.Short, Margin: portfolio.Isolated,
			Qty: decimal.NewFromInt(1), Entry: entry, Leverage: decimal.NewFromInt(3), Stop: entry.Mul(decimal.RequireFromString("1.2")),
		}},
	}
	p.Cash = decimal.NewFromInt(600).Add(price("UNI").Sub(entry))
	return p
}
