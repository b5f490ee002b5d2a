package decode

import (
	"encoding/json"
	"math"
	"strconv"

	"eddy/model"
)

// appendEvent writes an event as one JSON object. What the frame does not carry
// is left out; what is known not to apply is null.
func appendEvent(b []byte, ev *model.Event, frame int) []byte {
	o := object{b: append(b, '{')}
	o.text("venue", string(ev.Venue))
	o.text("kind", ev.Kind.String())
	o.text("symbol", ev.Symbol)
	o.text("asset", string(ev.Asset))
	if ev.Multiplier > 0 {
		o.number("multiplier", ev.Multiplier)
	}
	o.moment("event_time", ev.EventTime)
	o.figures(ev)
	if ev.Has.Has(model.FieldBar) {
		o.bar(ev.Bar)
	}
	o.text("text", ev.Text)
	o.count("frame", frame)
	return append(o.b, '}')
}

// appendFault writes the object of a frame that made no sense.
func appendFault(b []byte, venue model.Venue, frame int, fault error) []byte {
	o := object{b: append(b, '{')}
	o.text("venue", string(venue))
	o.count("frame", frame)
	o.text("error", model.CleanText(fault.Error()))
	return append(o.b, '}')
}

// object is a JSON object being written.
type object struct {
	b     []byte
	begun bool
}

func (o *object) key(name string) {
	if o.begun {
		o.b = append(o.b, ',')
	}
	o.begun = true
	o.b = strconv.AppendQuote(o.b, name) // names are plain ASCII, where Go and JSON agree
	o.b = append(o.b, ':')
}

// text writes a string, nothing when it is empty.
func (o *object) text(name, s string) {
	if s == "" {
		return
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return // cannot happen: every string can be written
	}
	o.key(name)
	o.b = append(o.b, quoted...)
}

func (o *object) count(name string, n int) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, int64(n), 10)
}

// number writes the shortest decimal that reads back as v, without an exponent
// over the range prices live in.
func (o *object) number(name string, v float64) {
	o.key(name)
	format := byte('f')
	if a := math.Abs(v); a != 0 && (a < 1e-12 || a >= 1e21) {
		format = 'e'
	}
	o.b = strconv.AppendFloat(o.b, v, format, -1, 64)
}

// moment writes a time, nothing when it is not known.
func (o *object) moment(name string, m model.Millis) {
	if m.Known() {
		o.key(name)
		o.b = strconv.AppendQuote(o.b, m.String())
	}
}

// figures writes the optional figures in the order of cli.md.
func (o *object) figures(ev *model.Event) {
	for _, f := range [...]struct {
		bit  model.Fields
		name string
		v    float64
	}{
		{model.FieldLast, "last", ev.Last},
		{model.FieldBid, "bid", ev.Bid},
		{model.FieldAsk, "ask", ev.Ask},
		{model.FieldMark, "mark", ev.Mark},
		{model.FieldIndex, "index", ev.Index},
		{model.FieldFundingRate, "funding_rate", ev.FundingRate},
		{model.FieldFundingInterval, "funding_interval_h", ev.FundingIntervalH},
		{model.FieldNextFunding, "next_funding", 0},
		{model.FieldOpenInterest, "open_interest", ev.OpenInterest},
		{model.FieldOpenInterestUSD, "open_interest_usd", ev.OpenInterestUSD},
		{model.FieldVolume24hUSD, "volume_24h_usd", ev.Volume24hUSD},
		{model.FieldChange24hPct, "change_24h_pct", ev.Change24hPct},
	} {
		switch {
		case ev.Has&f.bit != 0 && f.bit == model.FieldNextFunding:
			o.moment(f.name, ev.NextFunding)
		case ev.Has&f.bit != 0:
			o.number(f.name, f.v)
		case ev.None&f.bit != 0:
			o.key(f.name)
			o.b = append(o.b, "null"...)
		}
	}
}

// bar writes the bar.
func (o *object) bar(bar model.Bar) {
	o.key("bar")
	in := object{b: append(o.b, '{')}
	in.moment("open_time", bar.OpenTime)
	in.text("interval", bar.Interval.String())
	in.number("open", bar.Open)
	in.number("high", bar.High)
	in.number("low", bar.Low)
	in.number("close", bar.Close)
	if bar.HasVolume {
		in.number("volume", bar.Volume)
	}
	in.key("closed")
	in.b = strconv.AppendBool(in.b, bar.Closed)
	o.b = append(in.b, '}')
}
