package bybit

import (
	"strconv"
	"strings"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// answer is what the venue says to a request over the websocket.
type answer struct {
	op, message []byte
	id          []byte // req_id
	success     bool
	judged      bool // has "success"

	failed, served []string // topics, of the answers that list them
}

// readAnswer reads an answer.
func readAnswer(r *scan.Reader) (a answer) {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "op":
			a.op, _ = r.Text() // answers with lists of topics have none
		case "ret_msg":
			a.message, _ = r.Text() // the answer itself says enough
		case "req_id":
			a.id, _ = r.Text() // requests without one are answered without
		case "success":
			a.success, _ = r.Bool() // what is not true is no success
			a.judged = true
		case "data":
			a.readTopics(r)
		default:
			r.Skip()
		}
	}
	return a
}

// readTopics reads {"failTopics":[…],"successTopics":[…]}.
func (a *answer) readTopics(r *scan.Reader) {
	if !r.Object() {
		return
	}
	for r.Member() {
		switch string(r.Key()) {
		case "failTopics":
			a.failed = readNames(r)
		case "successTopics":
			a.served = readNames(r)
		default:
			r.Skip()
		}
	}
}

func readNames(r *scan.Reader) (names []string) {
	if !r.Array() {
		return nil
	}
	for r.Element() {
		if name, ok := r.Text(); ok {
			names = append(names, string(name))
		}
	}
	return names
}

// isPong tells whether the answer is to a ping, in one of its two forms.
func (a *answer) isPong() bool {
	return string(a.op) == "pong" || a.success && (string(a.op) == "ping" || string(a.message) == "pong")
}

// reply reads what answers a request. Our own requests, which a recording may
// hold, are told apart by having no verdict.
func (d *Decoder) reply(r *scan.Reader) error {
	a := readAnswer(r)
	switch {
	case r.End() != nil: // End tells what is wrong
	case a.isPong():
		d.build.Note(model.KindPong, "")
	case !a.judged:
		d.build.Ignore("a request of ours")
	case !a.success:
		d.build.Note(model.KindError, refusalText(a.message, figure.Number{}))
	default:
		d.accepted(&a)
	}
	return nil
}

// accepted words the answer to a request that was taken, at least in part.
func (d *Decoder) accepted(a *answer) {
	if len(a.failed) > 0 {
		d.build.Note(model.KindError, "refused: "+model.CleanText(strings.Join(a.failed, " ")))
	}
	switch {
	case len(a.served) > 0:
		d.build.Note(model.KindAck, strconv.Itoa(len(a.served))+" topics")
	case len(a.failed) == 0:
		d.build.Note(model.KindAck, "request accepted")
	}
}
