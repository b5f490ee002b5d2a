package binance

import (
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// reply reads what answers a request: {"result":null,"id":1}, the list of
// subscriptions, or a refusal in one of its two forms. Our own requests, which
// a recording may hold, are told apart by their method.
func (d *Decoder) reply(r *scan.Reader) error {
	var refusal, request bool
	var code figure.Number
	var message []byte
	subscriptions := -1
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "result":
			if r.Sort() == scan.Array {
				subscriptions = count(r)
			} else {
				r.Skip()
			}
		case "error":
			refusal = true
			code, message = readRefusal(r)
		case "code":
			refusal = true
			code = figure.Read(r)
		case "msg":
			message, _ = r.Text() // the code alone says enough
		case "method":
			request = true
			r.Skip()
		default:
			r.Skip()
		}
	}
	switch {
	case refusal:
		d.build.Note(model.KindError, refusalText(message, code))
	case request:
		d.build.Ignore("a request of ours")
	case subscriptions >= 0:
		d.build.Note(model.KindAck, strconv.Itoa(subscriptions)+" subscriptions")
	default:
		d.build.Note(model.KindAck, "request accepted")
	}
	return nil
}

// readRefusal reads the inner object {"code":…,"msg":…}.
func readRefusal(r *scan.Reader) (code figure.Number, message []byte) {
	if !r.Object() {
		return code, nil
	}
	for r.Member() {
		switch string(r.Key()) {
		case "code":
			code = figure.Read(r)
		case "msg":
			message, _ = r.Text() // the code alone says enough
		default:
			r.Skip()
		}
	}
	return code, message
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

// shutdown reads the announcement that the server will be restarted.
func (d *Decoder) shutdown(r *scan.Reader) error {
	var stamp model.Millis
	for r.Object(); r.Member(); {
		if string(r.Key()) == "E" {
			stamp = figure.Moment(r)
		} else {
			r.Skip()
		}
	}
	if !r.Failed() {
		d.closing = true
		d.build.Note(model.KindLink, "the venue announces a restart of its server").EventTime = stamp
	}
	return nil
}

// neverDelivered is the delivery date of perpetuals, 2100-12-25.
const neverDelivered = model.Millis(4133404800000)

// contractNews is what contractInfo tells of one contract.
type contractNews struct {
	symbol, contractType, status []byte
	stamp, delivery, onboard     model.Millis
	brackets                     int
	maxLeverage                  figure.Number
}

// contractInfo reads news about a contract: a listing, a delisting, or a change
// of its leverage brackets. Only the brackets that change are given.
func (d *Decoder) contractInfo(r *scan.Reader) error {
	var n contractNews
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "E":
			n.stamp = figure.Moment(r)
		case "s":
			n.symbol, _ = r.Text() // a missing symbol is refused below
		case "ct":
			n.contractType, _ = r.Text() // left out of the words
		case "cs":
			n.status, _ = r.Text() // left out of the words
		case "dt":
			n.delivery = figure.Moment(r)
		case "ot":
			n.onboard = figure.Moment(r)
		case "bks":
			n.readBrackets(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, n.symbol, 0)
	if c == nil {
		return err
	}
	d.build.Say(&c.Subject, model.KindLink, n.words(c)).EventTime = n.stamp
	return nil
}

func (n *contractNews) readBrackets(r *scan.Reader) {
	if !r.Array() {
		return
	}
	for r.Element() {
		n.brackets++
		if !r.Object() {
			continue
		}
		for r.Member() {
			if string(r.Key()) != "ma" {
				r.Skip()
			} else if f := figure.Read(r); f.OK && f.V > n.maxLeverage.V {
				n.maxLeverage = f
			}
		}
	}
}

// words says the news in one line.
func (n *contractNews) words(c *contract) string {
	text := c.Symbol + ": " + n.what(c)
	for _, detail := range [][]byte{n.contractType, n.status} {
		if len(detail) > 0 {
			text += ", " + model.CleanText(string(detail))
		}
	}
	return text
}

func (n *contractNews) what(c *contract) string {
	ending := n.delivery.Known() && n.delivery != neverDelivered
	switch status := string(n.status); {
	case status == "PENDING_TRADING":
		return "to be listed" + on(n.onboard)
	case status != "TRADING" && status != "":
		return "trading ends" + on(n.delivery)
	case n.brackets > 0:
		return "leverage brackets changed (" + strconv.Itoa(n.brackets) + ", up to " + strconv.FormatFloat(n.maxLeverage.V, 'f', -1, 64) + "x)"
	case ending && c.kind == model.ContractPerpetual:
		return "to be delisted" + on(n.delivery)
	default:
		return "listed" + on(n.onboard)
	}
}

// on writes a date after a word, nothing when it is not known or never.
func on(m model.Millis) string {
	if !m.Known() || m == neverDelivered {
		return ""
	}
	return " on " + m.Time().Format("2006-01-02 15:04") + " UTC"
}
