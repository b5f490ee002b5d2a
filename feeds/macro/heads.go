package macro

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"eddy/feeds/rest"
	"eddy/feeds/wire"
	"eddy/model"
)

// caller asks a node a question and returns its whole reply.
type caller interface {
	call(ctx context.Context, method string, params []any) ([]byte, error)
}

// overHTTP asks by POST.
type overHTTP struct{ client *rest.Client }

func (o overHTTP) call(ctx context.Context, method string, params []any) ([]byte, error) {
	body, err := request(1, method, params)
	if err != nil {
		return nil, err
	}
	return o.client.Post(ctx, "", body, 1)
}

// request writes a JSON-RPC request.
func request(id int, method string, params []any) ([]byte, error) {
	return json.Marshal(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
}

// Figures of the socket to a node.
const (
	headsTopic   = "newHeads"
	headsSilence = 3 * time.Minute // fifteen blocks
	headsPing    = 30 * time.Second
	callPatience = 20 * time.Second
	headsWaiting = 64 // blocks that wait while a question is under way: 12 minutes of them
)

// subscribeID is the id of the request that asks for new blocks; questions are
// numbered above it.
const subscribeID = 1

// headNews is what the socket tells the source: a new block, or that the link
// has changed.
type headNews struct {
	head   header
	link   model.LinkState
	reason string
}

// socket hears of new blocks over a websocket and asks questions on it.
type socket struct {
	session *wire.Session
	news    chan headNews

	mu      sync.Mutex
	lastID  int
	waiting map[int]chan []byte
}

// newSocket returns a socket that is not connected yet.
func newSocket(c *Config, url string) (*socket, error) {
	k := &socket{news: make(chan headNews, headsWaiting), lastID: subscribeID, waiting: make(map[int]chan []byte)}
	session, err := wire.New(wire.Config{
		Name: "ethereum", URL: url,
		Subscribe: func([]string) [][]byte {
			frame, err := request(subscribeID, "eth_subscribe", []any{headsTopic})
			if err != nil {
				return nil
			}
			return [][]byte{frame}
		},
		PingFrames: true, PingEvery: headsPing,
		Handle:  k.hear,
		OnState: func(state model.LinkState, reason string) { k.tell(headNews{link: state, reason: reason}) },
		Now:     c.Now, Rand: c.Rand, Log: c.Log,
	})
	if err != nil {
		return nil, err
	}
	session.SetTopics([]wire.Topic{{Name: headsTopic, Group: "blocks", MaxSilence: headsSilence}})
	k.session = session
	return k, nil
}

// tell passes news on. When nobody has read for so long that the channel is
// full, the news is left out: a question later repairs the means.
func (k *socket) tell(n headNews) {
	select {
	case k.news <- n:
	default:
	}
}

// frame is anything a node says on a websocket.
type frame struct {
	rpcReply
	Method text `json:"method"`
	Params struct {
		Result header `json:"result"`
	} `json:"params"`
}

var errNoHead = errors.New("a block without number, time or base fee")

// hear takes a frame: a new block, the answer to the subscription, or the
// answer to a question.
func (k *socket) hear(s *wire.Session, data []byte, _ time.Time) (string, error) {
	var f frame
	if err := json.Unmarshal(data, &f); err != nil {
		return "", fmt.Errorf("read: %w", err)
	}
	switch {
	case f.Method == "eth_subscription":
		h := f.Params.Result
		if !h.Number.known || !h.BaseFee.known || h.at() == 0 {
			return headsTopic, errNoHead
		}
		k.tell(headNews{head: h})
		return headsTopic, nil
	case f.ID.value == subscribeID && f.Error != nil:
		return "", fmt.Errorf("the node says: %s", model.CleanText(string(f.Error.Msg)))
	case f.ID.value == subscribeID:
		s.Ack(headsTopic)
		return "", nil
	default:
		k.answer(int(f.ID.value), data)
		return "", nil
	}
}

// answer hands a reply to whoever waits for it.
func (k *socket) answer(id int, data []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if c := k.waiting[id]; c != nil {
		c <- append([]byte(nil), data...) // has room for the one answer there is
		delete(k.waiting, id)
	}
}

var errNoReply = errors.New("no answer in time")

// call asks a question on the socket and waits for the reply.
func (k *socket) call(ctx context.Context, method string, params []any) ([]byte, error) {
	id, reply := k.expect()
	defer k.forget(id)
	body, err := request(id, method, params)
	if err != nil {
		return nil, err
	}
	if err := k.session.Send(body); err != nil {
		return nil, err
	}
	patience := time.NewTimer(callPatience)
	defer patience.Stop()
	select {
	case data := <-reply:
		return data, nil
	case <-patience.C:
		return nil, errNoReply
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (k *socket) expect() (int, chan []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lastID++
	reply := make(chan []byte, 1)
	k.waiting[k.lastID] = reply
	return k.lastID, reply
}

func (k *socket) forget(id int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.waiting, id)
}

// run keeps the socket connected until ctx ends.
func (k *socket) run(ctx context.Context) { _ = k.session.Run(ctx) } // ends with ctx's error and no other

// blocks keeps the base fees of the newest blocks. A height that comes again
// with another hash replaces the first and everything above it: the chain was
// reorganised.
type blocks struct {
	fees map[float64]blockFee
}

type blockFee struct {
	at  model.Millis
	fee float64
}

// blocksKept is how far back blocks are kept: the running ten minutes and those
// before.
const blocksKept = 2 * gasStep

func newBlocks() *blocks { return &blocks{make(map[float64]blockFee)} }

// add takes a block in and returns the means it changes.
func (b *blocks) add(h header) []model.ContextPoint {
	at := h.at()
	for n, f := range b.fees {
		if n >= h.Number.value || f.at < at.Add(-blocksKept) {
			delete(b.fees, n)
		}
	}
	b.fees[h.Number.value] = blockFee{at, h.BaseFee.gwei().value}
	sums := newBuckets()
	for _, n := range sortedKeys(b.fees) {
		sums.add(b.fees[n].at, b.fees[n].fee)
	}
	points := sums.points()
	if len(points) > 1 {
		points = points[1:] // the first span may have lost its beginning
	}
	return points
}
