package playbook_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"eddy/strategy/playbook"
)

// Every page fits 80 columns and explains every contradiction it lists.
func TestPages(t *testing.T) {
	for _, name := range playbook.Names() {
		p := shipped(t, name)
		var b strings.Builder
		if err := p.WritePage(&b); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		for i, line := range strings.Split(page, "\n") {
			if utf8.RuneCountInString(line) > 80 {
				t.Errorf("%s line %d is %d wide: %s", name, i+1, utf8.RuneCountInString(line), line)
			}
		}
		for _, id := range p.Contradictions {
			c, _ := playbook.ContradictionByID(id)
			if !strings.Contains(page, "  "+id+" ") || !strings.Contains(strings.Join(strings.Fields(page), " "), c.Resolution) {
				t.Errorf("%s does not explain %s", name, id)
			}
		}
	}
}

func TestContradictions(t *testing.T) {
	list, err := playbook.Contradictions()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 44 {
		t.Errorf("%d contradictions, the ledger has 44", len(list))
	}
	used := make(map[string]bool)
	for _, name := range playbook.Names() {
		for _, id := range shipped(t, name).Contradictions {
			used[id] = true
		}
	}
	for _, c := range list {
		if c.Problem == "" || c.Resolution == "" || c.Rows == "" {
			t.Errorf("%s is incomplete", c.ID)
		}
		if !used[c.ID] {
			t.Errorf("%s stands on no page", c.ID)
		}
	}
}
