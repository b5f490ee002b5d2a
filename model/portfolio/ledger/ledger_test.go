package ledger

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"eddy/model"
	"eddy/model/portfolio"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var sameDecimal = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

const noon = model.Millis(1_780_000_000_000)

// open opens a fresh book that is closed with the test.
func open(t *testing.T, path string) *Book {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func commit(t *testing.T, b *Book, entries ...Entry) Group {
	t.Helper()
	g, err := b.Commit(noon, "test", entries...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func cash(amount string) Entry { return Entry{Kind: Cash, Amount: d(amount)} }

func buy(asset, qty, price string) Entry {
	return Entry{Kind: Buy, Asset: model.Asset(asset), Qty: d(qty), Price: d(price)}
}

func sell(asset, qty, price string) Entry {
	return Entry{Kind: Sell, Asset: model.Asset(asset), Qty: d(qty), Price: d(price)}
}

func leg(kind Kind, side portfolio.Side, qty, price string) Entry {
	e := Entry{
		Kind: kind, Asset: "ETH", Venue: model.Binance, Symbol: "ETHUSDT", Side: side, Margin: portfolio.Cross,
		Qty: d(qty), Price: d(price),
	}
	if kind == OpenLeg {
		e.Leverage, e.Stop = d("2"), d("2750")
	}
	return e
}

func at(prices map[model.Asset]string) Prices {
	look := func(a model.Asset) (decimal.Decimal, bool) {
		p, ok := prices[a]
		if !ok {
			return decimal.Zero, false
		}
		return d(p), true
	}
	return Prices{Spot: look, Mark: func(l *Leg) (decimal.Decimal, bool) { return look(l.Asset) }}
}

// The figures are worked by hand: ledger S1-EX-6, ETH falls by 5 %: the spot of
// $40,000 loses 2,000 and the short of $10,000 wins 500.
func TestWorkedHedge(t *testing.T) {
	b := open(t, filepath.Join(t.TempDir(), "l"))
	commit(t, b, cash("75000"), buy("ETH", "16", "2500"), leg(OpenLeg, portfolio.Short, "4", "2500"))
	rows, missing := b.State().Results(at(map[model.Asset]string{"ETH": "2375"}))
	if len(missing) != 0 {
		t.Fatalf("missing %v", missing)
	}
	if got := rows[0].Unrealised; !got.Equal(d("-2000")) {
		t.Errorf("spot %s, want -2000", got)
	}
	if got := rows[1].Unrealised; !got.Equal(d("500")) {
		t.Errorf("short %s, want +500", got)
	}
	sum := Sum(rows)
	if got := sum.Total(); !got.Equal(d("-1500")) {
		t.Errorf("net %s, want -1500", got)
	}
}

func TestLotsAreSoldOldestFirstAndLegsAtAverage(t *testing.T) {
	b := open(t, filepath.Join(t.TempDir(), "l"))
	commit(t, b, cash("1000"), buy("SOL", "2", "100"), buy("SOL", "2", "150"))
	commit(t, b, sell("SOL", "3", "200"))
	s := b.State()
	// 2 of the lot at 100 win 200, 1 of the lot at 150 wins 50.
	if !s.Lots[0].Realised.Equal(d("200")) || !s.Lots[1].Realised.Equal(d("50")) || !s.Lots[1].Qty.Equal(d("1")) {
		t.Errorf("lots %+v", s.Lots)
	}
	if !s.Cash().Equal(d("1100")) { // 1000 - 200 - 300 + 600
		t.Errorf("cash %s", s.Cash())
	}
	commit(t, b, leg(OpenLeg, portfolio.Short, "1", "2000"), leg(OpenLeg, portfolio.Short, "3", "2400"))
	commit(t, b, leg(CloseLeg, portfolio.Short, "2", "2000"))
	s = b.State()
	// Entry (2000 + 7200)/4 = 2300; closing 2 at 2000 wins 600.
	if l := s.Legs[0]; !l.Entry().Equal(d("2300")) || !l.Realised.Equal(d("600")) || !s.Cash().Equal(d("1700")) {
		t.Errorf("leg %+v, cash %s", l, s.Cash())
	}
}

func TestRefused(t *testing.T) {
	stopless := leg(OpenLeg, portfolio.Long, "1", "2500")
	stopless.Stop = decimal.Zero
	euro := cash("5")
	euro.Currency = "EUR"
	for _, tc := range []struct {
		name    string
		entries []Entry
		want    error
		says    string
	}{
		{"nothing", nil, ErrEntry, "needs entries"},
		{"zero quantity", []Entry{buy("ETH", "0", "1")}, ErrEntry, "qty must be above zero"},
		{"negative quantity", []Entry{buy("ETH", "-1", "1")}, ErrEntry, "qty must be above zero"},
		{"absurd quantity", []Entry{buy("ETH", "1e30", "1")}, ErrEntry, "absurd"},
		{"absurd exponent", []Entry{buy("ETH", "1e-9999", "1")}, ErrEntry, "absurd"},
		{"zero price", []Entry{buy("ETH", "1", "0")}, ErrEntry, "price"},
		{"no asset", []Entry{buy("", "1", "1")}, ErrEntry, "asset is missing"},
		{"unknown kind", []Entry{{Kind: "gift"}}, ErrEntry, `"gift"`},
		{"unknown venue", []Entry{{Kind: Transfer, To: "mtgox", Amount: d("1")}}, ErrEntry, "mtgox"},
		{"other currency", []Entry{euro}, ErrCurrency, "EUR"},
		{"more than the cash", []Entry{buy("ETH", "5", "2500")}, ErrCash, "2600"},
		{"more than the spot", []Entry{sell("SOL", "5", "100")}, ErrSpot, "there is 1"},
		{"core", []Entry{sell("BTC", "0.1", "60000")}, ErrCore, "S2-CONS-1"},
		{"leg without a stop", []Entry{stopless}, ErrStop, "S0-RISK-4"},
		{"close of nothing", []Entry{leg(CloseLeg, portfolio.Long, "1", "2500")}, ErrLeg, "no such"},
		{"a good one with a bad one", []Entry{cash("10"), sell("SOL", "5", "1")}, ErrSpot, "entry 2"},
		{"hand made reversal", []Entry{{Kind: Reversal, Of: 1}}, ErrEntry, "Undo"},
		{"transfer to itself", []Entry{{Kind: Transfer, Amount: d("1")}}, ErrEntry, "same place"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "l")
			b := open(t, path)
			commit(t, b, cash("10000"), Entry{Kind: Bring, Asset: "BTC", Qty: d("1"), Price: d("60000"), Core: true},
				buy("SOL", "1", "100"))
			before, _ := os.ReadFile(path)
			_, err := b.Commit(noon, "bad", tc.entries...)
			if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want %v saying %q on one line", err, tc.want, tc.says)
			}
			after, _ := os.ReadFile(path)
			if !bytes.Equal(before, after) || len(b.Groups()) != 1 {
				t.Error("something was written")
			}
		})
	}
}

func TestUndo(t *testing.T) {
	b := open(t, filepath.Join(t.TempDir(), "l"))
	commit(t, b, cash("1000"))
	commit(t, b, buy("SOL", "2", "100"))
	commit(t, b, sell("SOL", "1", "120"))
	if _, err := b.Undo(noon, 2); err == nil || !strings.Contains(err.Error(), "group 2 cannot be undone") {
		t.Errorf("undo of what a sale rests on: %v", err)
	}
	g, err := b.Undo(noon, 0)
	if err != nil || g.Entries[0].Of != 3 || !g.Entries[0].Amount.Equal(d("-120")) {
		t.Fatalf("undo of the newest: %+v, %v", g, err)
	}
	if _, err := b.Undo(noon, 3); err == nil || !strings.Contains(err.Error(), "undone already") {
		t.Errorf("undo twice: %v", err)
	}
	if _, err := b.Undo(noon, 4); err != nil { // the undo is undone
		t.Fatal(err)
	}
	s := b.State()
	if all, _ := s.Held("SOL"); !all.Equal(d("1")) || !s.Cash().Equal(d("920")) {
		t.Errorf("after undo of undo: %s SOL, cash %s", all, s.Cash())
	}
	if got := lastStanding(b.Groups()); got != 3 {
		t.Errorf("the newest that stands = %d, want 3", got)
	}
}

// sample writes a ledger of several groups and returns its bytes and the length
// after each group.
func sample(t *testing.T, path string) (data []byte, ends []int) {
	b := open(t, path)
	for _, g := range [][]Entry{
		{cash("9000"), Entry{Kind: Transfer, To: model.Binance, Amount: d("3000")}},
		{buy("SOL", "2", "100"), leg(OpenLeg, portfolio.Short, "1", "2500")},
		{Entry{Kind: Funding, Venue: model.Binance, Symbol: "ETHUSDT", Amount: d("-0.25"), Note: "≤ <&> ünï"}},
	} {
		commit(t, b, g...)
		data, _ = os.ReadFile(path)
		ends = append(ends, len(data))
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return data, ends
}

// A kill at any byte loses at most the group that was being written.
func TestCutAtEveryByte(t *testing.T) {
	dir := t.TempDir()
	data, ends := sample(t, filepath.Join(dir, "whole"))
	path := filepath.Join(dir, "cut")
	for n := 0; n <= len(data); n++ {
		if err := os.WriteFile(path, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, end := range ends {
			if n >= end-1 { // all but the newline is all of it
				want++
			}
		}
		b, err := Open(path)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if got := len(b.Groups()); got != want {
			t.Fatalf("cut at %d: %d groups, want %d", n, got, want)
		}
		whole := n == 0 || want > 0 && (n == ends[want-1] || n == ends[want-1]-1)
		if (b.Torn() > 0) == whole {
			t.Fatalf("cut at %d: torn = %d", n, b.Torn())
		}
		if _, err := b.Commit(noon, "goes on", cash("5")); err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := Read(path)
		if err != nil || len(again.Groups()) != want+1 || again.Torn() != 0 {
			t.Fatalf("cut at %d, written on: %d groups, torn %d, %v", n, len(again.Groups()), again.Torn(), err)
		}
	}
}

// A byte that changed in the middle is damage, not a torn end.
func TestDamageIsSaid(t *testing.T) {
	dir := t.TempDir()
	data, ends := sample(t, filepath.Join(dir, "whole"))
	path := filepath.Join(dir, "bad")
	for _, n := range []int{10, ends[0] - 20, ends[1] - 5, ends[1] + 40, ends[2] - 30} {
		bad := bytes.Clone(data)
		bad[n] ^= 1
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if b, err := Open(path); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "line ") {
			t.Errorf("byte %d: %v, %v", n, b, err)
		}
		after, _ := os.ReadFile(path)
		if !bytes.Equal(after, bad) {
			t.Errorf("byte %d: the damaged file was changed", n)
		}
	}
}

func TestSecondProgramReadsOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "l")
	first := open(t, path)
	commit(t, first, cash("10"))
	second := open(t, path)
	if !strings.Contains(second.Busy(), fmt.Sprint(os.Getpid())) {
		t.Errorf("busy = %q, want the process that holds it", second.Busy())
	}
	if _, err := second.Commit(noon, "x", cash("1")); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "another eddy") {
		t.Errorf("commit: %v", err)
	}
	if got := second.State().Cash(); !got.Equal(d("10")) {
		t.Errorf("cash %s", got)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	third := open(t, path)
	if third.Busy() != "" {
		t.Errorf("after the first closed: %q", third.Busy())
	}
}

func TestImportAndBack(t *testing.T) {
	p, err := portfolio.Parse([]byte(`cash = "35000"
[[holding]]
asset = "ETH"
qty = "16"
cost = "2500"
core = true
[[position]]
venue = "binance"
symbol = "ETHUSDT"
side = "short"
qty = "4"
entry = "2500"
leverage = "2"
margin = "isolated"
stop = "2750"
`))
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, filepath.Join(t.TempDir(), "l"))
	commit(t, b, cash("1"), buy("SOL", "1", "1"))
	entries, err := Import(p, AssetOf)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, b, entries...)
	p.Positions[0].Since = noon // the books know when
	if diff := cmp.Diff(p, b.State().Portfolio(""), sameDecimal); diff != "" {
		t.Errorf("back again (-file +books):\n%s", diff)
	}
	var text bytes.Buffer
	if err := b.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&text).ReadAll()
	if err != nil || len(rows) != 1+2+4 || len(rows[0]) != len(columns) {
		t.Errorf("csv: %v, %v", rows, err)
	}
	text.Reset()
	var lines []map[string]any
	if err := b.WriteJSON(&text); err != nil || json.Unmarshal(text.Bytes(), &lines) != nil || len(lines) != 6 {
		t.Errorf("json: %v, %s", err, text.String())
	}
}

func TestImportRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"[[holding]]\nasset = \"ETH\"\nqty = \"1\"\n": ErrEntry,
		"[[position]]\nvenue = \"binance\"\nsymbol = \"BTCUSD_PERP\"\nside = \"long\"\nqty = \"1\"\nentry = \"1\"\nleverage = \"1\"\nstop = \"0.5\"\n":                  ErrCurrency,
		"[[position]]\nvenue = \"okx\"\nsymbol = \"BTC-USD-SWAP\"\nside = \"long\"\nqty = \"1\"\nentry = \"1\"\nleverage = \"1\"\nmargin = \"cross\"\nstop = \"0.5\"\n": ErrCurrency,
	} {
		p, err := portfolio.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Import(p, AssetOf); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func TestAssetOf(t *testing.T) {
	for symbol, want := range map[string]model.Asset{
		"binance ETHUSDT": "ETH", "bybit 1000PEPEUSDT": "PEPE", "okx SOL-USDT-SWAP": "SOL", "hyperliquid kPEPE": "PEPE",
		"bingx BTC-USDT": "BTC", "mexc AAVE_USDT": "AAVE", "weex UNIUSDT": "UNI", "bybit SOLPERP": "SOL",
	} {
		venue, s, _ := strings.Cut(symbol, " ")
		if got := AssetOf(model.Venue(venue), s); got != want {
			t.Errorf("%s: %s, want %s", symbol, got, want)
		}
	}
}

// draw makes an entry that may or may not be acceptable.
func draw(t *rapid.T) Entry {
	num := func(name string, hi float64) decimal.Decimal {
		return decimal.NewFromFloat(rapid.Float64Range(0.001, hi).Draw(t, name)).Round(7)
	}
	asset := rapid.SampledFrom([]model.Asset{"ETH", "SOL", "AAVE"}).Draw(t, "asset")
	e := Entry{
		Kind:  rapid.SampledFrom([]Kind{Cash, Bring, Buy, Sell, Sell, OpenLeg, CloseLeg, MoveStop, Fee, Funding, Transfer}).Draw(t, "kind"),
		Asset: asset, Core: rapid.IntRange(0, 4).Draw(t, "core") == 0,
	}
	switch e.Kind {
	case Cash, Fee, Funding:
		e.Amount = num("amount", 5000)
		if rapid.Bool().Draw(t, "negative") {
			e.Amount = e.Amount.Neg()
		}
	case Transfer:
		e.Amount, e.To = num("amount", 500), model.Binance
	case Bring, Buy, Sell:
		e.Qty, e.Price = num("qty", 3), num("price", 900)
	default:
		e.Venue, e.Symbol, e.Margin = model.Binance, string(asset)+"USDT", portfolio.Cross
		e.Side = rapid.SampledFrom([]portfolio.Side{portfolio.Long, portfolio.Short}).Draw(t, "side")
		e.Qty, e.Price = num("qty", 3), num("price", 900)
		e.Leverage, e.Stop = d("2"), num("stop", 900)
	}
	return e
}

// Whatever is written, what there is equals what was put in plus what was
// earned, to the last digit; sectors add up to the same; cents too; and reading
// the file again gives the same books.
func TestBooksAddUp(t *testing.T) {
	dir := t.TempDir()
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		path := filepath.Join(dir, fmt.Sprint(run))
		b, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
		}()
		if _, err := b.Commit(noon, "start", cash("3000")); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 12).Draw(t, "groups") {
			if rapid.IntRange(0, 6).Draw(t, "undo") == 0 {
				_, _ = b.Undo(noon, rapid.IntRange(0, len(b.Groups())).Draw(t, "of")) // may be refused
				continue
			}
			_, _ = b.Commit(noon, "", draw(t)) // may be refused
		}
		checkSums(t, b.State())
		again, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.State(), again.State(), sameDecimal); diff != "" {
			t.Fatalf("read again:\n%s", diff)
		}
	})
}

func checkSums(t *rapid.T, s *State) {
	prices := at(map[model.Asset]string{"ETH": "512.3456789", "SOL": "77.7777777", "AAVE": "0.0123"})
	rows, missing := s.Results(prices)
	if len(missing) != 0 {
		t.Fatalf("missing %v", missing)
	}
	equity := s.Cash()
	for i := range s.Lots {
		p, _ := prices.Spot(s.Lots[i].Asset)
		equity = equity.Add(s.Lots[i].Qty.Mul(p))
	}
	for i := range s.Legs {
		l := &s.Legs[i]
		p, _ := prices.Mark(l)
		equity = equity.Add(signed(l.Side, l.Qty.Mul(p).Sub(l.Cost)))
	}
	total := Sum(rows)
	earned := total.Total()
	if want := s.Flows.Contributed().Add(earned); !equity.Equal(want) {
		t.Fatalf("equity %s, put in and earned %s", equity, want)
	}
	sectors := BySector(rows, func(a model.Asset) string { return "sector of " + string(a) })
	sum := decimal.Zero
	for i := range sectors {
		sum = sum.Add(sectors[i].Total())
	}
	if !sum.Equal(earned) {
		t.Fatalf("sectors %s, total %s", sum, earned)
	}
}

func FuzzReadAll(f *testing.F) {
	text, _, err := encode(&Group{Seq: 1, Time: noon, Entries: []Entry{cash("5")}}, genesis)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:len(text)-9])
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := readAll(data)
		if err == nil && c.good+c.torn != int64(len(data)) {
			t.Errorf("good %d and torn %d of %d", c.good, c.torn, len(data))
		}
	})
}
