package tui

import "eddy/model"

// Replay is a tape that is played on the desk. Its methods return at once; what
// they ask for shows in Status and in the snapshots that follow.
type Replay interface {
	// Status tells where the tape is.
	Status() ReplayStatus
	// Pause stops the tape where it is, or lets it go on.
	Pause()
	// Faster goes so many speeds up, or down where by is below zero.
	Faster(by int)
	// Step plays as fast as it goes up to something, and pauses there.
	Step(to ReplayStep)
	// Seek plays as fast as it goes up to a moment of the local clock it was
	// recorded by, from the beginning when that lies behind.
	Seek(to model.Millis)
}

// ReplayStep is what a tape is stepped to.
type ReplayStep uint8

// The steps.
const (
	StepFrame ReplayStep = iota // the next frame of any socket
	StepBar                     // the next close of an hour
	StepNews                    // the next alert or change of phase
)

// ReplayStatus tells where a tape is.
type ReplayStatus struct {
	Name            string
	First, At, Last model.Millis // local clock of the recording
	Speed           float64      // tape time per wall time; 0: as fast as it goes
	Paused          bool
	Busy            string // what it is on its way to, "" when it just plays
	Ended           bool
	Frame           uint64 // counts frames
	Socket          string // the last frame came from
	Told            string // what the last frame that was stepped to says
	Fault           string // why it cannot go on
}
