package weex

import (
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// answer is what the venue says to a request: {"result":true,"id":1}, or
// {"result":false,"id":1,"msg":"…"}.
type answer struct {
	id       int64
	accepted bool
	judged   bool // the answer says yes or no
	message  []byte
	code     figure.Number
}

func readAnswer(r *scan.Reader) (a answer) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "result":
			a.accepted, a.judged = r.Bool()
		case "id":
			a.id, _ = r.Int() // an answer without id is nobody's
		case "msg":
			a.message, _ = r.Text() // words are welcome but not needed
		case "code":
			a.code = figure.Read(r)
		default:
			r.Skip()
		}
	}
	return a
}

// reply reads what answers a request.
func (d *Decoder) reply(r *scan.Reader) error {
	a := readAnswer(r)
	switch {
	case r.Failed():
	case a.judged && !a.accepted, len(a.message) > 0, a.code.OK && a.code.V != 0:
		d.build.Note(model.KindError, refusalText(a.message, a.code))
	default:
		d.build.Note(model.KindAck, "request accepted")
	}
	return nil
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

// notice reads what the server says by itself: a greeting, or a ping.
func (d *Decoder) notice(r *scan.Reader, name []byte) error {
	var stamp model.Millis
	var message []byte
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "time":
			stamp = figure.Moment(r)
		case "msg", "message":
			message, _ = r.Text() // words are welcome but not needed
		default:
			r.Skip()
		}
	}
	if r.Failed() {
		return nil // End tells what is wrong
	}
	d.noticeEvent(name, message).EventTime = stamp
	return nil
}

func (d *Decoder) noticeEvent(name, message []byte) *model.Event {
	switch string(name) {
	case "connected":
		return d.build.Note(model.KindLink, greeting)
	case "ping":
		return d.build.Note(model.KindPong, "the venue asks for a pong")
	case "pong":
		return d.build.Note(model.KindPong, "the venue answers a ping")
	case "error":
		return d.build.Note(model.KindError, refusalText(message, figure.Number{}))
	default:
		return d.build.Note(model.KindIgnored, "not followed: "+model.CleanText(string(name)))
	}
}

// greeting is what the venue says when a socket opens.
const greeting = "connected"
