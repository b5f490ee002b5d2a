// Package grid is the sheet of cells the desk is drawn on. A pane draws into an
// Area, which clips; the Screen turns a finished Grid into the lines a terminal
// takes. Because every line is read off the cells, it has exactly the width it
// should have, whatever was written where, wide characters included.
//
// A cell holds a character and a Style, which is only a number here: the theme
// knows the escape sequence behind it. That keeps a frame of 12,000 cells in the
// order of a hundred microseconds (a Lip Gloss Render per cell costs 3.3 ms).
package grid
