package playbook

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// pageWidth is how wide a page is printed.
const pageWidth = 80

// paper collects the lines of a page.
type paper struct {
	b strings.Builder
}

func (p *paper) heading(text string) {
	fmt.Fprintf(&p.b, "\n%s\n", strings.ToUpper(text))
}

// line writes text with a hanging indent after a label, and its source at the
// right edge of the last line, or below where it does not fit.
func (p *paper) line(indent int, label, text, source string) {
	lead := strings.Repeat(" ", indent) + label
	hang := strings.Repeat(" ", utf8.RuneCountInString(lead))
	rows := wrap(text, pageWidth-utf8.RuneCountInString(lead))
	for i, row := range rows {
		if i > 0 {
			lead = hang
		}
		if i < len(rows)-1 {
			fmt.Fprintln(&p.b, strings.TrimRight(lead+row, " "))
			continue
		}
		p.last(lead+row, source)
	}
}

func (p *paper) last(text, source string) {
	if source == "" {
		fmt.Fprintln(&p.b, strings.TrimRight(text, " "))
		return
	}
	mark := "[" + source + "]"
	gap := pageWidth - utf8.RuneCountInString(text) - utf8.RuneCountInString(mark)
	if gap < 2 {
		fmt.Fprintln(&p.b, strings.TrimRight(text, " "))
		text, gap = "", pageWidth-utf8.RuneCountInString(mark)
	}
	fmt.Fprintln(&p.b, text+strings.Repeat(" ", max(gap, 0))+mark)
}

// wrap breaks text at spaces into rows of at most width cells; a longer word
// stands alone.
func wrap(text string, width int) []string {
	var rows []string
	row := ""
	for _, word := range words(text) {
		if row != "" && utf8.RuneCountInString(row)+1+utf8.RuneCountInString(word) > width {
			rows, row = append(rows, row), ""
		}
		if row != "" {
			row += " "
		}
		row += word
	}
	return append(rows, row)
}

// words splits text at spaces and keeps a percent sign with its number.
func words(text string) []string {
	var list []string
	for _, w := range strings.Fields(text) {
		if n := len(list); n > 0 && strings.HasPrefix(w, "%") {
			list[n-1] += " " + w
			continue
		}
		list = append(list, w)
	}
	return list
}

// label pads a label to a column, and keeps a longer one apart from what follows.
func label(text string) string { return fmt.Sprintf("%-14s ", text) }
