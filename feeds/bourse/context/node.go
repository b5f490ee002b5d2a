package context

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"eddy/model"
)

// Blocks are counted from a height at a moment, one every twelve seconds.
const (
	firstBlock = 24_000_000
	slot       = model.Millis(12_000)
	mostBlocks = 1024 // of one request, as nodes have it
)

// firstBlockAt is when firstBlock was made; the height before it goes down.
var firstBlockAt = model.MillisOf(time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC))

func blockAt(t model.Millis) int64 { return firstBlock + int64((t-firstBlockAt)/slot) }

func timeOf(block int64) model.Millis { return firstBlockAt + model.Millis(block-firstBlock)*slot }

// node answers eth_feeHistory.
func (s *Server) node(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		ID     json.RawMessage   `json:"id"`
		Method string            `json:"method"`
		Params []json.RawMessage `json:"params"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&ask); err != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	reply := map[string]any{"jsonrpc": "2.0", "id": ask.ID}
	if ask.Method != "eth_feeHistory" || len(ask.Params) < 2 {
		reply["error"] = map[string]any{"code": -32601, "message": "the method " + model.CleanText(ask.Method) + " is not served here"}
		write(w, reply)
		return
	}
	count, newest, ok := s.span(ask.Params)
	if !ok {
		reply["error"] = map[string]any{"code": -32602, "message": "bad block count or block"}
		write(w, reply)
		return
	}
	reply["result"] = s.fees(count, newest)
	write(w, reply)
}

// span reads how many blocks are asked for and up to which.
func (s *Server) span(params []json.RawMessage) (count, newest int64, ok bool) {
	latest := blockAt(s.world.now())
	count, ok = quantity(params[0])
	if !ok || count < 1 || count > mostBlocks {
		return 0, 0, false
	}
	if string(params[1]) == `"latest"` {
		return count, latest, true
	}
	newest, ok = quantity(params[1])
	return count, newest, ok && newest >= count && newest <= latest
}

func quantity(raw json.RawMessage) (int64, bool) {
	text, isHex := strings.CutPrefix(strings.Trim(string(raw), `"`), "0x")
	n, err := strconv.ParseInt(text, 16, 64)
	return n, isHex && err == nil
}

// fees renders the base fees of blocks and of the one after. Where none is
// known there is no answer, as of a chain that had no base fee yet.
func (s *Server) fees(count, newest int64) any {
	oldest := newest - count + 1
	gas, now := s.world.gas(), s.world.now()
	list := make([]string, 0, count+1)
	for b := oldest; b <= newest+1; b++ {
		gwei, ok := gas(min(timeOf(b), now))
		if !ok {
			return nil
		}
		list = append(list, fmt.Sprintf("0x%x", int64(gwei*1e9)))
	}
	return map[string]any{"oldestBlock": fmt.Sprintf("0x%x", oldest), "baseFeePerGas": list}
}
