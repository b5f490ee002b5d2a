package feedtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"

	"eddy/model"
)

// wicked stands between an adapter and the REST side of its venue and answers
// every second request with one of its faults, until all were served. The first
// it lets pass: some venues are asked for the time, which the market of a test
// does not share with the machine.
type wicked struct {
	server *httptest.Server
	honest http.Handler

	mu       sync.Mutex
	faults   []http.HandlerFunc // those still to be served
	forever  http.HandlerFunc   // not nil: serves all
	requests int
	served   int // faults so far
}

// newWicked begins to stand before an address.
func newWicked(t *testing.T, base string) *wicked {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	line := &http.Transport{} // one of its own, so that it can be let go of
	proxy.Transport = line
	w := &wicked{honest: proxy}
	w.server = httptest.NewServer(w)
	t.Cleanup(func() {
		w.server.Close()
		line.CloseIdleConnections()
	})
	return w
}

// ServeHTTP answers or misleads.
func (w *wicked) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.next()(out, r)
}

func (w *wicked) next() http.HandlerFunc {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests++
	switch {
	case w.forever != nil:
		return w.forever
	case w.requests%2 == 1 || len(w.faults) == 0:
		return w.honest.ServeHTTP
	}
	f := w.faults[0]
	w.faults = w.faults[1:]
	w.served++
	return f
}

// nearlyExhausted finds out whether enough faults were served.
func (w *wicked) nearlyExhausted() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.served < leastFaults {
		return fmt.Sprintf("%d faults were not asked for", len(w.faults))
	}
	return ""
}

// asked returns how many requests came.
func (w *wicked) asked() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.requests
}

// inside is how each venue puts an error into an answer that is fine by its
// status (venues/*, REST).
var inside = map[model.Venue]string{
	model.Binance:     `{"code":-1000,"msg":"An unknown error occurred while processing the request."}`,
	model.Bybit:       `{"retCode":10016,"retMsg":"Server error","result":{},"retExtInfo":"","time":1790000000000}`,
	model.OKX:         `{"code":"50001","msg":"Service temporarily unavailable","data":[]}`,
	model.Hyperliquid: `{"status":"err","response":"internal error"}`,
	model.BingX:       `{"code":100500,"msg":"internal system error","data":{}}`,
	model.MEXC:        `{"success":false,"code":500,"message":"Internal error"}`,
	model.WEEX:        `{"code":-1000,"msg":"internal error"}`,
}

// restFaults lists what goes wrong between a venue and those who ask it. Pauses
// are asked for in seconds: whoever tells none is banned, see bans.
func restFaults(venue model.Venue) []http.HandlerFunc {
	packed := zipped(bytes.Repeat([]byte(`{"a":1},`), 1000))
	return []http.HandlerFunc{
		says(http.StatusOK, "application/json", inside[venue]),
		says(http.StatusBadGateway, "text/html", "<html>\x1b[2J502 Bad Gateway</html>"),
		sends(packed[:len(packed)/2]),
		limits(http.StatusTooManyRequests),
		says(http.StatusOK, "text/html", "<!doctype html><title>maintenance</title>"),
		says(http.StatusOK, "application/json", ""),
		limits(http.StatusTeapot),
		sends(zipped(make([]byte, 48<<20))),
		breaksOff,
		says(http.StatusOK, "application/json", `{"data":{"result":{}}}`),
	}
}

// says answers with a status and a body.
func says(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // the other side may be gone
	}
}

// limits asks to be left alone for a second.
func limits(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(status)
	}
}

// sends answers with bytes that are said to be packed.
func sends(packed []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed) // the other side may be gone
	}
}

// breaksOff ends the line in the middle of an answer.
func breaksOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`[{"symbol":"BT`)) // the server ends the line, as less than promised came
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // memory takes everything
	_ = z.Close()
	return b.Bytes()
}
