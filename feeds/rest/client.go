package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"eddy/feeds/backoff"
)

// Client speaks to one host. It is safe for use by several goroutines.
type Client struct {
	c       Config
	http    *http.Client
	limiter *rate.Limiter
	cool    cooldown
	count   counters

	mu     sync.Mutex
	chance *rand.Rand
}

// New returns a client, or what is wrong with the configuration.
func New(c Config) (*Client, error) {
	c, err := c.checked()
	if err != nil {
		return nil, err
	}
	seed := c.Rand
	if seed == nil {
		seed = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	return &Client{
		c:       c,
		http:    &http.Client{Transport: c.Transport, CheckRedirect: fewRedirects},
		limiter: rate.NewLimiter(c.Limit, c.Burst),
		chance:  rand.New(rand.NewPCG(seed.Uint64(), seed.Uint64())),
	}, nil
}

// Close lets go of idle connections. The client stays usable.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// call is one request, whatever number of tries it takes.
type call struct {
	method string
	path   string
	query  url.Values
	body   []byte
	weight int
}

// Get asks for path, escaped already, with a query, and returns the body of a
// good answer. It waits for weight to be granted. The error is a *Error where
// the venue refused, and wraps ctx's where that ended.
func (c *Client) Get(ctx context.Context, path string, query url.Values, weight int) ([]byte, error) {
	return c.do(ctx, call{method: http.MethodGet, path: path, query: query, weight: weight})
}

// Post sends a JSON body to path, see Get. It is for questions: like a GET it
// is sent again after a transient failure.
func (c *Client) Post(ctx context.Context, path string, body []byte, weight int) ([]byte, error) {
	return c.do(ctx, call{method: http.MethodPost, path: path, body: body, weight: weight})
}

// Hold keeps everything the client still has to send back for d.
func (c *Client) Hold(d time.Duration) { c.cool.hold(d) }

// SetLimit changes the weight granted per second and at once, as where a venue
// tells its limits itself.
func (c *Client) SetLimit(perSecond rate.Limit, burst int) {
	c.limiter.SetLimit(perSecond)
	c.limiter.SetBurst(burst)
}

func (c *Client) do(ctx context.Context, what call) ([]byte, error) {
	for failures := 1; ; failures++ {
		body, err := c.try(ctx, what)
		if err == nil {
			return body, nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%s: %s: %w", c.c.Venue, what.path, ctx.Err())
		}
		if c.answers(err) || isUnsent(err) {
			return nil, failure{err}
		}
		c.count.fail(err)
		if failures >= c.c.Tries || !transient(err) || c.cool.left() > c.c.MaxWait {
			return nil, failure{err}
		}
		c.count.retries.Add(1)
		if err := backoff.Sleep(ctx, c.delay(failures)); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", c.c.Venue, what.path, err)
		}
	}
}

// answers tells whether a refusal is the answer to the question, by the
// adapter's word.
func (c *Client) answers(err error) bool {
	var refused *Error
	return c.c.Answers != nil && errors.As(err, &refused) && c.c.Answers(refused)
}

func (c *Client) delay(failures int) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.c.Backoff.Delay(failures, c.chance)
}

// try sends the request once, when it may.
func (c *Client) try(ctx context.Context, what call) ([]byte, error) {
	if err := c.admit(ctx, what); err != nil {
		return nil, err
	}
	c.count.requests.Add(1)
	ctx, cancel := context.WithTimeout(ctx, c.c.Timeout)
	defer cancel()
	req, err := c.request(ctx, what)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", c.c.Venue, what.path, err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", c.c.Venue, what.path, plainCause(err))
	}
	defer resp.Body.Close()
	if c.c.OnResponse != nil {
		c.c.OnResponse(resp.Header)
	}
	body, err := c.read(resp.Body)
	if err != nil && resp.StatusCode < 400 {
		c.show(what, resp.StatusCode, body, true)
		return nil, fmt.Errorf("%s: %s: read: %w", c.c.Venue, what.path, plainCause(err))
	}
	refused := c.refusal(what, resp, body)
	c.show(what, resp.StatusCode, body, refused != nil)
	if refused != nil {
		return nil, refused
	}
	c.cool.succeeded()
	return body, nil
}

// admit waits until no cool-down holds and the weight is granted.
func (c *Client) admit(ctx context.Context, what call) error {
	if err := c.waitCool(ctx, what); err != nil {
		return err
	}
	for weight := what.weight; weight > 0; {
		part := weight
		if burst := c.limiter.Burst(); burst > 0 {
			part = min(weight, burst) // a limiter grants no more than that at once
		}
		if err := c.limiter.WaitN(ctx, part); err != nil {
			return fmt.Errorf("%s: %s: %w: %w", c.c.Venue, what.path, errNoWeight, err)
		}
		weight -= part
	}
	return c.waitCool(ctx, what) // one may have begun while weight was awaited
}

func (c *Client) waitCool(ctx context.Context, what call) error {
	left, err := c.cool.wait(ctx, c.c.MaxWait)
	if err != nil {
		return err
	}
	if left > 0 {
		return &Error{
			Venue: c.c.Venue, Path: what.path, Status: http.StatusTooManyRequests,
			Msg:        "not sent: the venue asked to be left alone for another " + left.Round(time.Second).String(),
			RetryAfter: left, Retry: RetryNever, unsent: true,
		}
	}
	return nil
}

func (c *Client) request(ctx context.Context, what call) (*http.Request, error) {
	address := c.c.Base + what.path
	if len(what.query) > 0 {
		address += "?" + what.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, what.method, address, bytes.NewReader(what.body))
	if err != nil {
		return nil, err
	}
	for name, values := range c.c.Header {
		req.Header[name] = slices.Clone(values)
	}
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", "eddy")
	}
	if what.method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// read reads an answer up to the limit.
func (c *Client) read(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, c.c.MaxSize+1))
	if err == nil && int64(len(body)) > c.c.MaxSize {
		return nil, errTooLarge
	}
	c.count.bytes.Add(uint64(len(body)))
	return body, err
}

// refusal returns the error an answer stands for, nil where it is good, and
// starts the cool-down it asks for.
func (c *Client) refusal(what call, resp *http.Response, body []byte) *Error {
	var refused *Error
	if c.c.Inspect != nil {
		refused = c.c.Inspect(resp.StatusCode, body)
	}
	good := resp.StatusCode >= 200 && resp.StatusCode < 300
	if refused == nil {
		if good {
			return nil
		}
		refused = &Error{Msg: plainBody(resp.Header, body)}
	}
	refused.Venue, refused.Path, refused.Status = c.c.Venue, what.path, resp.StatusCode
	refused.Code, refused.Msg = shortText(refused.Code), shortText(refused.Msg)
	c.obey(refused, resp.Header)
	return refused
}

// obey reads how long the venue wants to be left alone and obeys.
func (c *Client) obey(refused *Error, h http.Header) {
	if mayAsk := refused.Status == http.StatusServiceUnavailable || refused.limited(); !mayAsk {
		return
	}
	if asked := backoff.RetryAfter(h, c.c.Now()); asked > 0 {
		refused.RetryAfter = asked // the venue's word goes before what is usual there
	}
	if refused.RetryAfter == 0 && refused.limited() {
		refused.RetryAfter = c.cool.guess(refused.Status == http.StatusTeapot)
	}
	if refused.RetryAfter == 0 {
		return
	}
	c.count.limited.Add(1)
	c.cool.hold(refused.RetryAfter)
}

// plainBody returns the words of an error answer worth showing: a page is not,
// whatever it says it is.
func plainBody(h http.Header, body []byte) string {
	kind := h.Get("Content-Type")
	page := strings.HasPrefix(kind, "text/html") || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
	if page || !(kind == "" || strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "application/json")) {
		return ""
	}
	return string(body[:min(len(body), 4*longestMsg)])
}
