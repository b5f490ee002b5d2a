package playbook_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"eddy/model/modeltest"
	"eddy/strategy/playbook"
)

// ledgerRow is one line of ledger.txt.
type ledgerRow struct {
	id, status string
	packages   []string
}

func ledgerRows(t *testing.T) []ledgerRow {
	t.Helper()
	data, err := os.ReadFile("ledger.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows []ledgerRow
	for _, line := range strings.Split(string(data), "\n") {
		if f := strings.Fields(line); len(f) >= 2 && f[0] != "#" {
			rows = append(rows, ledgerRow{f[0], f[1], f[2:]})
		}
	}
	return rows
}

// sources returns, for every ledger id, the places of the shipped playbooks
// that name it.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	for _, name := range playbook.Names() {
		p := shipped(t, name)
		walkSources(reflect.ValueOf(*p), name, func(path, source string) {
			for _, id := range strings.Fields(source) {
				found[id] = append(found[id], path)
			}
		})
	}
	return found
}

func walkSources(v reflect.Value, path string, found func(path, source string)) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			walkSources(v.Index(i), fmt.Sprintf("%s[%d]", path, i), found)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			walkSources(it.Value(), fmt.Sprintf("%s[%v]", path, it.Key()), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case !f.IsExported():
			case strings.HasSuffix(f.Name, "Source"):
				found(path, v.Field(i).String())
			default:
				walkSources(v.Field(i), path+"."+f.Name, found)
			}
		}
	}
}

// Every rule of the articles is carried by a line of a playbook, by a package,
// or by both; what is still to come is named.
func TestEveryRuleIsCarried(t *testing.T) {
	rows, named, root := ledgerRows(t), sources(t), modeltest.Root(t)
	rules, lines, later := 0, 0, 0
	for _, r := range rows {
		if r.status != "R" {
			continue
		}
		rules++
		if len(named[r.id]) > 0 {
			lines++
		}
		if len(named[r.id]) == 0 && len(r.packages) == 0 {
			t.Errorf("%s is carried by nothing", r.id)
		}
		for _, pkg := range r.packages {
			if to, isLater := strings.CutPrefix(pkg, "later:"); isLater {
				later++
				t.Logf("%s waits for %s", r.id, to)
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(pkg))); err != nil {
				t.Errorf("%s: package %s is not there", r.id, pkg)
			}
		}
		t.Logf("%-14s %s %v", r.id, strings.Join(named[r.id], ", "), r.packages)
	}
	if rules != 131 || len(rows) != 188 {
		t.Errorf("%d rules of %d rows, the ledger has 131 of 188", rules, len(rows))
	}
	t.Logf("%d rules, %d with a line of a playbook, %d wait in part for a package", rules, lines, later)
}

// A source names rows that exist. What ships is held to more than a user's file:
// every word of a source is a row.
func TestSourcesAreLedgerIDs(t *testing.T) {
	known := make(map[string]bool)
	for _, r := range ledgerRows(t) {
		known[r.id] = true
	}
	list, err := playbook.Contradictions()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		known[c.ID] = true
	}
	section := regexp.MustCompile(`^\d+(\.\d+)?$`)
	for id, where := range sources(t) {
		if !known[id] && !slices.Contains([]string{"analytics", "chosen"}, id) && !section.MatchString(id) {
			t.Errorf("%s: %q is no row of the ledger", where[0], id)
		}
	}
}

// The list here is that of the ledger itself, where it can be read.
func TestLedgerListIsTheLedgers(t *testing.T) {
	data, err := os.ReadFile(modeltest.Shared(t, "ledger.md"))
	if err != nil {
		t.Fatal(err)
	}
	status := make(map[string]string)
	row := regexp.MustCompile(`(?m)^\| (S[012]-[A-Z0-9.-]+) \|.*\| ([RDEX]) \|[^|]*\|$`)
	for _, m := range row.FindAllStringSubmatch(string(data), -1) {
		status[m[1]] = m[2]
	}
	for _, r := range ledgerRows(t) {
		if s, ok := status[r.id]; ok && s != r.status {
			t.Errorf("%s is %s in the ledger, %s here", r.id, s, r.status)
		} else if !ok {
			t.Errorf("%s is no row of the ledger", r.id)
		}
		delete(status, r.id)
	}
	for id := range status {
		t.Errorf("%s is missing here", id)
	}
}
