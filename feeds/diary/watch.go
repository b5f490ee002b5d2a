package diary

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"eddy/feeds"
	"eddy/model"
	"eddy/model/beat"
)

// lookEvery is how often a running desk looks at the file.
const lookEvery = time.Second

// Watch tells the engine of the events in a file, and of those added and taken
// back while it runs.
type Watch struct {
	Path string

	// Market is the market's own clock where it is not the local one, as on the
	// embedded exchange: an event later than it happens as it is heard. nil:
	// times are taken as they stand.
	Market func() model.Millis

	Now func() time.Time
	Log *slog.Logger

	told map[string]model.Judgement
	seen fs.FileInfo
}

// Run looks at the file until ctx ends, whose error it returns.
func (w *Watch) Run(ctx context.Context, out feeds.Sink) error {
	w.told = make(map[string]model.Judgement)
	for {
		if events := w.look(); len(events) > 0 {
			if err := out.Put(ctx, events); err != nil {
				return err
			}
		}
		if err := beat.Wait(ctx, lookEvery); err != nil {
			return err
		}
	}
}

// look returns what is new in the file, if it has changed.
func (w *Watch) look() []model.Event {
	info, err := os.Stat(w.Path)
	if err == nil && w.seen != nil && info.Size() == w.seen.Size() && info.ModTime().Equal(w.seen.ModTime()) {
		return nil
	}
	if err != nil && w.seen == nil {
		return nil // there is no file yet
	}
	w.seen = info
	book, err := Load(w.Path)
	if err != nil {
		w.Log.Warn("events", "error", err.Error())
		return nil
	}
	if book.Torn || book.Damaged > 0 {
		w.Log.Warn("events: lines passed over", "torn", book.Torn, "damaged", book.Damaged)
	}
	return w.differences(book)
}

// differences returns the events that were added and taken back, in order.
func (w *Watch) differences(book Book) []model.Event {
	var events []model.Event
	for _, j := range book.Entries {
		if _, known := w.told[j.ID]; known {
			continue
		}
		w.told[j.ID] = j
		if w.Market != nil {
			j.Time = min(j.Time, w.Market())
		}
		events = append(events, w.event(j))
	}
	for id, j := range w.told {
		if book.Find(id) == nil {
			delete(w.told, id)
			j.Removed = true
			events = append(events, w.event(j)) // each stands for itself: their order says nothing
		}
	}
	return events
}

func (w *Watch) event(j model.Judgement) model.Event {
	return model.Event{
		Kind: model.KindJudgement, Received: model.MillisOf(w.Now()), Detail: &j,
		Text: fmt.Sprintf("%s %s: %s", j.Subject, j.Kind, j.Text),
	}
}
