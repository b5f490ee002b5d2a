package barfile

import (
	"fmt"
	"slices"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Source is a folder of recorded bars. It satisfies market.Source.
type Source struct {
	dir    string
	cal    market.Calendar
	series []*market.Series
}

// maxCandles keeps the grid of all coins within the memory of a small machine.
const maxCandles = 25_000_000

// defaultPast is how much of the bars lies before the beginning of market time
// at most: enough for a daily moving average of 200 days.
const defaultPast = model.Millis(240 * 24 * hourMs)

// build lays the bars of all files on one grid.
func build(dir string, files []*coinFile, from model.Millis) (*Source, error) {
	step, err := commonStep(files)
	if err != nil {
		return nil, err
	}
	s := &Source{dir: dir, cal: market.Calendar{Step: step, Exact: true, Seed: 1}}
	for i, f := range files {
		first, end := f.rows[0].at, f.rows[len(f.rows)-1].at.Add(step.Duration())
		if i == 0 || first < s.cal.First {
			s.cal.First = first
		}
		s.cal.End = max(s.cal.End, end)
	}
	if n := s.cal.Index(s.cal.End); n*len(files) > maxCandles {
		return nil, &Error{File: dir, Reason: fmt.Sprintf("%d coins over %d bars of %s are too many", len(files), n, step)}
	}
	if s.cal.From, err = s.begin(from); err != nil {
		return nil, err
	}
	for _, f := range files {
		s.series = append(s.series, s.lay(f))
	}
	return s, nil
}

// commonStep returns the length of the bars of all files: the smallest any of
// them has, which all of them must have but those too short to tell.
func commonStep(files []*coinFile) (model.Interval, error) {
	var least *coinFile
	for _, f := range files {
		if f.step > 0 && (least == nil || f.step < least.step) {
			least = f
		}
	}
	step := model.Hour1
	if least != nil {
		step = least.step
	}
	for _, f := range files {
		if f.step > step && (f.daily || len(f.rows) >= fewBars) {
			return 0, &Error{File: f.path, Reason: fmt.Sprintf("bars of %s beside bars of %s in %s", f.step, step, model.CleanText(least.path))}
		}
		if err := f.onGrid(step); err != nil {
			return 0, err
		}
	}
	return step, nil
}

// begin returns where market time begins: at from, or where enough lies behind.
func (s *Source) begin(from model.Millis) (model.Millis, error) {
	if !from.Known() {
		return (s.cal.First + min(defaultPast, (s.cal.End-s.cal.First)/2)).Floor(s.cal.Step), nil
	}
	if from < s.cal.First || from >= s.cal.End {
		return 0, &Error{File: s.dir, Reason: fmt.Sprintf("%s lies outside the bars, %s to %s", from, s.cal.First, s.cal.End)}
	}
	return from.Floor(s.cal.Step), nil
}

// ended is how long before the end of the folder a coin's bars must stop for
// it to count as delisted.
const ended = model.Millis(24 * hourMs)

// lay puts the bars of a file on the grid.
func (s *Source) lay(f *coinFile) *market.Series {
	ser := &market.Series{Listing: market.Listing{
		Asset: f.asset, PriceDecimals: f.priceDecimals, LotDecimals: f.lotDecimals,
		TurnoverUSD: turnover(f.rows) * float64(model.Day1) / float64(s.cal.Step),
	}}
	ser.Candles = make([]market.Candle, s.cal.Index(s.cal.End))
	for _, r := range f.rows {
		ser.Candles[s.cal.Index(r.at)] = r.Candle
	}
	if last := f.rows[len(f.rows)-1].at.Add(s.cal.Step.Duration()); s.cal.End-last > ended {
		ser.Announced, ser.Delivery = last, last
	}
	return ser
}

// turnover returns the median volume of a bar in US dollars.
func turnover(rows []row) float64 {
	all := make([]float64, len(rows))
	for i, r := range rows {
		all[i] = r.Quote()
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// Label names the folder and the months its bars cover.
func (s *Source) Label() string {
	const month = "2006-01"
	return fmt.Sprintf("bars from %s, %s..%s", model.CleanText(s.dir),
		s.cal.First.Time().Format(month), (s.cal.End - 1).Time().Format(month))
}

// Calendar returns the time frame of the bars.
func (s *Source) Calendar() market.Calendar { return s.cal }

// Series returns the tape of every coin that has bars, in the order of their
// names.
func (s *Source) Series() []*market.Series { return s.series }

// Extend has nothing to do: all bars are there.
func (s *Source) Extend(model.Millis) {}
