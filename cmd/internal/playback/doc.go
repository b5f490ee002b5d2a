// Package playback runs an engine over a tape: the same engine, told the same
// events in the same order as when the tape was recorded.
package playback
