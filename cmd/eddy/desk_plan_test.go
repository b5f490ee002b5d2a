package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio/ledger"
	"eddy/strategy/plan"
	"eddy/tui"
)

// decided walks through strategy B with one leg skipped and one left open.
func decided(t *testing.T) (*tui.Headless, *deskPlans) {
	t.Helper()
	desk, _, d := walkDesk(t, 200, 60)
	desk.Press("o", "strategy-b", "enter", "enter", "enter", "s", "enter")
	sees(t, desk, "3 accepted · 1 skipped · 3 open")
	return desk, d
}

// What is exported is worked out anew: the accepted legs alone, on lot and tick,
// money as decimal strings, each futures leg with its stop.
func TestExportsHoldTheAcceptedLegs(t *testing.T) {
	desk, d := decided(t)
	desk.Press("x")
	sees(t, desk, "3 legs exported to")
	found, err := filepath.Glob(filepath.Join(d.dir, "plans", "*.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("exports: %v, %v", found, err)
	}
	stem := strings.TrimSuffix(found[0], ".json")
	checkCSV(t, stem+".csv")
	checkJSON(t, stem+".json")
	ticket, err := os.ReadFile(stem + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nspot\n", "\nbinance\n", "sell 1.8 ETHUSDT", "then buy stop-market 1.8 ETHUSDT at 2750", "buy  6 ETH"} {
		if !strings.Contains(string(ticket), want) {
			t.Errorf("the ticket does not say %q:\n%s", want, ticket)
		}
	}
	if strings.Contains(string(ticket), "UNI") || strings.Contains(string(ticket), "SOL") {
		t.Errorf("the ticket holds legs that were not accepted:\n%s", ticket)
	}
}

func checkCSV(t *testing.T, path string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(file).ReadAll()
	if err = errors.Join(err, file.Close()); err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, want a header and three legs: %v", len(rows), err)
	}
	col := make(map[string]int)
	for i, name := range rows[0] {
		col[name] = i
	}
	for _, r := range rows[1:] {
		qty, price, notional := dec(t, r[col["qty"]]), dec(t, r[col["price"]]), dec(t, r[col["notional"]])
		if r[col["status"]] != "accepted" || !qty.Mul(price).Round(8).Equal(notional) {
			t.Errorf("row %v: %s x %s is not %s", r, qty, price, notional)
		}
		if r[col["venue"]] == "spot" {
			continue
		}
		lot, tick := decimal.RequireFromString("0.001"), decimal.RequireFromString("0.01")
		if !qty.Mod(lot).IsZero() || !dec(t, r[col["stop"]]).Mod(tick).IsZero() {
			t.Errorf("row %v is not on the venue's lot and tick", r)
		}
		if margin := notional.Div(dec(t, r[col["leverage"]])).Round(2); !margin.Equal(dec(t, r[col["margin"]])) {
			t.Errorf("row %v posts %s, want %s", r, r[col["margin"]], margin)
		}
	}
}

func checkJSON(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Legs []struct {
			Status, Action, Qty, Price, Notional string
			Venue                                *string
			Cost                                 struct{ Fee, Spread, Slippage string }
		}
		Totals struct{ Cost, Spent string }
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	sum := decimal.Zero
	for _, l := range p.Legs {
		sum = sum.Add(dec(t, l.Cost.Fee)).Add(dec(t, l.Cost.Spread)).Add(dec(t, l.Cost.Slippage))
		if l.Status != "accepted" || (l.Venue == nil) != (l.Action == "buy") {
			t.Errorf("leg %+v", l)
		}
	}
	if len(p.Legs) != 3 || !sum.Equal(dec(t, p.Totals.Cost)) || p.Totals.Cost != p.Totals.Spent {
		t.Errorf("%d legs cost %s, the totals say %+v", len(p.Legs), sum, p.Totals)
	}
}

func dec(t *testing.T, text string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatalf("%q is no decimal string", text)
	}
	return d
}

// A text that a spreadsheet would work out is made harmless.
func TestExportedTextIsNoFormula(t *testing.T) {
	var out strings.Builder
	p := &model.Plan{Legs: []model.PlanLeg{{N: 1, Bucket: "=1+1", Asset: "@SUM(A1)", Symbol: "-X", Title: "+cmd|' /C calc'!A0"}}}
	if err := plan.WriteCSV(&out, p, plan.All); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{",'=1+1,", ",'@SUM(A1),", ",'-X,", ",'+cmd"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("lacks %q:\n%s", want, out.String())
		}
	}
}

// Books that cannot be written are said, and what was accepted is still there to
// be written later.
func TestCommitThatFailsLosesNothing(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, path string) (mend func())
		want  string
	}{
		{"no folder can be made", func(t *testing.T, path string) func() {
			must(t, os.RemoveAll(filepath.Dir(path)), os.WriteFile(filepath.Dir(path), nil, 0o600))
			return func() { must(t, os.Remove(filepath.Dir(path))) }
		}, "not a directory"},
		{"a folder stands in its place", func(t *testing.T, path string) func() {
			must(t, os.MkdirAll(path, 0o755))
			return func() { must(t, os.RemoveAll(path)) }
		}, "is a directory"},
		{"another eddy writes them", func(t *testing.T, path string) func() {
			other, err := ledger.Open(path)
			must(t, err)
			return func() { must(t, other.Close()) }
		}, "close it there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			desk, d := decided(t)
			mend := tt.spoil(t, d.ledger)
			desk.Press("c", "commit", "enter")
			sees(t, desk, tt.want, "3 accepted · 1 skipped")
			mend()
			desk.Press("c", "commit", "enter")
			sees(t, desk, "3 legs written as group 2")
		})
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// deaf takes no events.
type deaf struct{}

func (deaf) Put(context.Context, []model.Event) error { return errors.New("the engine is gone") }

// A group that is written is written, whatever fails after it: it is not offered
// again.
func TestCommitThatIsWrittenIsNotOfferedAgain(t *testing.T) {
	desk, d := decided(t)
	d.sink = deaf{}
	desk.Press("c", "commit", "enter")
	sees(t, desk, "3 legs written as group 2", "0 accepted")
}

// Books that another has written to since are not overwritten.
func TestCommitLeavesBooksOfAnotherAlone(t *testing.T) {
	desk, d := decided(t)
	d.byBooks = true
	b, err := ledger.Open(d.ledger)
	must(t, err)
	_, err = b.Commit(d.now(), "another", ledger.Entry{Kind: ledger.Reset}, ledger.Entry{Kind: ledger.Cash, Amount: decimal.NewFromInt(7)})
	must(t, err, b.Close())
	desk.Press("c", "commit", "enter")
	sees(t, desk, "nothing was written: what is held is not what the plan began", "3 accepted")
	again, err := ledger.Read(d.ledger)
	if err != nil || len(again.Groups()) != 1 {
		t.Errorf("the books hold %d groups, %v", len(again.Groups()), err)
	}
}
