package barfile

import (
	"fmt"

	"eddy/model"
)

// Error says what is wrong with a file, and where.
type Error struct {
	File   string
	Line   int // 1-based; 0 when it is about the whole file
	Reason string
}

// Error gives file, line and reason in one line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", model.CleanText(e.File), e.Reason)
	}
	return fmt.Sprintf("%s: line %d: %s", model.CleanText(e.File), e.Line, e.Reason)
}

// quoted shows a piece of a file in a reason, cleaned and cut.
func quoted(s string) string {
	s = model.CleanText(s)
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
