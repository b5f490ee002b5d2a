package weex

import (
	"slices"
	"strings"
	"sync"

	"eddy/feeds/scan"
	"eddy/feeds/wire"
)

// requests remembers what each request of a connection asked for, since a
// refusal names it only by number. It is safe for use by several goroutines:
// the session's keeper renders, its reader settles.
type requests struct {
	mu   sync.Mutex
	last int
	open map[int64][]string // by id
}

func newRequests() *requests { return &requests{open: make(map[int64][]string)} }

// restart forgets the requests of the connection before.
func (q *requests) restart() {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.open)
}

// subscribe renders one request for each contract and remembers them.
func (q *requests) subscribe(names []string) [][]byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	var frames [][]byte
	for _, chunk := range bySymbol(names) {
		q.last = q.last%(carelessID-1) + 1
		q.open[int64(q.last)] = chunk
		frames = append(frames, render(command{"SUBSCRIBE", chunk, q.last}))
	}
	return frames
}

// take returns what a request asked for and forgets it.
func (q *requests) take(id int64) []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	names := q.open[id]
	delete(q.open, id)
	return names
}

// verdict is what becomes of the streams of a request.
type verdict struct {
	accepted []string
	refused  []string // not to be asked for again
	again    []string // innocent of the refusal
	reason   string
}

// settle finds out what an answer means for the streams of its request. The
// sixth refusal closes the socket, so nothing is tried out: where no stream is
// named as the culprit, all of the contract's are given up.
func (q *requests) settle(a *answer) (v verdict) {
	names := q.take(a.id)
	if a.accepted {
		v.accepted = names
		return v
	}
	v.reason, v.refused = string(a.message), names
	_, event, found := strings.Cut(v.reason, "invalid event : ")
	if !found {
		return v
	}
	guilty := func(name string) bool { return strings.HasSuffix(name, "@"+strings.TrimSpace(event)) }
	if slices.ContainsFunc(names, guilty) {
		v.again = slices.DeleteFunc(slices.Clone(names), guilty)
		v.refused = slices.DeleteFunc(names, func(name string) bool { return !guilty(name) })
	}
	return v
}

// answered settles the answer to a request with the session; other frames are
// none of its business.
func (q *requests) answered(s *wire.Session, frame []byte) {
	r := scan.Over(frame)
	a := readAnswer(&r)
	if r.End() != nil || !a.judged {
		return
	}
	v := q.settle(&a)
	for _, name := range v.accepted {
		s.Ack(name)
	}
	for _, name := range v.refused {
		s.Refuse(name, v.reason)
	}
	if len(v.again) > 0 {
		s.AskAgain(v.again...)
	}
}
