package macro

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"eddy/model"
)

// slot is the time between two blocks (venues/context §4).
const slot = 12 * time.Second

// gasStep is the span base fees are averaged over.
const gasStep = 10 * time.Minute

// quantity is a JSON-RPC number: hex with 0x in front.
type quantity struct {
	value float64
	known bool
}

// UnmarshalJSON never fails; what is no quantity is not there.
func (q *quantity) UnmarshalJSON(data []byte) error {
	*q = parseQuantity(strings.Trim(string(data), `"`))
	return nil
}

func parseQuantity(s string) quantity {
	digits, isHex := strings.CutPrefix(s, "0x")
	if !isHex || digits == "" || len(digits) > 64 || strings.ContainsAny(digits, "+-_") {
		return quantity{}
	}
	n, ok := new(big.Int).SetString(digits, 16)
	if !ok {
		return quantity{}
	}
	v, _ := new(big.Float).SetInt(n).Float64()
	return quantity{v, true}
}

// gwei converts wei.
func (q quantity) gwei() figure { return figure{q.value / 1e9, q.known} }

// feeHistory is the result of eth_feeHistory, as far as it is used. BaseFee has
// one entry more than there are blocks: the next block's.
type feeHistory struct {
	Oldest  quantity   `json:"oldestBlock"`
	BaseFee []quantity `json:"baseFeePerGas"`
}

// rpcReply is a JSON-RPC answer.
type rpcReply struct {
	ID     figure          `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *rpcError       `json:"error"`
}

// rpcError is what a node says when it refuses.
type rpcError struct {
	Code figure `json:"code"`
	Msg  text   `json:"message"`
}

var errNoResult = errors.New("the node has no answer")

// readFeeHistory reads an answer to eth_feeHistory.
func readFeeHistory(body []byte) (feeHistory, error) {
	var reply rpcReply
	if err := json.Unmarshal(body, &reply); err != nil {
		return feeHistory{}, fmt.Errorf("read base fees: %w", err)
	}
	if reply.Error != nil {
		return feeHistory{}, fmt.Errorf("the node says: %s %s", strconv.FormatFloat(reply.Error.Code.value, 'f', -1, 64), model.CleanText(string(reply.Error.Msg)))
	}
	var h feeHistory
	if len(reply.Result) == 0 || string(reply.Result) == "null" {
		return h, errNoResult
	}
	if err := json.Unmarshal(reply.Result, &h); err != nil {
		return h, fmt.Errorf("read base fees: %w", err)
	}
	if len(h.BaseFee) < 2 || !h.Oldest.known {
		return h, errEmpty
	}
	return h, nil
}

// blocks returns how many blocks the history covers, the next one not counted.
func (h *feeHistory) blocks() int { return len(h.BaseFee) - 1 }

// last returns the number of the newest block.
func (h *feeHistory) last() float64 { return h.Oldest.value + float64(h.blocks()-1) }

// mean returns the mean base fee of all its blocks.
func (h *feeHistory) mean() figure {
	total, n := 0.0, 0
	for _, q := range h.BaseFee[:h.blocks()] {
		if f := q.gwei(); f.known {
			total, n = total+f.value, n+1
		}
	}
	if n == 0 {
		return figure{}
	}
	return figure{total / float64(n), true}
}

// gasNow reads the fees of the newest blocks: a mean for every ten minutes, stamped with
// their beginning, and the next block's fee. The answer tells no times: the
// newest block is of now and the others lie a slot apart, which is off by a
// slot for each one missed.
func gasNow(body []byte, now model.Millis) (answer, error) {
	h, err := readFeeHistory(body)
	if err != nil {
		return answer{}, err
	}
	var a answer
	b := newBuckets()
	for i, q := range h.BaseFee[:h.blocks()] {
		if f := q.gwei(); f.known {
			b.add(now.Add(-time.Duration(h.blocks()-1-i)*slot), f.value)
		}
	}
	a.keep(reading{series: "gas.base_fee", unit: gwei, points: b.points()})
	next := reading{series: "gas.base_fee.next", unit: gwei}
	next.addNow(&a, now, h.BaseFee[h.blocks()].gwei())
	a.keep(next)
	return a.done()
}

// buckets averages base fees over steps of time.
type buckets struct {
	sums map[model.Millis]*mean
}

type mean struct {
	total float64
	n     int
}

func newBuckets() *buckets { return &buckets{make(map[model.Millis]*mean)} }

// add notes the base fee of a block.
func (b *buckets) add(at model.Millis, fee float64) {
	step := model.Millis(gasStep.Milliseconds())
	start := at - at%step
	if b.sums[start] == nil {
		b.sums[start] = &mean{}
	}
	b.sums[start].total += fee
	b.sums[start].n++
}

// points returns the means, oldest first.
func (b *buckets) points() []model.ContextPoint {
	var out []model.ContextPoint
	for _, start := range sortedKeys(b.sums) {
		m := b.sums[start]
		out = append(out, model.ContextPoint{Time: start, Value: m.total / float64(m.n)})
	}
	return out
}

// header is a block's header as newHeads tells it.
type header struct {
	Number  quantity `json:"number"`
	Hash    text     `json:"hash"`
	BaseFee quantity `json:"baseFeePerGas"`
	Used    quantity `json:"gasUsed"`
	Limit   quantity `json:"gasLimit"`
	Time    quantity `json:"timestamp"`
}

// at returns when the block was made.
func (h *header) at() model.Millis { return seconds(figure{h.Time.value, h.Time.known}) }

// next returns the base fee of the block after: an eighth more when the block
// was full, an eighth less when it was empty (EIP-1559).
func (h *header) next() figure {
	target := h.Limit.value / 2
	if !h.BaseFee.known || !h.Used.known || !h.Limit.known || target <= 0 || h.Used.value > h.Limit.value {
		return figure{}
	}
	base := h.BaseFee.value
	return quantity{base + base*(h.Used.value-target)/target/8, true}.gwei()
}
