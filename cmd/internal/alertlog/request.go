package alertlog

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"eddy/model"
)

// Request is how the user wants an alert to stand, said to a program that does
// not keep the alerts, for the one that does.
type Request struct {
	Rule         string       `json:"rule"`
	Subject      string       `json:"subject"`
	World        string       `json:"world,omitempty"`
	Heard        model.Millis `json:"heard"`
	Acknowledged bool         `json:"acknowledged"`
	Snoozed      model.Millis `json:"snoozed_until,omitzero"`
}

// RequestOf makes a request of how an alert stands.
func RequestOf(a *model.AlertRow) Request {
	return Request{a.Rule, a.Subject, a.World, a.HeardAt(), a.Acknowledged, a.Snoozed}
}

// Find returns the alert a request is about among those of a session: the very
// one, or the open one of the same rule and subject, which two programs may have
// heard at two moments. nil: it is not there.
func (r *Request) Find(rows []model.AlertRow) *model.AlertRow {
	var open *model.AlertRow
	for i := range rows {
		a := &rows[i]
		if a.Rule != r.Rule || a.Subject != r.Subject || a.World != r.World {
			continue
		}
		if a.HeardAt() == r.Heard {
			return a
		}
		if open == nil && a.IsOpen() {
			open = a
		}
	}
	return open
}

// Bounds of what is read of requests at once.
const (
	longestRequest = 16 << 10
	mostRequests   = 256
)

// requests is the folder of the requests: each is a file of its own that appears
// whole, so that none is lost between a writer and a reader.
func (l *Log) requests() string { return l.path + ".asked" }

// Ask leaves a request for the program that keeps the alerts.
func (l *Log) Ask(r Request) error {
	b, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	if err := os.MkdirAll(l.requests(), 0o700); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	f, err := os.CreateTemp(l.requests(), "new-*")
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("alerts: %w", err), os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), f.Name()+".json"); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	return nil
}

// Asked takes the requests that wait, oldest first by when they were left. What
// is no request is thrown away.
func (l *Log) Asked() []Request {
	entries, err := os.ReadDir(l.requests())
	if err != nil {
		return nil // nobody ever asked
	}
	var out []Request
	for _, name := range oldestFirst(entries) {
		path := filepath.Join(l.requests(), name)
		r, ok := readRequest(path)
		if err := os.Remove(path); err != nil {
			continue // it would be followed again and again
		}
		if ok {
			out = append(out, r)
		}
	}
	return out
}

func readRequest(path string) (r Request, ok bool) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > longestRequest {
		return r, false
	}
	b, err := os.ReadFile(path)
	return r, err == nil && json.Unmarshal(b, &r) == nil
}

// oldestFirst lists the files of whole requests.
func oldestFirst(entries []fs.DirEntry) []string {
	type request struct {
		name string
		at   int64
	}
	var list []request
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), ".json") && len(list) < mostRequests {
			list = append(list, request{e.Name(), info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(list, func(x, y request) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.name, y.name)) })
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].name
	}
	return names
}
