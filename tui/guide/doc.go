// Package guide is what a reader sees who starts eddy for the first time: a few
// choices, one after the other, each with a default that makes sense. It asks
// and draws; what becomes of the answers is its caller's business.
package guide
