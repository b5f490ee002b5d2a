package playbook

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// ledgerIDs are the ids a source may name: the rows of the ledger and its
// contradictions.
var ledgerIDs = sync.OnceValue(func() []string {
	ids := contradictionIDs()
	text, err := shipped.ReadFile("ledger.txt")
	if err != nil {
		return ids // embedded: a test reads it
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 0 && f[0] != "#" {
			ids = append(ids, f[0])
		}
	}
	return ids
})

// likeLedgerID matches words that mean a row of the ledger. Other words of a
// source are the user's own, and theirs to choose.
var likeLedgerID = regexp.MustCompile(`^(S\d+|C)-[A-Z0-9]`)

// Misquoted lists the sources that name rows the ledger does not have. They
// mislead the reader and nothing else, so the playbook is good all the same.
func (p *Playbook) Misquoted() Problems { return p.misquoted }

// sources finds fault with sources that name rows the ledger does not have.
func (k *checker) sources(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			k.sources(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			k.sources(v.MapIndex(key), path+"."+key.String())
		}
	case reflect.Struct:
		k.sourcesOf(v, path)
	}
}

func (k *checker) sourcesOf(v reflect.Value, path string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name := f.Tag.Get("toml")
		if !f.IsExported() || name == "" {
			continue
		}
		at := strings.TrimPrefix(path+"."+name, ".")
		if !strings.HasSuffix(name, "source") {
			k.sources(v.Field(i), at)
			continue
		}
		for word := range strings.FieldsSeq(v.Field(i).String()) {
			if word = strings.Trim(word, ",;.()[]"); likeLedgerID.MatchString(word) {
				k.known(at, "ledger row", word, ledgerIDs())
			}
		}
	}
}
