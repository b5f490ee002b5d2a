package tier

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/margin/exact"
	"eddy/model/modeltest"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func row(floor, ceil, rate, amount, lever string) Row {
	r := Row{Floor: d(floor), Rate: d(rate), Amount: d(amount), MaxLeverage: d(lever)}
	if ceil == "" {
		r.Open = true
	} else {
		r.Cap = d(ceil)
	}
	return r
}

func TestEmbedded(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatalf("Embedded() error = %v", err)
	}
	if got, want := b.Len(), 26; got != want {
		t.Errorf("Len() = %d, want %d", got, want)
	}
	tests := []struct {
		name       string
		venue      model.Venue
		symbol     string
		row        int
		rate, cut  string
		lever      string
		provenance string
	}{
		{"Binance BTC, D3 = 50 + 600,000*(0.0065 - 0.005)", model.Binance, "BTCUSDT", 2, "0.0065", "950", "75", "2024-10-24"},
		{"Bybit BTC tier 2, D = 2,000,000*(0.0056 - 0.005)", model.Bybit, "BTCUSDT", 1, "0.0056", "1200", "90", "undated"},
		{"Hyperliquid BTC, D2 = 150M*0.0125", model.Hyperliquid, "BTC", 1, "0.025", "1875000", "20", "undated"},
		{"Hyperliquid ETH, 1/30", model.Hyperliquid, "ETH", 1, "0.03333333333333333333", "1333333.333333333333", "15", "undated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, ok := b.Lookup(tt.venue, tt.symbol)
			if !ok {
				t.Fatal("not in the book")
			}
			r := table.Row(tt.row)
			got := []string{r.Rate.String(), r.Amount.String(), r.MaxLeverage.String()}
			if diff := cmp.Diff([]string{tt.rate, tt.cut, tt.lever}, got); diff != "" {
				t.Errorf("row %d (-want +got):\n%s", tt.row+1, diff)
			}
			if !table.Continuous() {
				t.Error("maintenance margin jumps")
			}
			if !strings.Contains(table.Origin.String(), tt.provenance) {
				t.Errorf("origin %q does not say %q", table.Origin, tt.provenance)
			}
		})
	}
	for _, v := range []model.Venue{model.OKX, model.BingX, model.MEXC, model.WEEX} {
		if _, ok := b.Lookup(v, "BTCUSDT"); ok {
			t.Errorf("%s has a table nobody gave", v)
		}
	}
	if _, ok := b.Lookup(model.Binance, "btcusdt"); ok {
		t.Error("a symbol in another spelling is found")
	}
}

// TestEmbeddedEqualsReference compares every figure with the reference file.
func TestEmbeddedEqualsReference(t *testing.T) {
	raw, err := os.ReadFile(modeltest.Shared(t, "reference", "margin_tiers.json"))
	if err != nil {
		t.Fatal(err)
	}
	type ref struct {
		MinNotional, MaintenanceMarginRate, MaxLeverage, MaintAmt decimal.Decimal
		MaxNotional                                               decimal.NullDecimal
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	tables := map[model.Venue]map[string][]ref{model.Binance: {}}
	for key, v := range all {
		switch key {
		case "_origin":
			continue
		case "_bybit", "_hyperliquid":
			var m map[string][]ref
			if err := json.Unmarshal(v, &m); err != nil {
				t.Fatal(err)
			}
			tables[model.Venue(key[1:])] = m
		default:
			var rows []ref
			if err := json.Unmarshal(v, &rows); err != nil {
				t.Fatal(err)
			}
			tables[model.Binance][key] = rows
		}
	}
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	close := func(a, b decimal.Decimal) bool { // the reference cuts 1/30 at ten places
		return a.Sub(b).Abs().LessThanOrEqual(b.Abs().Mul(d("0.00000001")))
	}
	for venue, symbols := range tables {
		for symbol, rows := range symbols {
			table, ok := b.Lookup(venue, symbol)
			if !ok || table.Len() != len(rows) {
				t.Errorf("%s %s: missing or of another length", venue, symbol)
				continue
			}
			for i, want := range rows {
				got := table.Row(i)
				if !got.Floor.Equal(want.MinNotional) || got.Open == want.MaxNotional.Valid ||
					!got.Open && !got.Cap.Equal(want.MaxNotional.Decimal) ||
					!close(got.Rate, want.MaintenanceMarginRate) || !close(got.Amount, want.MaintAmt) ||
					!got.MaxLeverage.Equal(want.MaxLeverage) {
					t.Errorf("%s %s row %d: got %+v, want %+v", venue, symbol, i+1, got, want)
				}
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	first := row("0", "50000", "0.004", "0", "125")
	tests := []struct {
		name string
		rows []Row
		want string
	}{
		{"nothing", nil, "there are no rows"},
		{"a hole", []Row{first, row("60000", "", "0.005", "50", "100")}, "row 2: a hole between 50000 and 60000"},
		{"an overlap", []Row{first, row("40000", "", "0.005", "50", "100")}, "covered twice"},
		{"a late start", []Row{row("10", "", "0.004", "0", "125")}, "begins at 10"},
		{"an open row in the middle", []Row{row("0", "", "0.004", "0", "125"), row("50000", "", "0.005", "50", "100")}, "only the last row"},
		{"an empty row", []Row{row("0", "0", "0.004", "0", "125")}, "is not above the floor"},
		{"a rate in percent", []Row{row("0", "", "1.5", "0", "125")}, "not between 0 and 1"},
		{"no rate", []Row{row("0", "", "0", "0", "125")}, "not between 0 and 1"},
		{"a falling rate", []Row{first, row("50000", "", "0.003", "0", "100")}, "the rate falls"},
		{"a negative amount", []Row{row("0", "", "0.004", "-1", "125")}, "is negative"},
		{"a leverage below 1", []Row{row("0", "", "0.004", "0", "0")}, "below 1"},
		{"a rising leverage", []Row{first, row("50000", "", "0.005", "50", "150")}, "leverage rises"},
		{"an amount that is too large", []Row{first, row("50000", "", "0.005", "150", "100")}, "the amount is wrong"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := New(Head{Venue: model.Binance, Symbol: "X"}, tt.rows)
			if table != nil || !errors.Is(err, ErrTable) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New() = %v, %v; want ErrTable with %q", table, err, tt.want)
			}
		})
	}
}

func TestAt(t *testing.T) {
	table, err := New(Head{}, []Row{
		row("0", "50000", "0.004", "0", "125"), row("50000", "600000", "0.005", "50", "100"),
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		size   string
		want   int
		beyond bool
	}{
		{"0", 0, false}, {"49999.99", 0, false}, {"50000", 0, false}, {"50000.01", 1, false},
		{"600000", 1, false}, {"600000.01", 1, true},
	}
	for _, tt := range tests {
		if i, beyond := table.At(exact.Of(d(tt.size))); i != tt.want || beyond != tt.beyond {
			t.Errorf("At(%s) = %d, %v; want %d, %v", tt.size, i, beyond, tt.want, tt.beyond)
		}
	}
	if end, ok := table.Largest(); !ok || !end.Equal(d("600000")) {
		t.Errorf("Largest() = %s, %v; want 600000", end, ok)
	}
}

func TestDeducted(t *testing.T) {
	rows := Deducted([]Row{
		row("0", "2000000", "0.005", "7", "100"), row("2000000", "2600000", "0.0056", "0", "90"),
		row("2600000", "", "0.0063", "0", "80"),
	})
	var got []string
	for _, r := range rows {
		got = append(got, r.Amount.String())
	}
	if diff := cmp.Diff([]string{"0", "1200", "3020"}, got); diff != "" { // Bybit's own, margin §1a
		t.Errorf("amounts (-want +got):\n%s", diff)
	}
}

func TestBookPrefersLiveAndNewer(t *testing.T) {
	made := func(live bool, day model.Millis) *Table {
		table, err := New(Head{Venue: model.Bybit, Symbol: "BTCUSDT", Origin: Origin{AsOf: day, Live: live}},
			[]Row{row("0", "", "0.005", "0", "100")})
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name  string
		table *Table
		taken bool
	}{
		{"live over the snapshot", made(true, 1000), true},
		{"newer over older", made(true, 2000), true},
		{"not older over newer", made(true, 1500), false},
		{"not a snapshot over live", made(false, 9000), false},
	}
	for _, s := range steps {
		if got := b.Set(s.table); got != s.taken {
			t.Errorf("%s: Set() = %v, want %v", s.name, got, s.taken)
		}
	}
	if now, _ := b.Lookup(model.Bybit, "BTCUSDT"); now.Origin.AsOf != 2000 {
		t.Errorf("the table is of %d, want 2000", now.Origin.AsOf)
	}
	fresh, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if table, _ := fresh.Lookup(model.Bybit, "BTCUSDT"); table.Origin.Live {
		t.Error("one book's live table shows up in another")
	}
	var nobody *Book
	if _, ok := nobody.Lookup(model.Bybit, "BTCUSDT"); ok {
		t.Error("a nil book finds tables")
	}
}

func TestParseRefuses(t *testing.T) {
	const origin = "[[origin]]\nvenue = \"bybit\"\nas_of = \"2025-09-02\"\nsource = \"s\"\n"
	tests := []struct{ name, file, want string }{
		{"an unknown key", "[[table]]\nvenu = \"bybit\"\n", "tiers: strict mode"},
		{"a venue without an origin", "[[table]]\nvenue = \"okx\"\nsymbol = \"X\"\n", "no origin"},
		{"a day that is none", "[[origin]]\nvenue = \"bybit\"\nas_of = \"yesterday\"\n", "as_of"},
		{"columns of different lengths", origin + "[[table]]\nvenue = \"bybit\"\nsymbol = \"X\"\nfloor = [\"0\"]\nleverage = []\n", "leverage has 0 entries"},
		{"a word for a number", origin + "[[table]]\nvenue = \"bybit\"\nsymbol = \"X\"\nfloor = [\"nil\"]\nleverage = [\"5\"]\n", "floor"},
		{"a leverage of nothing", origin + "[[table]]\nvenue = \"bybit\"\nsymbol = \"X\"\nfloor = [\"0\"]\nleverage = [\"0\"]\n", "rate 0"},
		{"no rows", origin + "[[table]]\nvenue = \"bybit\"\nsymbol = \"X\"\n", "there are no rows"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse([]byte(tt.file)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse() error = %v, want one that says %q", err, tt.want)
			}
		})
	}
}
