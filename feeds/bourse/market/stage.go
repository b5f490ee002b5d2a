package market

import (
	"sync"

	"eddy/model"
)

// Stage holds a source and the present moment of its market. Advance belongs
// to one goroutine; everything else may be called from any.
type Stage struct {
	source Source
	cal    Calendar
	series []*Series
	begin  []model.Millis // when each coin's first candle opens

	mu    sync.RWMutex
	now   model.Millis
	bar   int    // the candle that holds now
	paths []path // of that candle, one for each coin
}

// NewStage opens the market of a source at the moment its calendar says.
func NewStage(src Source) *Stage {
	s := &Stage{source: src, cal: src.Calendar(), series: src.Series(), bar: -1}
	s.paths = make([]path, len(s.series))
	for _, ser := range s.series {
		s.begin = append(s.begin, ser.begin(s.cal))
	}
	s.Advance(s.cal.From)
	return s
}

// Advance moves the market on to a later moment, at most to the end of the
// data. It never moves back.
func (s *Stage) Advance(to model.Millis) {
	if s.cal.End.Known() {
		to = min(to, s.cal.End)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if to <= s.now {
		return
	}
	s.source.Extend(to)
	s.now = to
	if at := s.cal.Index(to); at != s.bar {
		s.bar = at
		for i, ser := range s.series {
			s.paths[i].fill(s.cal, i, at, ser.candle(at), ser.PriceDecimals)
		}
	}
}

// Now returns the present moment of the market.
func (s *Stage) Now() model.Millis {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now
}

// Ended tells whether the data have come to their end.
func (s *Stage) Ended() bool {
	return s.cal.End.Known() && s.Now() >= s.cal.End
}

// Calendar returns the time frame of the source.
func (s *Stage) Calendar() Calendar { return s.cal }

// Label says where the tape comes from.
func (s *Stage) Label() string { return s.source.Label() }

// Coins returns what is traded; a coin is known by its index in this list.
func (s *Stage) Coins() []Listing {
	list := make([]Listing, len(s.series))
	for i, ser := range s.series {
		list[i] = ser.Listing
	}
	return list
}

// Coin returns the index of an asset.
func (s *Stage) Coin(asset model.Asset) (int, bool) {
	for i, ser := range s.series {
		if ser.Asset == asset {
			return i, true
		}
	}
	return 0, false
}

// begin returns when the coin's first candle with a trade opens.
func (ser *Series) begin(cal Calendar) model.Millis {
	for at, c := range ser.Candles {
		if c.Traded() {
			return cal.Opening(at)
		}
	}
	return cal.First
}

// candle returns candle number at, the zero one outside the tape.
func (ser *Series) candle(at int) Candle {
	if at < 0 || at >= len(ser.Candles) {
		return Candle{}
	}
	return ser.Candles[at]
}

// position returns the candle that holds t and how far into it t lies, in
// knots.
func (s *Stage) position(t model.Millis) (at int, pos float64) {
	at = s.cal.Index(t)
	into := t - s.cal.Opening(at)
	return at, float64(into) * knots / float64(s.cal.Step.Duration().Milliseconds())
}

// priceAt returns a coin's price at t, which must not lie in the future, and
// whether there is trading in that step. Without trading it is the last price
// paid, 0 before the first. The caller holds the lock.
func (s *Stage) priceAt(coin int, t model.Millis) (price float64, trading bool) {
	at, pos := s.position(t)
	ser := s.series[coin]
	if c := ser.candle(at); c.Traded() {
		if at == s.bar {
			return s.paths[coin].at(pos), true
		}
		var p path
		p.fill(s.cal, coin, at, c, ser.PriceDecimals)
		return p.at(pos), true
	}
	for at = min(at, len(ser.Candles)) - 1; at >= 0; at-- {
		if c := ser.Candles[at]; c.Traded() {
			return c.Close, false
		}
	}
	return 0, false
}

// settlementAt returns the index of the first settlement due at or after t.
// The frame stamped exactly at a settlement still speaks of that settlement
// (venue page binance, §3).
func (ser *Series) settlementAt(t model.Millis) int {
	lo, hi := 0, len(ser.Settlements)
	for lo < hi {
		mid := (lo + hi) / 2
		if ser.Settlements[mid].Due() < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// settledBy returns how many settlements are due before or at t.
func (ser *Series) settledBy(t model.Millis) int { return ser.settlementAt(t + 1) }
