package model

import "time"

// Archive tells how the store of the past is: where it lies, what it holds and
// how old that is. It comes with KindArchive and is shown as `history`.
type Archive struct {
	State ArchiveState `json:"state"`
	Why   string       `json:"why,omitempty"` // what is behind a state other than ArchiveOpen; cleaned
	Path  string       `json:"path,omitempty"`

	Bars      int64  `json:"bars"`               // written since the program runs
	Corrected int64  `json:"corrected"`          // bars a venue changed after it had closed them, ever
	Holes     int64  `json:"holes"`              // bars venues do not have, within what they answered for
	Unsaved   int    `json:"unsaved,omitempty"`  // bars that wait to be written
	Bytes     int64  `json:"bytes"`              // size on disk
	Restored  int64  `json:"restored,omitempty"` // bars this run began with
	AsOf      Millis `json:"as_of,omitzero"`     // end of the newest closed bar the figures stand on
	AgeMs     Num    `json:"age_ms,omitzero"`    // market time since then

	// Restoring tells that the stored past is being given back; another word
	// follows when all of it is.
	Restoring bool `json:"-"`

	// Market is what the venues' clocks show by the local moment Clock, as far
	// as the last run heard them: ages of restored values count from there.
	Market Millis `json:"-"`
	Clock  Millis `json:"-"`
}

// IsZero lets `json:",omitzero"` leave out a store there is none of.
func (a Archive) IsZero() bool { return a == Archive{} }

// MarketAt returns what the venues' clocks show at a local moment, 0 when that
// is not known. A local clock that was set back stands still here.
func (a Archive) MarketAt(local Millis) Millis {
	if !a.Market.Known() || !a.Clock.Known() {
		return 0
	}
	return a.Market.Add(max(0, local.Sub(a.Clock)))
}

// Age returns how old a moment of the market is at a local moment, and whether
// that can be told.
func (a Archive) Age(of, local Millis) (time.Duration, bool) {
	now := a.MarketAt(local)
	if !now.Known() || !of.Known() {
		return 0, false
	}
	return max(0, now.Sub(of)), true
}

// ArchiveState is the state of the store of the past.
type ArchiveState uint8

// The states of the store.
const (
	ArchiveOff      ArchiveState = iota // none is kept
	ArchiveOpen                         // read and written
	ArchiveReadOnly                     // another program writes it
	ArchiveMemory                       // cannot be written now: nothing outlives the program
)

var archiveNames = [...]string{"off", "open", "read_only", "memory"}

// String returns the state's name in JSON and on screen.
func (s ArchiveState) String() string {
	if int(s) < len(archiveNames) {
		return archiveNames[s]
	}
	return "off"
}

// MarshalText writes the state's name.
func (s ArchiveState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
