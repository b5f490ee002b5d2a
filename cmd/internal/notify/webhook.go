package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"
)

// Webhook posts each alert as JSON.
type Webhook struct {
	URL     string
	Timeout time.Duration   // of one try
	Waits   []time.Duration // before each further try
	Rand    *rand.Rand      // jitter of the waits
	Client  *http.Client    // nil: one that follows no redirect
}

// Name returns the channel's name.
func (w *Webhook) Name() string { return "webhook" }

// Send posts the alert, again after a while where trying again may help. A test
// is posted once: whoever asked for it waits for the answer.
func (w *Webhook) Send(ctx context.Context, m Message) error {
	body, err := m.JSON()
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		again, err := w.post(ctx, body)
		if err == nil || !again || i >= len(w.Waits) || m.Event == Test {
			return err
		}
		wait := time.Duration(float64(w.Waits[i]) * (0.5 + w.Rand.Float64()))
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// maxAnswer is how much of an answer is read, so that its connection can be
// used again.
const maxAnswer = 64 << 10

// post makes one try and tells whether another may help.
func (w *Webhook) post(ctx context.Context, body []byte) (again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, w.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return false, errors.New("the address makes no request")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "eddy")
	client := w.Client
	if client == nil {
		client = noRedirects
	}
	res, err := client.Do(req)
	if err != nil {
		var untrusted *tls.CertificateVerificationError // which trying again does not change
		return !errors.As(err, &untrusted), w.discreet(err)
	}
	defer res.Body.Close()                           // only read
	_, _ = io.CopyN(io.Discard, res.Body, maxAnswer) //nolint:errcheck // what it says does not matter
	switch {
	case res.StatusCode < 300:
		return false, nil
	case res.StatusCode < 400:
		return false, fmt.Errorf("%s: redirects, which is not followed: give the address it leads to", w.host())
	default:
		again = res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests
		return again, fmt.Errorf("%s: %d %s", w.host(), res.StatusCode, http.StatusText(res.StatusCode))
	}
}

var noRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// discreet tells what went wrong without the address, whose path may be a
// secret.
func (w *Webhook) discreet(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		if wrapped.Timeout() {
			return fmt.Errorf("%s: no answer within %s", w.host(), w.Timeout)
		}
		err = wrapped.Err
	}
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) {
		return fmt.Errorf("%s: its certificate is not trusted, nothing was sent; SSL_CERT_FILE names a file of authorities to trust: %w", w.host(), untrusted.Err)
	}
	return fmt.Errorf("%s: %w", w.host(), err)
}

func (w *Webhook) host() string {
	u, err := url.Parse(w.URL)
	if err != nil {
		return "webhook"
	}
	return u.Host
}
