package hyperliquid

import (
	"eddy/feeds/scan"
	"eddy/model"
)

// ack reads subscriptionResponse, which repeats the request.
func (d *Decoder) ack(r *scan.Reader) error {
	var method, kind, coin, interval []byte
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "method":
			method, _ = r.Text() // left out of the words
		case "subscription":
			kind, coin, interval = readSubscription(r)
		default:
			r.Skip()
		}
	}
	if r.Failed() {
		return nil // End tells what is wrong
	}
	d.belongs(string(kind), coin, interval)
	d.acked = string(method) == "subscribe"
	text := string(method) + " " + string(kind)
	for _, detail := range [][]byte{coin, interval} {
		if len(detail) > 0 {
			text += " " + string(detail)
		}
	}
	d.build.Note(model.KindAck, model.CleanText(text))
	return nil
}

func readSubscription(r *scan.Reader) (kind, coin, interval []byte) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "type":
			kind, _ = r.Text() // an ack of nothing belongs to nothing
		case "coin":
			coin, _ = r.Text() // not every subscription has one
		case "interval":
			interval, _ = r.Text() // only bars have one
		default:
			r.Skip()
		}
	}
	return kind, coin, interval
}

// refusal reads the words of the error channel.
func (d *Decoder) refusal(r *scan.Reader) error {
	words, ok := r.Text()
	if !ok {
		words = []byte("refused")
	}
	if !r.Failed() {
		d.build.Note(model.KindError, model.CleanText(string(words)))
	}
	return nil
}

// bodyRefusal reads an error told by REST: {"error":…}, or
// {"status":"err","response":…}.
func (d *Decoder) bodyRefusal(r *scan.Reader) error {
	text := "refused"
	for ok := r.Object(); ok && r.Member(); {
		switch key := string(r.Key()); {
		case (key == "error" || key == "response") && r.Sort() == scan.Text:
			words, _ := r.Text() // it is one
			text = model.CleanText(string(words))
		default:
			r.Skip()
		}
	}
	if !r.Failed() {
		d.build.Note(model.KindError, text)
	}
	return nil
}
