// Package stress asks what would happen to what is held: value at risk and
// expected shortfall from stored returns, the worst stretches of the past, and
// where a technical stop belongs. It is pure arithmetic; what a shock does to
// futures is worked out by package margin.
//
// Losses are positive (margin §8). Every figure carries its window: how many
// days it rests on and which.
package stress
