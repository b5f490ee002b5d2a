package tape

import "eddy/model"

// op begins a step in a block. Numbers are variable-length; times are told as
// the difference to the time before.
type op uint8

const (
	opSocket    op = 1 + iota // a socket is named: venue, session. They count from 0
	opFrame                   // a frame: socket, time, bytes
	opRefer                   // events of frames were told: socket, where from the cursor, how many
	opTold                    // an event was told: its parcel
	opTaken                   // the handover was emptied
	opPublished               // time passed and a snapshot was made: time
	opPrint                   // the fingerprint of the snapshot before
	opAfresh                  // the recording begins with an engine that has seen nothing
	opAnswer                  // an answer by REST: from whom, what was asked, status, time, size, what is kept of it. Since version 2
)

// Kind says what a Step is.
type Kind uint8

// The kinds of steps.
const (
	Frame     Kind = 1 + iota // a socket received a frame
	Told                      // the handover took events in
	Taken                     // the handover was emptied
	Published                 // time passed and a snapshot was made
	Printed                   // what the snapshot before was when it was recorded
	Afresh                    // the recording began with an engine that had seen nothing
	Answered                  // a question was answered by REST; what the engine was told of it is told elsewhere
)

// Step is one thing that happened, in the order it happened. Its slices are
// valid until the next one is read.
type Step struct {
	Kind   Kind
	At     model.Millis // of frames, answers and publications: the local clock
	Venue  model.Venue  // of frames
	Socket string       // of frames: the session's name
	Bytes  []byte       // of frames; of answers what is kept
	Events []model.Event
	Answer *Answer // of answers
	Print  *Print  // of fingerprints
}

// Answer is what a tape says of an answer by REST beside its bytes.
type Answer struct {
	From   string // venue or slow source
	Asked  string // method, path, query
	Status int
	Size   int // bytes, of which a Step has those that are kept
}
