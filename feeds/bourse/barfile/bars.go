package barfile

import (
	"io"
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// row is one bar of a file.
type row struct {
	at   model.Millis
	line int
	market.Candle
}

// coinFile is what a file of bars holds.
type coinFile struct {
	path  string
	asset model.Asset
	rows  []row
	daily bool // dated by days
	step  model.Interval

	priceDecimals, lotDecimals int
}

// readBars reads a file of bars.
func readBars(path string, asset model.Asset) (*coinFile, error) {
	f := &coinFile{path: path, asset: asset}
	f.rows = make([]row, 0, 1<<12)
	err := readFile(path, func(r io.Reader) error { return f.parse(newTable(path, r)) })
	if err != nil {
		return nil, err
	}
	return f, nil
}

var barColumns = []string{"ts", "open", "high", "low", "close", "volume", "date", "volume_usd", "market_cap_usd"}

func (f *coinFile) parse(t *table) error {
	cols, err := t.header(barColumns...)
	if err != nil {
		return err
	}
	if err := barHeader(t, cols); err != nil {
		return err
	}
	f.daily = cols["ts"] < 0
	l := layOut(cols)
	for {
		more, err := t.next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := f.addRow(t, l); err != nil {
			return err
		}
	}
	if len(f.rows) == 0 {
		return nil // a coin that has not traded yet
	}
	f.limitDecimals()
	return f.findStep()
}

// barHeader checks the columns of a file of bars.
func barHeader(t *table, cols columns) error {
	if err := t.need(cols, "open", "high", "low", "close"); err != nil {
		return err
	}
	if cols["ts"] < 0 && cols["date"] < 0 {
		return t.fail("bad header: no column ts or date")
	}
	if cols["volume"] < 0 && cols["volume_usd"] < 0 {
		return t.fail("bad header: no column volume or volume_usd")
	}
	return nil
}

// layout says in which fields the figures of a bar lie.
type layout struct {
	time                   int
	open, high, low, close int
	volume                 int
	inUSD                  bool // the volume
}

func layOut(cols columns) layout {
	l := layout{cols["ts"], cols["open"], cols["high"], cols["low"], cols["close"], cols["volume"], false}
	if l.time < 0 {
		l.time = cols["date"]
	}
	if l.volume < 0 {
		l.volume, l.inUSD = cols["volume_usd"], true
	}
	return l
}

func (f *coinFile) addRow(t *table, l layout) error {
	var last model.Millis
	if n := len(f.rows); n > 0 {
		last = f.rows[n-1].at
	}
	at, err := t.moment(l.time, f.daily, last)
	if err != nil {
		return err
	}
	c, err := f.candle(t, l)
	if err != nil {
		return err
	}
	f.rows = append(f.rows, row{at: at, line: t.line, Candle: c})
	return nil
}

// candle reads prices and volume and refuses what cannot be.
func (f *coinFile) candle(t *table, l layout) (c market.Candle, err error) {
	if c.Open, err = f.price(t, l.open, "open"); err != nil {
		return c, err
	}
	if c.High, err = f.price(t, l.high, "high"); err != nil {
		return c, err
	}
	if c.Low, err = f.price(t, l.low, "low"); err != nil {
		return c, err
	}
	if c.Close, err = f.price(t, l.close, "close"); err != nil {
		return c, err
	}
	c = rounded(c)
	if err := inOrder(t, c); err != nil {
		return c, err
	}
	c.Volume, err = f.volume(t, l, c)
	return c, err
}

// price reads a number above zero and remembers how finely it is written.
func (f *coinFile) price(t *table, field int, name string) (float64, error) {
	v, err := t.number(field, name)
	if err != nil {
		return 0, err
	}
	if v <= 0 {
		return 0, t.fail("%s: %v is not a price", name, v)
	}
	f.priceDecimals = max(f.priceDecimals, decimals(t.fields[field]))
	return v, nil
}

// rounding is how far beyond the high or the low an opening or a close may lie
// and still be the same price written with other digits. Chosen.
const rounding = 1e-6

// rounded widens a bar to prices that only rounding put outside.
func rounded(c market.Candle) market.Candle {
	if top := max(c.Open, c.Close); top > c.High && top <= c.High*(1+rounding) {
		c.High = top
	}
	if bottom := min(c.Open, c.Close); bottom < c.Low && bottom >= c.Low*(1-rounding) {
		c.Low = bottom
	}
	return c
}

// inOrder checks that the high is the highest and the low the lowest.
func inOrder(t *table, c market.Candle) error {
	switch {
	case c.High < c.Low:
		return t.fail("high %v is below low %v", c.High, c.Low)
	case c.Open > c.High || c.Open < c.Low:
		return t.fail("open %v lies outside %v to %v", c.Open, c.Low, c.High)
	case c.Close > c.High || c.Close < c.Low:
		return t.fail("close %v lies outside %v to %v", c.Close, c.Low, c.High)
	}
	return nil
}

// volume reads the volume in coins, or works it out from US dollars.
func (f *coinFile) volume(t *table, l layout, c market.Candle) (float64, error) {
	v, err := t.number(l.volume, "volume")
	switch {
	case err != nil:
		return 0, err
	case v < 0:
		return 0, t.fail("volume: %v is below zero", v)
	case l.inUSD:
		f.lotDecimals = 3
		return v * 4 / (c.Open + c.High + c.Low + c.Close), nil
	}
	f.lotDecimals = max(f.lotDecimals, decimals(t.fields[l.volume]))
	return v, nil
}

// decimals returns how many digits after the point a number is written with.
func decimals(text string) int {
	_, after, found := strings.Cut(text, ".")
	if !found && !strings.ContainsAny(text, "eE") {
		return 0
	}
	if mantissa, _, exp := strings.Cut(strings.ToLower(after), "e"); exp || !found {
		return len(mantissa) + market.MaxDecimals // limited by size afterwards
	}
	return len(strings.TrimRight(after, "0"))
}

// limitDecimals keeps numbers within what a float64 tells apart.
func (f *coinFile) limitDecimals() {
	var price, volume float64
	for _, r := range f.rows {
		price, volume = max(price, r.High), max(volume, r.Volume)
	}
	f.priceDecimals = fit(f.priceDecimals, price)
	f.lotDecimals = fit(f.lotDecimals, volume)
}

// fit lowers decimals until the largest number has at most 15 digits.
func fit(decimals int, largest float64) int {
	decimals = min(decimals, market.MaxDecimals)
	for limit := 1e15; decimals > 0; decimals-- {
		size := largest
		for range decimals {
			size *= 10
		}
		if size < limit {
			break
		}
	}
	return decimals
}

// steps are the lengths bars may have.
var steps = []model.Interval{
	model.Minute1, 5 * model.Minute1, 15 * model.Minute1, 30 * model.Minute1, model.Hour1,
	2 * model.Hour1, model.Hour4, 6 * model.Hour1, 8 * model.Hour1, 12 * model.Hour1, model.Day1,
}

// fewBars is below which the distances between a file's bars may all be gaps
// and do not tell their length.
const fewBars = 24

// findStep takes the smallest distance between two bars for their length. It
// stays unknown where there are too few of them to tell.
func (f *coinFile) findStep() error {
	if f.daily {
		f.step = model.Day1
		return nil
	}
	if len(f.rows) < 2 {
		return nil
	}
	least, line := f.rows[1].at-f.rows[0].at, f.rows[1].line
	for i := 2; i < len(f.rows); i++ {
		if d := f.rows[i].at - f.rows[i-1].at; d < least {
			least, line = d, f.rows[i].line
		}
	}
	for _, s := range steps {
		if least.Sub(0) == s.Duration() {
			f.step = s
			return nil
		}
	}
	if len(f.rows) < fewBars {
		return nil
	}
	if usual := f.usualStep(); usual > 0 {
		return f.onGrid(usual) // names the bar that is out of step
	}
	return &Error{File: f.path, Line: line, Reason: "bars of " + least.Sub(0).String() + " are not known; want one of 1m to 1d"}
}

// usualStep returns the length that more than half of the distances between
// bars have, 0 where there is none.
func (f *coinFile) usualStep() model.Interval {
	for _, s := range steps {
		n := 0
		for i := 1; i < len(f.rows); i++ {
			if f.rows[i].at.Sub(f.rows[i-1].at) == s.Duration() {
				n++
			}
		}
		if 2*n > len(f.rows)-1 {
			return s
		}
	}
	return 0
}

// onGrid refuses a bar that does not open on a round moment.
func (f *coinFile) onGrid(step model.Interval) error {
	for _, r := range f.rows {
		if r.at.Floor(step) != r.at {
			return &Error{File: f.path, Line: r.line, Reason: r.at.String() + " is not the opening of a bar of " + step.String()}
		}
	}
	return nil
}
