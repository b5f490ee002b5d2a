// Package cmd_test guards the shape of the house: which room may import which.
package cmd_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"eddy/model/modeltest"
)

// rooms are the top-level packages and the rooms each may import besides
// itself: imports point down, siblings never meet.
var rooms = map[string][]string{
	"cmd":      {"tui", "strategy", "feeds", "model"},
	"tui":      {"model"},
	"strategy": {"model"},
	"feeds":    {"model"},
	"model":    {},
}

// leaves are packages that know nothing of the house: numbers, cells and boxes.
// They import no package of it but one another.
var leaves = []string{"eddy/tui/layout", "eddy/tui/chart", "eddy/tui/grid", "eddy/strategy/stream"}

// forTests are packages that tests alone, and one another, may import.
var forTests = []string{"eddy/model/modeltest", "eddy/feeds/feedtest", "eddy/feeds/bourse/boursetest", "eddy/tui/tuitest"}

// fences keep a library behind one room.
var fences = map[string]string{
	"github.com/charmbracelet/bubbletea": "tui",
	"github.com/charmbracelet/bubbles":   "tui",
	"github.com/charmbracelet/lipgloss":  "tui",
	"github.com/gorilla/websocket":       "feeds",
	"github.com/spf13/cobra":             "cmd",
}

// customersFive are the packages the customer named; each must be imported.
var customersFive = []string{
	"github.com/charmbracelet/bubbletea", "github.com/charmbracelet/lipgloss", "github.com/charmbracelet/bubbles",
	"github.com/shopspring/decimal", "github.com/gorilla/websocket",
}

// venues are the adapter packages, which never import one another.
var venues = []string{"binance", "bybit", "okx", "hyperliquid", "bingx", "mexc", "weex"}

type sourceFile struct {
	pkg     string // eddy/feeds/binance
	name    string
	test    bool
	imports []string
}

func sources(t *testing.T) []sourceFile {
	t.Helper()
	root := modeltest.Root(t)
	var files []sourceFile
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && p != root) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		f := sourceFile{pkg: path.Join("eddy", filepath.ToSlash(filepath.Dir(rel))), name: filepath.ToSlash(rel), test: strings.HasSuffix(p, "_test.go")}
		for _, im := range parsed.Imports {
			name, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, name)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func room(pkg string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(pkg, "eddy/"), "/")
	return name
}

func TestImportsPointDown(t *testing.T) {
	for _, f := range sources(t) {
		own := room(f.pkg)
		allowed, known := rooms[own]
		if !known {
			t.Errorf("%s lies outside the five rooms", f.name)
			continue
		}
		for _, im := range f.imports {
			if !strings.HasPrefix(im, "eddy/") {
				continue
			}
			if to := room(im); to != own && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s: %s may not import %s", f.name, im, own, to)
			}
			if !f.test && slices.Contains(leaves, f.pkg) && !slices.Contains(leaves, im) {
				t.Errorf("%s imports %s: %s knows nothing of the house", f.name, im, f.pkg)
			}
			if !f.test && slices.Contains(forTests, im) && !slices.Contains(forTests, f.pkg) {
				t.Errorf("%s imports %s, which is for tests", f.name, im)
			}
		}
	}
}

func TestAdaptersStandAlone(t *testing.T) {
	adapter := func(pkg string) string {
		name, isFeed := strings.CutPrefix(pkg, "eddy/feeds/")
		if isFeed && slices.Contains(venues, name) {
			return name
		}
		return ""
	}
	for _, f := range sources(t) {
		own := adapter(f.pkg)
		if own == "" {
			continue
		}
		for _, im := range f.imports {
			if other := adapter(im); other != "" && other != own {
				t.Errorf("%s imports %s: adapters never import adapters", f.name, im)
			}
		}
	}
}

func TestLibrariesStayBehindTheirRoom(t *testing.T) {
	for _, f := range sources(t) {
		for _, im := range f.imports {
			for lib, home := range fences {
				if (im == lib || strings.HasPrefix(im, lib+"/")) && room(f.pkg) != home {
					t.Errorf("%s imports %s, which belongs behind %s", f.name, im, home)
				}
			}
		}
	}
}

func TestTheCustomersPackagesAreInUse(t *testing.T) {
	used := make(map[string]bool)
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		for _, im := range f.imports {
			for _, lib := range customersFive {
				if im == lib || strings.HasPrefix(im, lib+"/") {
					used[lib] = true
				}
			}
		}
	}
	for _, lib := range customersFive {
		if !used[lib] {
			t.Errorf("%s is in no use", lib)
		}
	}
}

// The top level holds the five rooms, the usual files and nothing else.
func TestTopLevel(t *testing.T) {
	root := modeltest.Root(t)
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		_, isRoom := rooms[e.Name()]
		if e.IsDir() && !isRoom && !strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s/ is no room", e.Name())
		}
	}
}
