package playback

import (
	"context"
	"errors"
	"fmt"

	"eddy/feeds"
	"eddy/feeds/tape"
	"eddy/model"
	"eddy/strategy"
)

// stage is an engine and the handover before it, to which the steps of a tape
// happen.
type stage struct {
	handover *feeds.Handover
	engine   *strategy.Engine
	buf      []model.Event
	newest   *model.Snapshot
	atOnce   context.Context // over, so that nothing waits

	frames, told, events uint64 // events are those of the told that reached the engine: newer ones overtake others
	afresh               bool   // the tape began with an engine that had seen nothing
}

func newStage(s Setup) (*stage, error) {
	engine, err := s.Engine()
	if err != nil {
		return nil, err
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	return &stage{handover: feeds.NewHandover(), engine: engine, atOnce: over}, nil
}

// play lets a step happen and tells whether it made a snapshot.
func (s *stage) play(step *tape.Step) (published bool, err error) {
	switch step.Kind {
	case tape.Frame:
		s.frames++
	case tape.Told:
		s.told += uint64(len(step.Events))
		if err := s.handover.Put(s.atOnce, step.Events); err != nil {
			return false, fmt.Errorf("%w: more is told at once than an engine ever was", tape.ErrDamaged)
		}
	case tape.Taken:
		s.take()
	case tape.Published:
		s.newest = s.engine.Publish(step.At)
		return true, nil
	case tape.Afresh:
		s.afresh = true
	}
	return false, nil
}

func (s *stage) take() {
	s.buf = s.handover.Drain(s.buf[:0])
	for i := range s.buf {
		s.engine.Apply(&s.buf[i])
	}
	s.events += uint64(len(s.buf))
	clear(s.buf)
}

// Shown returns a snapshot as a replay shows it.
func Shown(s *model.Snapshot) *model.Snapshot {
	shown := *s
	shown.Mode = model.ModeReplay
	return &shown
}

// isOver tells the end of a tape from trouble.
func isOver(err error) bool { return errors.Is(err, errEnd) }
