package ledger

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// Line is one entry as it is exported: the group it belongs to, whether that
// still counts, and the entry.
type Line struct {
	Group  int          `json:"group"`
	Time   model.Millis `json:"time"`
	What   string       `json:"what"`
	Undone bool         `json:"undone,omitempty"`
	Entry
}

// Lines returns every entry ever written, oldest first.
func (b *Book) Lines() []Line {
	void := voided(b.groups)
	var out []Line
	for i := range b.groups {
		g := &b.groups[i]
		for _, e := range g.Entries {
			out = append(out, Line{Group: g.Seq, Time: g.Time, What: g.What, Undone: void[i], Entry: e})
		}
	}
	return out
}

var columns = []string{
	"group", "time", "what", "undone", "kind", "asset", "venue", "to", "symbol", "side", "margin",
	"qty", "price", "leverage", "stop", "amount", "currency", "core", "of", "note",
}

// WriteCSV writes every entry as a row under a header, in exact decimals.
func (b *Book) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{columns}
	for _, l := range b.Lines() {
		rows = append(rows, l.row())
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("ledger: export: %w", err)
	}
	return nil
}

func (l *Line) row() []string {
	of := ""
	if l.Of != 0 {
		of = strconv.Itoa(l.Of)
	}
	return []string{
		strconv.Itoa(l.Group), l.Time.String(), inert(l.What), yes(l.Undone), string(l.Kind), inert(string(l.Asset)),
		string(l.Venue), string(l.To), inert(l.Symbol), string(l.Side), string(l.Margin),
		figure(l.Qty), figure(l.Price), figure(l.Leverage), figure(l.Stop), figure(l.Amount),
		l.Currency, yes(l.Core), of, inert(l.Note),
	}
}

// inert keeps a spreadsheet from taking a text for a formula.
func inert(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func figure(d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// WriteJSON writes every entry as an object of an array.
func (b *Book) WriteJSON(w io.Writer) error {
	lines := b.Lines()
	if lines == nil {
		lines = []Line{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(lines); err != nil {
		return fmt.Errorf("ledger: export: %w", err)
	}
	return nil
}
