package macro

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"eddy/feeds/rest"
	"eddy/model"
)

// job is one question to a source, asked again and again.
type job struct {
	name  string
	every time.Duration // in market time

	// series are those the answer should tell of. One it does not is said to
	// have no such figure.
	series []model.Series
	absent map[model.Series]string // why there can be none, where that is known beforehand

	ask func(ctx context.Context, in question) (answer, error)
}

// question is what a job is asked with.
type question struct {
	client *rest.Client
	node   caller // of the ethereum source
	shelf  *shelf
	now    func() model.Millis // market time
}

// get returns an ask that fetches a path and decodes the body.
func get(path string, query url.Values, decode func(body []byte, now model.Millis) (answer, error)) func(context.Context, question) (answer, error) {
	return func(ctx context.Context, in question) (answer, error) {
		body, err := in.client.Get(ctx, path, query, 1)
		if err != nil {
			return answer{}, err
		}
		return decode(body, in.now())
	}
}

// isNone tells whether a refusal says that there is no such figure, such as of a
// chain the source does not follow: that is an answer, and no fault.
func isNone(refused *rest.Error) bool {
	return refused.Status == http.StatusNotFound || refused.Status == http.StatusGone
}

func saysNone(err error) bool {
	state, _, _ := verdict(err)
	return state == model.ContextNone
}

// verdict turns an error into the state it means and words for it, without the
// address: that may hold a key.
func verdict(err error) (model.ContextState, string, time.Duration) {
	var refused *rest.Error
	if !errors.As(err, &refused) {
		return model.ContextError, strings.ReplaceAll(model.CleanText(err.Error()), ": : ", ": "), 0 // a node is asked at no path
	}
	words := http.StatusText(refused.Status)
	if refused.Status < 300 {
		words = ""
	}
	if refused.Msg != "" {
		words = refused.Msg
	}
	if refused.Status == http.StatusTooManyRequests || refused.Status == http.StatusTeapot || refused.Code == "429" {
		return model.ContextLimited, words, refused.RetryAfter
	}
	if isNone(refused) {
		return model.ContextNone, words, 0
	}
	return model.ContextError, words, refused.RetryAfter
}
