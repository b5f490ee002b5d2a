package bybit

import (
	"errors"
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// body is the envelope of a REST answer. Recorders may have sorted its keys, so
// the result is only marked while the rest is read.
type body struct {
	code    figure.Number
	message []byte
	stamp   model.Millis
	result  scan.Reader // at the result
	carried bool
}

// readBody reads the envelope.
func readBody(r *scan.Reader) (b body) {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "retCode":
			b.code = figure.Read(r)
		case "retMsg":
			b.message, _ = r.Text() // the code alone says enough
		case "time":
			b.stamp = figure.Moment(r)
		case "result":
			b.result, b.carried = *r, true
			r.Skip()
		default:
			r.Skip()
		}
	}
	return b
}

// refused tells whether the venue refused a request; it answers with HTTP 200
// all the same.
func (b *body) refused() bool { return b.code.OK && b.code.V != 0 }

// body reads a REST body.
func (d *Decoder) body(r *scan.Reader) error {
	b := readBody(r)
	switch {
	case r.End() != nil:
		return nil // End tells what is wrong
	case b.refused():
		d.build.Note(model.KindError, refusalText(b.message, b.code))
		return nil
	case !b.carried:
		return errors.New("neither a result nor a refusal")
	}
	in := b.result
	before := in.Refused()
	err := d.result(&in, &b)
	d.build.Refused += uint64(in.Refused() - before)
	return err
}

// refusalText writes a refusal in one line.
func refusalText(message []byte, code figure.Number) string {
	text := model.CleanText(string(message))
	if text == "" {
		text = "refused"
	}
	if code.OK {
		text += " (code " + strconv.FormatFloat(code.V, 'f', -1, 64) + ")"
	}
	return text
}

// result is what a body carries: a list and whose it is, where all rows are of
// one symbol.
type result struct {
	category []byte
	symbol   []byte
	list     scan.Reader
	hasList  bool
}

func readResult(r *scan.Reader) (res result) {
	if !r.Object() {
		return res
	}
	for r.Member() {
		switch string(r.Key()) {
		case "category":
			res.category, _ = r.Text() // names tell as well
		case "symbol":
			res.symbol, _ = r.Text() // rows may have their own
		case "list":
			if r.Sort() == scan.Array {
				res.list, res.hasList = *r, true
			}
			r.Skip()
		default:
			r.Skip()
		}
	}
	return res
}

// result reads the list of a body.
func (d *Decoder) result(r *scan.Reader, b *body) error {
	res := readResult(r)
	if !res.hasList {
		d.build.Note(model.KindIgnored, "an answer without a list: not followed").EventTime = b.stamp
		return nil
	}
	list := res.list
	if category := string(res.category); category == "inverse" || category == "option" {
		n := countRows(&list)
		d.build.Ignore(coinText[category] + " of " + strconv.Itoa(n) + " rows")
		return nil
	}
	before, from := list.Refused(), len(d.build.Out)
	d.rows(&list, &res, b.stamp)
	d.build.Refused += uint64(list.Refused() - before)
	dateSettlements(d.build.Out[from:])
	dateBars(d.build.Out[from:], b.stamp)
	if len(d.build.Out) == from && d.build.Faults == 0 {
		d.build.Ignore("nothing: an empty list")
	}
	return d.build.Fault()
}

// coinText says why lists of some categories are not followed.
var coinText = map[string]string{
	"inverse": "coin-margined contracts: a list",
	"option":  "options: a list",
}

func countRows(r *scan.Reader) (n int) {
	for r.Array(); r.Element(); n++ {
		r.Skip()
	}
	return n
}

// rows reads every row of a list: arrays are bars, objects are told apart by
// what they carry. A row that makes no sense does not spoil the others.
func (d *Decoder) rows(r *scan.Reader, res *result, stamp model.Millis) {
	var l list
	l.spot = string(res.category) == "spot"
	l.stamp = stamp
	if len(res.symbol) > 0 {
		c, err := d.rowContract(res.symbol, l.spot)
		if err != nil {
			d.build.Blame(err)
			return
		}
		if c.Refusal != "" {
			d.build.Say(&c.Subject, model.KindIgnored, c.Refusal)
			return
		}
		l.of = c
	}
	for r.Array(); r.Element(); {
		switch r.Sort() {
		case scan.Object:
			d.build.Blame(d.row(r, &l))
		case scan.Array:
			d.barOf(r, l.of)
		default:
			r.Skip()
			d.build.Blame(errors.New("a row that is neither an object nor an array"))
		}
	}
	if l.tiers > 0 {
		d.build.Ignore("margin tiers, " + strconv.Itoa(l.tiers) + " rows: not market data")
	}
	if l.strange > 0 {
		d.build.Ignore("a list of " + strconv.Itoa(l.strange) + " rows of a sort that is not followed")
	}
}

// rowContract returns the contract of a row. Spot pairs have the names of
// linear contracts and are not to be mistaken for them.
func (d *Decoder) rowContract(symbol []byte, spot bool) (*contract, error) {
	c, err := d.contracts.Of(symbol)
	if err != nil || !spot || c.Refusal != "" {
		return c, err
	}
	pair := *c
	pair.kind, pair.listedH = model.ContractSpot, 0
	return &pair, nil
}

// barOf reads a row of bars.
func (d *Decoder) barOf(r *scan.Reader, c *contract) {
	if c == nil {
		r.Skip()
		d.build.Blame(errors.New("bars of a contract that is not named"))
		return
	}
	d.barRow(r, c)
}
