package backfill

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"eddy/feeds/backoff"
	"eddy/model"
)

// ErrPointless marks the error of a job that would fail again the same way,
// such as a contract the venue does not know.
var ErrPointless = errors.New("not to be tried again")

// Job is one piece of the past to load.
type Job struct {
	Name string // "BTCUSDT 1d", for errors
	Do   func(ctx context.Context) error
}

// Loader works through jobs, the most important first, several at a time. Jobs
// that fail are tried again after the others, until they succeed or say that it
// is pointless.
type Loader struct {
	What    string // "binance history", for progress
	Workers int
	Report  func(model.Progress) // called after every job, one call at a time
	Now     func() time.Time
	Rand    *rand.Rand     // jitter of the pauses between rounds
	Backoff backoff.Policy // of rounds
}

// Run works until every job is done, or ctx ends, whose error it returns.
func (l *Loader) Run(ctx context.Context, jobs []Job) error {
	w := work{loader: l, progress: model.Progress{What: l.What, Total: len(jobs), Since: model.MillisOf(l.Now())}}
	w.tell()
	for failures := 1; ; failures++ {
		jobs = w.round(ctx, jobs)
		if ctx.Err() != nil || len(jobs) == 0 {
			return ctx.Err()
		}
		if err := backoff.Sleep(ctx, l.Backoff.Delay(failures, l.Rand)); err != nil {
			return err
		}
	}
}

// work is the state of one Run.
type work struct {
	loader *Loader

	mu       sync.Mutex
	progress model.Progress
	queue    []Job
	failed   []Job
}

// round tries each job once and returns those to be tried again.
func (w *work) round(ctx context.Context, jobs []Job) []Job {
	w.queue, w.failed = jobs, nil
	var workers sync.WaitGroup
	for range max(1, w.loader.Workers) {
		workers.Go(func() {
			for job, ok := w.next(); ok && ctx.Err() == nil; job, ok = w.next() {
				w.finish(ctx, job, job.Do(ctx))
			}
		})
	}
	workers.Wait()
	return w.failed
}

func (w *work) next() (Job, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return Job{}, false
	}
	job := w.queue[0]
	w.queue = w.queue[1:]
	return job, true
}

// finish notes how a job went and tells of it.
func (w *work) finish(ctx context.Context, job Job, err error) {
	if ctx.Err() != nil {
		return // it was called off
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.progress.Error = model.CleanText(fmt.Sprintf("%s: %v", job.Name, err))
	}
	if err == nil || errors.Is(err, ErrPointless) {
		w.progress.Done++
	} else {
		w.failed = append(w.failed, job)
	}
	w.report()
}

func (w *work) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.report()
}

// estimate returns about when the work will be done, by the pace so far.
func (w *work) estimate() model.Millis {
	p := w.progress
	if p.Done == 0 || p.Complete() {
		return 0
	}
	now := model.MillisOf(w.loader.Now())
	return now.Add(now.Sub(p.Since) / time.Duration(p.Done) * time.Duration(p.Total-p.Done))
}

func (w *work) report() {
	w.progress.Until = w.estimate()
	if w.loader.Report != nil {
		w.loader.Report(w.progress)
	}
}
