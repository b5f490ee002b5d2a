// Package dark settles whether the terminal's background is dark before Bubble
// Tea can ask the terminal.
//
// Bubble Tea v1 queries the terminal while its package is initialised and waits
// up to five seconds when nothing answers, even for a program that only prints
// its version. Lip Gloss skips the query once it has been told. Go initialises
// packages that are ready in the order of their import paths, and "eddy/..."
// sorts before "github.com/charmbracelet/bubbletea", so importing this package
// (it imports Lip Gloss only) beside Bubble Tea is enough.
package dark

import (
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/lipgloss"
)

func init() {
	lipgloss.SetHasDarkBackground(Background(os.Getenv("COLORFGBG")))
}

// Background tells from the variable COLORFGBG ("15;0": foreground, then
// background, as colours of the 16-colour table) whether the background is
// dark. A terminal that does not say counts as dark: most are.
func Background(colorFGBG string) bool {
	fields := strings.Split(colorFGBG, ";")
	bg, err := strconv.Atoi(fields[len(fields)-1])
	if err != nil {
		return true
	}
	// 7 is light grey and 9 to 15 are the bright half; 8 is dark grey.
	return bg != 7 && (bg < 9 || bg > 15)
}
