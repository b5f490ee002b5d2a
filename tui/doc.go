// Package tui is the desk: eight panes over an immutable snapshot, drawn with
// Bubble Tea, which nothing outside this package imports.
//
// App is the only tea.Model. Snapshots arrive at most some ten times a second
// through one command that waits for the next; every pane is a pure function of
// the newest one. Nothing here reads the clock, the disk or the network.
package tui
