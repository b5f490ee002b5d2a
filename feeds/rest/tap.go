package rest

import "time"

// Answer is an answer as it came, good or not.
type Answer struct {
	From string // Config.Venue

	// Asked is the question: method, path and query, of a POST its body too. The
	// address it was sent to is left out, for there a key may stand.
	Asked string

	Status   int
	Refused  bool   // it was no good: an error, or cut off
	Body     []byte // unpacked; valid during the call
	Received time.Time
}

// Tap looks at answers before what asked for them does. Several requests may
// call it at once.
type Tap func(Answer)

// longestAsked is how much of a POST's body an Answer repeats.
const longestAsked = 512

// show lets the tap look at an answer.
func (c *Client) show(what call, status int, body []byte, refused bool) {
	if c.c.Tap == nil {
		return
	}
	asked := what.method + " " + what.path
	if len(what.query) > 0 {
		asked += "?" + what.query.Encode()
	}
	if len(what.body) > 0 {
		asked += " " + string(what.body[:min(len(what.body), longestAsked)])
	}
	c.c.Tap(Answer{From: c.c.Venue, Asked: asked, Status: status, Refused: refused, Body: body, Received: c.c.Now()})
}
