// Package model holds the nouns every other room of eddy shares: venues,
// assets, instruments, the events feeds produce and the snapshot the strategy
// engine publishes.
//
// Everything here is a plain value. The package does no I/O, starts no
// goroutine and never asks for the time.
package model
