package bingx

import (
	"errors"
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// answer is what a frame says to a request of ours.
type answer struct {
	id      []byte // of the request, part of the frame; nil when the frame answers none
	refusal string // why not; "" when the venue accepted
}

// heartbeat tells of a ping or a pong.
func (d *Decoder) heartbeat(word string) {
	text := "the venue answers a ping"
	if word == pingWord {
		text = "the venue asks for a pong"
	}
	d.build.Note(model.KindPong, text)
}

// refusal tells of a request that the venue refused, by websocket or REST. The
// status of the latter is 200 even then.
func (d *Decoder) refusal(h *head) {
	c := &nobody
	if len(h.symbol) > 0 && string(h.symbol) != everyone {
		if known, err := d.contracts.Of(h.symbol); err == nil {
			c = known
		}
	}
	text := refusalText(h.message, h.code)
	d.answer = answer{id: h.id, refusal: text}
	d.topic = nil // it is no data of the topic
	d.build.Say(&c.Subject, model.KindError, text).EventTime = h.stamp
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

// requests reads a list of requests of ours, as a recording may hold them, or of
// rows without the envelope of REST.
func (d *Decoder) requests(r *scan.Reader) error {
	ours, ahead := 0, *r
	for ahead.Array(); ahead.Element(); {
		if ahead.Sort() != scan.Object {
			ahead.Skip()
			continue
		}
		for ahead.Object(); ahead.Member(); {
			if string(ahead.Key()) == "reqType" {
				ours++
			}
			ahead.Skip()
		}
	}
	if ours == 0 {
		return d.body(r)
	}
	r.Skip()
	d.build.Ignore("requests of ours: " + strconv.Itoa(ours))
	return nil
}

// errShape is of a body that carries nothing known.
var errShape = errors.New("an object of no known shape")
