package binance

import (
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// How often the streams of all coins speak, wall time (venue page, §3).
const (
	dayArrayEvery  = time.Second
	bookArrayEvery = 5 * time.Second
	slowMarks      = 3 // every so many seconds without @1s
)

// cadence is what the venue keeps between two ticks.
type cadence struct {
	marks     []int // how often each coin's mark was told
	days      []int // coins whose day has changed since the last array
	dayArray  time.Duration
	bookArray time.Duration
}

// Tick tells subscribers what has changed. wall is the time since the market
// began. Ticks come from one goroutine.
func (x *Exchange) Tick(wall time.Duration, changes []market.Change) {
	x.mu.Lock()
	defer x.mu.Unlock()
	now := x.view.Now()
	var marks []market.Change
	for _, ch := range changes {
		switch ch.Kind {
		case market.BarClosed:
			x.sendKline(ch, ch.Step, now)
		case market.BarMoved:
			x.sendOpenKlines(ch, now)
		case market.QuoteMoved:
			x.sendBook(ch)
		case market.MarkMoved:
			x.sendMark(ch)
			marks = append(marks, ch)
		case market.DayMoved:
			x.sendDay(ch)
			x.pulse.days = append(x.pulse.days, ch.Coin)
		case market.CoinListing:
			x.sendContract(ch)
		}
	}
	x.sendMarkArrays(marks)
	x.sendArrays(wall, now, len(changes) > 0)
}

// tell encodes an event once and sends it to everyone who asked for the topic.
// encode appends the event, or nothing when there is none to tell.
func (x *Exchange) tell(t topic, keep bool, encode func([]byte) []byte) {
	sessions := x.hub.Sessions(t)
	if len(sessions) == 0 {
		return
	}
	head := `{"stream":"` + x.nameOf(t) + `","data":`
	whole := encode(append(make([]byte, 0, 512), head...))
	if len(whole) == len(head) {
		return
	}
	bare := whole[len(head):len(whole):len(whole)]
	whole = append(whole, '}')
	for _, s := range sessions {
		f := gate.Frame{Data: bare, Keep: keep}
		if s.wrapped() {
			f.Data = whole
		}
		s.conn.Send(f)
	}
}

func (x *Exchange) sendKline(ch market.Change, step model.Interval, now model.Millis) {
	for i, k := range klineSteps {
		if k.step == step {
			x.tell(topic{stream: kline, coin: ch.Coin, step: i}, ch.Kind == market.BarClosed, func(b []byte) []byte {
				if bar, ok := x.view.Bar(ch, step); ok {
					return x.appendKline(b, ch.Coin, i, bar, now)
				}
				return b
			})
			return
		}
	}
}

func (x *Exchange) sendOpenKlines(ch market.Change, now model.Millis) {
	for i, k := range klineSteps {
		if x.steps[i].Load() > 0 {
			x.sendKline(ch, k.step, now)
		}
	}
}

func (x *Exchange) sendBook(ch market.Change) {
	t := topic{stream: bookTicker, coin: ch.Coin}
	x.tell(t, false, func(b []byte) []byte { return x.appendBook(b, ch) })
}

func (x *Exchange) sendMark(ch market.Change) {
	encode := func(b []byte) []byte { return x.appendMark(b, ch) }
	x.tell(topic{stream: markPrice, coin: ch.Coin, fast: true}, false, encode)
	if x.pulse.marks[ch.Coin]%slowMarks == 0 {
		x.tell(topic{stream: markPrice, coin: ch.Coin}, false, encode)
	}
	x.pulse.marks[ch.Coin]++
}

func (x *Exchange) sendMarkArrays(marks []market.Change) {
	if len(marks) == 0 {
		return
	}
	encode := func(b []byte) []byte {
		return appendArray(b, len(marks), func(b []byte, i int) []byte { return x.appendMark(b, marks[i]) })
	}
	x.tell(topic{stream: allMarkPrices, fast: true}, false, encode)
	if x.pulse.marks[marks[0].Coin]%slowMarks == 1 {
		x.tell(topic{stream: allMarkPrices}, false, encode)
	}
}

func (x *Exchange) sendDay(ch market.Change) {
	x.tell(topic{stream: dayTicker, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendDay(b, ch) })
	x.tell(topic{stream: miniTicker, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendMini(b, ch) })
}

// sendArrays tells the arrays of day figures and the book of all coins when
// they are due.
func (x *Exchange) sendArrays(wall time.Duration, now model.Millis, alive bool) {
	p := &x.pulse
	if wall-p.dayArray >= dayArrayEvery && len(p.days) > 0 {
		p.dayArray = wall
		each := func(one func([]byte, market.Change) []byte) func([]byte) []byte {
			return func(b []byte) []byte {
				return appendArray(b, len(p.days), func(b []byte, i int) []byte {
					return one(b, market.Change{Kind: market.DayMoved, Coin: p.days[i], At: now})
				})
			}
		}
		x.tell(topic{stream: allDayTickers}, false, each(x.appendDay))
		x.tell(topic{stream: allMiniTickers}, false, each(x.appendMini))
		p.days = p.days[:0]
	}
	if wall-p.bookArray >= bookArrayEvery && alive {
		p.bookArray = wall
		for coin := range x.coins {
			ch := market.Change{Kind: market.QuoteMoved, Coin: coin, At: now}
			x.tell(topic{stream: allBookTickers}, false, func(b []byte) []byte { return x.appendBook(b, ch) })
		}
	}
}

func (x *Exchange) sendContract(ch market.Change) {
	x.tell(topic{stream: contractInfo}, true, func(b []byte) []byte { return x.appendContract(b, ch) })
}
