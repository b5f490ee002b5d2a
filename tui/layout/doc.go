// Package layout says where things go: a pure function from a terminal's size,
// the focused pane and the zoom to rectangles. It draws nothing and imports
// nothing of eddy.
package layout
