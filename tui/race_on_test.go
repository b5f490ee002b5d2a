//go:build race

package tui

// raceEnabled tells that the race detector makes everything some ten times
// slower.
const raceEnabled = true
