package stricttoml

import (
	"bytes"
	"fmt"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Place is where something stands in a file: line and column, from 1. The zero
// value is nowhere.
type Place struct {
	Line, Column int
}

// Places finds where every key's value stands, so that a fault found after
// decoding can still say where: "stage[1].target[0].pct" is the place of a
// number, "stage[1]" that of the table's head. Tables in arrays count from 0.
// A file that is no TOML gives the places up to the fault.
func Places(data []byte) map[string]Place {
	m := &mapper{places: make(map[string]Place), counts: make(map[string]int), data: data}
	m.parser.Reset(data)
	for m.parser.NextExpression() {
		m.expression(m.parser.Expression())
	}
	return m.places
}

type mapper struct {
	parser unstable.Parser
	data   []byte
	places map[string]Place
	counts map[string]int // tables seen of each array
	table  string         // the open table
}

func (m *mapper) expression(n *unstable.Node) {
	switch n.Kind {
	case unstable.Table, unstable.ArrayTable:
		m.head(n)
	case unstable.KeyValue:
		m.keyValue(m.table, n)
	}
}

// head opens a table; a part of its name that is an array means its last table.
func (m *mapper) head(n *unstable.Node) {
	path, at := "", Place{}
	for it := n.Key(); it.Next(); {
		if at == (Place{}) {
			at = m.place(it.Node())
		}
		path = join(path, string(it.Node().Data))
		if count := m.counts[path]; count > 0 && !(n.Kind == unstable.ArrayTable && it.IsLast()) {
			path = fmt.Sprintf("%s[%d]", path, count-1)
		}
	}
	if n.Kind == unstable.ArrayTable {
		m.counts[path]++
		path = fmt.Sprintf("%s[%d]", path, m.counts[path]-1)
	}
	m.places[path], m.table = at, path
}

func (m *mapper) keyValue(table string, n *unstable.Node) {
	path, at := table, Place{}
	for it := n.Key(); it.Next(); {
		path = join(path, string(it.Node().Data))
		at = m.place(it.Node())
	}
	m.value(path, at, n.Value())
}

// value notes a value and what is inside it. Values the parser gives no place
// of stand at their key.
func (m *mapper) value(path string, at Place, n *unstable.Node) {
	if p := m.place(n); p != (Place{}) {
		at = p
	}
	m.places[path] = at
	i := 0
	for it := n.Children(); it.Next(); {
		child := it.Node()
		switch {
		case child.Kind == unstable.Comment:
			continue
		case n.Kind == unstable.InlineTable:
			m.keyValue(path, child)
		case n.Kind == unstable.Array:
			m.value(fmt.Sprintf("%s[%d]", path, i), at, child)
			i++
		}
	}
}

func (m *mapper) place(n *unstable.Node) Place {
	if n.Raw.Length == 0 {
		return Place{}
	}
	before := m.data[:n.Raw.Offset]
	line := bytes.LastIndexByte(before, '\n')
	return Place{Line: bytes.Count(before, []byte("\n")) + 1, Column: len([]rune(string(before[line+1:]))) + 1}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
