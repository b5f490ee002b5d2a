package binance

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// request is what a client asks over a websocket.
type request struct {
	method string
	params []json.RawMessage
	id     string // as the client wrote it
}

// The codes of a refused request (venue page, §2).
const (
	unknownProperty = 0
	wrongType       = 1
	invalidRequest  = 2
	invalidJSON     = 3
)

// refusal says why a request was refused.
type refusal struct {
	code int
	msg  string
}

// parseRequest reads a client's message.
func parseRequest(message []byte) (request, *refusal) {
	var raw struct {
		Method *string         `json:"method"`
		Params json.RawMessage `json:"params"`
		ID     json.RawMessage `json:"id"`
	}
	if !json.Valid(message) {
		return request{}, &refusal{invalidJSON, "Invalid JSON: expected value"}
	}
	if err := json.Unmarshal(message, &raw); err != nil {
		return request{}, &refusal{wrongType, "Invalid value type: expected an object with method and params"}
	}
	if raw.Method == nil {
		return request{}, &refusal{invalidRequest, "Invalid request: missing field `method`"}
	}
	r := request{method: *raw.Method, id: string(raw.ID)}
	if _, err := strconv.ParseUint(r.id, 10, 64); err != nil {
		return request{}, &refusal{invalidRequest, "Invalid request: request ID must be an unsigned integer"}
	}
	if params := bytes.TrimSpace(raw.Params); len(params) > 0 && !bytes.Equal(params, []byte("null")) {
		if err := json.Unmarshal(params, &r.params); err != nil {
			return request{}, &refusal{wrongType, "Invalid value type: params must be an array"}
		}
	}
	return r, nil
}

// names returns the parameters as stream names.
func (r request) names() ([]string, *refusal) {
	out := make([]string, 0, len(r.params))
	for _, p := range r.params {
		var s string
		if json.Unmarshal(p, &s) != nil {
			return nil, &refusal{wrongType, "Invalid value type: stream names are strings"}
		}
		out = append(out, s)
	}
	return out, nil
}

// result writes the answer to a request that was accepted.
func result(id, value string) []byte {
	return []byte(`{"result":` + value + `,"id":` + id + `}`)
}

// body writes the answer to one that was not: flat, as the futures' pages show
// it, with the id where there was one.
func (f *refusal) body(id string) []byte {
	b := append([]byte(`{"code":`), strconv.Itoa(f.code)...)
	b = append(b, `,"msg":`...)
	msg, err := json.Marshal(f.msg)
	if err != nil {
		msg = []byte(`""`) // strings always marshal
	}
	b = append(b, msg...)
	if id != "" {
		b = append(append(b, `,"id":`...), id...)
	}
	return append(b, '}')
}
