package bybit

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"eddy/feeds/scan"
	"eddy/feeds/wire"
)

// requests remembers what each subscribe request of a connection asked for.
// One topic the venue will not serve refuses the whole request, so the answer
// has to lead back to the others, which are asked for again without it. It is
// safe for use by several goroutines: the session's keeper renders, its reader
// settles.
type requests struct {
	mu   sync.Mutex
	last int
	open map[string][]string // by req_id
}

func newRequests() *requests { return &requests{open: make(map[string][]string)} }

// restart forgets the requests of the connection before.
func (q *requests) restart() {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.open)
}

// subscribe renders requests for topics and remembers them.
func (q *requests) subscribe(names []string) [][]byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	var frames [][]byte
	for chunk := range slices.Chunk(names, topicsAtOnce) {
		q.last++
		id := "s" + strconv.Itoa(q.last)
		q.open[id] = slices.Clone(chunk)
		frames = append(frames, render("subscribe", id, chunk))
	}
	return frames
}

// take returns what a request asked for and forgets it.
func (q *requests) take(id []byte) []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	names := q.open[string(id)]
	delete(q.open, string(id))
	return names
}

// verdict is what becomes of the topics of a request.
type verdict struct {
	accepted []string   // served, or served already
	refused  []string   // not to be asked for again
	again    [][]string // each to be asked for in a request of its own
	reason   string
}

// settle finds out what an answer means for the topics of its request.
func (q *requests) settle(a *answer) (v verdict) {
	names := q.take(a.id)
	switch {
	case len(names) == 0:
		return v // an answer to a ping, to unsubscribe, or to the connection before
	case a.success:
		v.accepted = names
		return v
	}
	v.reason = string(a.message)
	reason, culprit, _ := strings.Cut(v.reason, ",topic:")
	at := slices.Index(names, culprit)
	switch {
	case at >= 0 && strings.Contains(reason, "already subscribed"):
		v.accepted = []string{culprit}
	case at >= 0:
		v.refused = []string{culprit}
	case len(names) == 1:
		v.refused = names
		return v
	default: // nobody is named: halves find the culprit in a few rounds
		half := len(names) / 2
		v.again = [][]string{names[:half], names[half:]}
		return v
	}
	if rest := slices.Delete(names, at, at+1); len(rest) > 0 {
		v.again = [][]string{rest}
	}
	return v
}

// answered settles the answer to a request with the session; other frames are
// none of its business.
func (q *requests) answered(s *wire.Session, frame []byte) {
	r := scan.Over(frame)
	a := readAnswer(&r)
	if r.End() != nil || !a.judged || string(a.op) != "subscribe" {
		return
	}
	v := q.settle(&a)
	for _, name := range v.accepted {
		s.Ack(name)
	}
	for _, name := range v.refused {
		s.Refuse(name, v.reason)
	}
	for _, names := range v.again {
		for _, request := range q.subscribe(names) {
			if err := s.Send(request); err != nil {
				return // the connection is gone, and the next one asks for everything
			}
		}
	}
}
