package tuitest

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"eddy/tui/grid"
)

// Terminal is a terminal's screen as far as the desk uses one: it takes what a
// program writes and tells what a person would see. It understands cursor moves,
// erasing, line feeds and the alternate screen, and passes over colours and
// modes. It may be written and read at once.
type Terminal struct {
	mu      sync.Mutex
	w, h    int
	cells   [][]string // a character, "" behind a wide one
	x, y    int
	pending []byte // an escape or a character that has not come whole
	written int
	hidden  bool // the cursor
	alt     bool // the alternate screen is on
	mouse   bool
}

// NewTerminal returns a blank screen.
func NewTerminal(w, h int) *Terminal {
	t := &Terminal{}
	t.Resize(w, h)
	return t
}

// Resize gives the screen another size and blanks it, as a terminal that keeps
// nothing would.
func (t *Terminal) Resize(w, h int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.w, t.h, t.x, t.y = w, h, 0, 0
	t.cells = make([][]string, h)
	for y := range t.cells {
		t.cells[y] = blankRow(w)
	}
}

func blankRow(w int) []string {
	row := make([]string, w)
	for x := range row {
		row[x] = " "
	}
	return row
}

// Text returns what is on the screen, blanks at the ends of lines cut.
func (t *Terminal) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := make([]string, t.h)
	for y, row := range t.cells {
		lines[y] = strings.TrimRight(strings.Join(row, ""), " ")
	}
	return strings.Join(lines, "\n")
}

// Written returns how many bytes have come so far.
func (t *Terminal) Written() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.written
}

// GivenBack tells whether the program left the terminal as terminals are: on
// the usual screen, its cursor shown, its mouse free.
func (t *Terminal) GivenBack() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.alt && !t.hidden && !t.mouse
}

// Write takes what the program wrote. It never fails.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.written += len(p)
	text := append(t.pending, p...)
	for len(text) > 0 {
		n := t.take(text)
		if n == 0 {
			break
		}
		text = text[n:]
	}
	t.pending = append([]byte(nil), text...)
	return len(p), nil
}

// take does the first thing text asks for and returns how long it is, 0 when it
// has not come whole.
func (t *Terminal) take(text []byte) int {
	switch c := text[0]; {
	case c == '\x1b':
		return t.escape(text)
	case c == '\r':
		t.x = 0
		return 1
	case c == '\n':
		t.lineFeed()
		return 1
	case c == '\b':
		t.x = max(t.x-1, 0)
		return 1
	case c < ' ':
		return 1
	case !utf8.FullRune(text):
		return 0
	}
	r, size := utf8.DecodeRune(text)
	t.put(string(r))
	return size
}

// put writes a character; one of no width joins the one before it.
func (t *Terminal) put(s string) {
	width := grid.Width(s)
	if width == 0 {
		if t.x > 0 && t.x <= t.w {
			t.cells[t.y][t.x-1] += s
		}
		return
	}
	if t.x+width > t.w { // the desk never writes beyond a line: the rest is lost
		return
	}
	t.cells[t.y][t.x] = s
	for i := 1; i < width; i++ {
		t.cells[t.y][t.x+i] = ""
	}
	t.x += width
}

func (t *Terminal) lineFeed() {
	if t.y+1 < t.h {
		t.y++
		return
	}
	t.cells = append(t.cells[1:], blankRow(t.w))
}

// escape does what an escape sequence says.
func (t *Terminal) escape(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text); i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				t.control(string(text[2:i]), text[i])
				return i + 1
			}
		}
		return 0
	case ']':
		for i := 2; i < len(text); i++ {
			if text[i] == '\a' || text[i] == '\\' {
				return i + 1
			}
		}
		return 0
	default:
		return 2
	}
}

// control does a control sequence: its parameters and the letter that ends it.
func (t *Terminal) control(params string, final byte) {
	switch final {
	case 'A':
		t.y = max(t.y-first(params, 1), 0)
	case 'B':
		t.y = min(t.y+first(params, 1), t.h-1)
	case 'C':
		t.x = min(t.x+first(params, 1), t.w-1)
	case 'D':
		t.x = max(t.x-first(params, 1), 0)
	case 'G':
		t.x = min(first(params, 1), t.w) - 1
	case 'H', 'f':
		row, col, _ := strings.Cut(params, ";")
		t.y, t.x = min(first(row, 1), t.h)-1, min(first(col, 1), t.w)-1
	case 'J':
		t.eraseBelow(first(params, 0) == 2)
	case 'K':
		t.eraseLine(first(params, 0))
	case 'h', 'l':
		t.mode(params, final == 'h')
	}
}

// first reads the first parameter of a sequence.
func first(params string, missing int) int {
	head, _, _ := strings.Cut(params, ";")
	if n, err := strconv.Atoi(head); err == nil {
		return n
	}
	return missing
}

func (t *Terminal) eraseBelow(all bool) {
	from := t.y + 1
	if all {
		from = 0
	} else {
		t.eraseLine(0)
	}
	for y := from; y < t.h; y++ {
		t.cells[y] = blankRow(t.w)
	}
}

func (t *Terminal) eraseLine(what int) {
	from, to := t.x, t.w
	switch what {
	case 1:
		from, to = 0, t.x+1
	case 2:
		from = 0
	}
	for x := from; x < min(to, t.w); x++ {
		t.cells[t.y][x] = " "
	}
}

func (t *Terminal) mode(params string, on bool) {
	switch params {
	case "?25":
		t.hidden = !on
	case "?1049":
		t.alt = on
	case "?1002":
		t.mouse = on
	}
}
