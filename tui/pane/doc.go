// Package pane is what the desk's panes share: what they are given, the frame
// around them, numbers that keep their place, ages, and the words for what is
// not known. Each pane lives in a package of its own below this one and is a
// pure function from an Input and a size to cells.
package pane
