package synthetic

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"runtime"
	"strings"
	"testing"

	"eddy/model"
)

// digest is the hash of everything on the tape.
func (s *Source) digest() uint64 {
	h := fnv.New64a()
	var b [8]byte
	put := func(v float64) {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		h.Write(b[:])
	}
	for _, ser := range s.series {
		for _, c := range ser.Candles {
			put(c.Open)
			put(c.High)
			put(c.Low)
			put(c.Close)
			put(c.Volume)
		}
		for _, p := range ser.Settlements {
			put(p.Rate)
			put(p.Premium)
			put(float64(p.Time))
		}
		for _, o := range ser.Holdings {
			put(o.Coins)
		}
	}
	return h.Sum64()
}

func build(t testing.TB, opts Options) *Source {
	t.Helper()
	if opts.Past == 0 {
		opts.Past = 60
	}
	s, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The tape of a seed is the same on every machine and for every version of
// this package: whoever changes the model changes this number knowingly.
func TestTapeOfASeed(t *testing.T) {
	s := build(t, Options{Seed: 7, Demo: true})
	s.Extend(Begin + 10*24*hourMs)
	const want = 0xb556035af24fd31e
	if got := s.digest(); got != want {
		t.Errorf("digest %#x, want %#x", got, uint64(want))
	}
}

// The tape does not depend on how many coins are drawn side by side, nor on
// the steps in which it is extended.
func TestTapeDoesNotDependOnTheWay(t *testing.T) {
	opts := Options{Seed: 3, Assets: DefaultAssets()[:12], Past: 20}
	a, b := build(t, opts), func() *Source {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		return build(t, opts)
	}()
	a.Extend(Begin + 100*hourMs)
	for at := Begin; at <= Begin+100*hourMs; at += 37 * 60_000 {
		b.Extend(at)
	}
	b.Extend(Begin + 100*hourMs)
	if a.digest() != b.digest() {
		t.Error("the tapes differ")
	}
	before := a.digest()
	opts.Seed = 4
	a = build(t, opts)
	a.Extend(Begin + 100*hourMs)
	if a.digest() == before {
		t.Error("another seed gives the same tape")
	}
}

// Demo changes nothing of the past.
func TestDemoBeginsWithMarketTime(t *testing.T) {
	opts := Options{Seed: 3, Assets: DefaultAssets()[:4]}
	calm := build(t, opts)
	opts.Demo = true
	demo := build(t, opts)
	if calm.digest() != demo.digest() {
		t.Error("the past differs")
	}
	count := func(s *Source) (n int) {
		last := s.Regime()
		for d := range 200 {
			s.Extend(Begin + model.Millis(d)*24*hourMs)
			if r := s.Regime(); r != last {
				last = r
				n++
			}
		}
		return n
	}
	if a, b := count(calm), count(demo); b < 4*a {
		t.Errorf("%d changes of regime in 200 days, %d in demo; want about ten times as many", a, b)
	}
}

func TestNextSettlementIsKnown(t *testing.T) {
	s := build(t, Options{Seed: 3, Past: 10})
	for h := range 60 {
		at := Begin + model.Millis(h)*hourMs
		s.Extend(at)
		for i, ser := range s.series {
			next := ser.Settlements[len(ser.Settlements)-1]
			if wait := next.Time - at; wait <= 0 || wait > model.Millis(s.opts.Assets[i].FundingH)*hourMs {
				t.Fatalf("%s at hour %d: next settlement %s", ser.Asset, h, next.Time)
			}
		}
	}
}

func TestRefusedOptions(t *testing.T) {
	one := func(change func(*AssetSpec)) Options {
		a := DefaultAssets()[:2]
		change(&a[1])
		return Options{Assets: a}
	}
	tests := []struct {
		name string
		opts Options
		want string
	}{
		{"too little past", Options{Past: 1}, "days of history"},
		{"no assets", Options{Assets: []AssetSpec{}}, "no assets"},
		{"twice", one(func(a *AssetSpec) { a.Asset = "BTC" }), "twice"},
		{"no price", one(func(a *AssetSpec) { a.Price = math.NaN() }), "needs a price"},
		{"odd funding", one(func(a *AssetSpec) { a.FundingH = 5 }), "does not divide a day"},
		{"no sector", one(func(a *AssetSpec) { a.Sector = 9 }), "no sector"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New(tt.opts); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestDefaultAssets(t *testing.T) {
	count := map[Sector]int{}
	for _, a := range DefaultAssets() {
		count[a.Sector]++
		d := priceDecimals(a.Price)
		if tick := math.Pow10(-d); tick > a.Price/90_000 || math.Abs(a.Price-math.Round(a.Price/tick)*tick) > 1e-12 {
			t.Errorf("%s: price %v does not lie on its tick of %d decimals", a.Asset, a.Price, d)
		}
	}
	if count[Market] != 1 || count[Infrastructure] != 10 || count[DeFi] != 10 || count[NFT] != 9 || count[AI] != 9 {
		t.Errorf("members %v", count)
	}
}
