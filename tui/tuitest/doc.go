// Package tuitest is what the tests of the desk share: snapshots made up by
// hand, golden files and checks of a frame's shape. Only tests import it.
package tuitest
