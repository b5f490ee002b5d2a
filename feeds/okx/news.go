package okx

import (
	"bytes"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// head is what a frame says besides arg and data.
type head struct {
	event   []byte
	op      bool // a request of ours, which a recording may hold
	code    code
	message []byte
	detail  []byte // channel of channel-conn-count
	hasData bool
}

// code is the venue's verdict, text as a rule.
type code struct {
	text  string
	given bool
}

func (h *head) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "event":
		h.event, _ = r.Text() // a nameless event is none
	case "op":
		h.op = true
		r.Skip()
	case "code":
		h.code = code{string(bytes.Trim(r.Raw(), `"`)), true}
	case "msg":
		h.message, _ = r.Text() // the code alone says enough
	case "channel":
		h.detail, _ = r.Text() // left out of the words
	default:
		r.Skip()
	}
}

func (h *head) isReply() bool { return len(h.event) > 0 || h.op }

// verdict is what a reply says about a request.
type verdict uint8

const (
	noVerdict verdict = iota
	accepted
	refused
	closing // the venue will close this socket soon
)

// reply is what an adapter needs to know of a reply besides its event.
type reply struct {
	verdict verdict
	message string // the venue's own words
}

// soonClosed is the notice that this socket will be closed for an upgrade
// (venues/okx §2).
const soonClosed = "64008"

// reply turns an answer, a refusal or a notice into its event.
func (d *Decoder) reply(h *head) {
	if h.op {
		d.build.Ignore("a request of ours")
		return
	}
	message := model.CleanText(string(h.message))
	switch event := string(h.event); event {
	case "subscribe", "unsubscribe", "login":
		d.heard = reply{verdict: accepted}
		d.answer(model.KindAck, event)
	case "error", "channel-conn-count-error":
		d.heard = reply{refused, message}
		d.answer(model.KindError, refusalText(h.message, h.code.text))
	case "notice":
		if h.code.text == soonClosed {
			d.heard = reply{closing, message}
		}
		d.build.Note(model.KindLink, refusalText(h.message, h.code.text))
	case "channel-conn-count":
		d.build.Ignore("how many connections share a channel: " + model.CleanText(string(h.detail)))
	default:
		d.build.Ignore("not followed: " + model.CleanText(event))
	}
}

// answer says something about the channel the frame names.
func (d *Decoder) answer(kind model.Kind, text string) {
	c := &nobody
	if known, err := d.contracts.Of(d.inst); err == nil && len(d.inst) > 0 {
		c = known
	}
	if kind == model.KindAck && d.channel != nil {
		text += " " + model.CleanText(string(d.channel))
	}
	d.build.Say(&c.Subject, kind, text)
}

// refusalText writes a refusal in one line.
func refusalText(message []byte, code string) string {
	text := model.CleanText(string(message))
	if text == "" {
		text = "refused"
	}
	if code != "" {
		text += " (code " + model.CleanText(code) + ")"
	}
	return text
}

// status reads a row of the channel of that name: maintenance announced, under
// way or over.
func (d *Decoder) status(r *scan.Reader) error {
	var title, state []byte
	var stamp model.Millis
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "title":
			title, _ = r.Text() // the state alone says enough
		case "state":
			state, _ = r.Text() // the title alone says enough
		case "ts":
			stamp = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	if r.Failed() {
		return nil // End tells what is wrong
	}
	text := "maintenance " + model.CleanText(string(state)) + ": " + model.CleanText(string(title))
	d.build.Note(model.KindLink, text).EventTime = stamp
	return nil
}
