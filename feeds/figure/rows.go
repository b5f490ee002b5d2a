package figure

import "fmt"

// Blame notes what a row came to. A row that makes no sense does not spoil the
// others; the first is remembered.
func (b *Builder) Blame(err error) {
	if err == nil {
		return
	}
	if b.Faults++; b.fault == nil {
		b.fault = err
	}
}

// Fault returns what was wrong with the rows of the frame, nil when nothing
// was.
func (b *Builder) Fault() error {
	if b.Faults > 1 {
		return fmt.Errorf("%w (and %d more rows)", b.fault, b.Faults-1)
	}
	return b.fault
}

// Rows ends a list whose events began at from: one that was empty says so. It
// returns what Fault does.
func (b *Builder) Rows(from int) error {
	if len(b.Out) == from && b.Faults == 0 {
		b.Ignore("nothing: an empty list")
	}
	return b.Fault()
}
