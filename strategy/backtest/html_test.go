package backtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/backtest"
)

// pageOf is a report as one page.
func pageOf(t *testing.T) (*backtest.Result, []byte) {
	t.Helper()
	r := run(t, judge(t, setup(t, "composite"), walked(coins(t)[:20], model.Day1, 400)))
	var page bytes.Buffer
	if err := r.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	return r, page.Bytes()
}

// plotIDs are the pictures of a report.
var plotIDs = []string{"equity", "drawdown", "phases", "allocation", "cost", "contribution"}

func TestPageHoldsItsPlotsAndLoadsNothing(t *testing.T) {
	t.Parallel()
	r, page := pageOf(t)
	plots, drawn, rows := elements(t, page)
	for _, id := range plotIDs {
		if drawn[id] == 0 {
			t.Errorf("plot %s is empty or missing", id)
		}
	}
	if plots != len(plotIDs) {
		t.Errorf("%d plots, want %d", plots, len(plotIDs))
	}
	if rows < len(r.Decisions) {
		t.Errorf("%d rows, want one for each of %d decisions at least", rows, len(r.Decisions))
	}
	text := strings.ReplaceAll(string(page), `xmlns="http://www.w3.org/2000/svg"`, "")
	for _, outside := range []string{"http:", "https:", "src=", "<link", "<script", "@import", "url("} {
		if strings.Contains(text, outside) {
			t.Errorf("the page reaches outside: %s", outside)
		}
	}
	for _, said := range []string{"In-sample", "standard error", "spot 10 bp on binance", r.Digest()} {
		if !strings.Contains(text, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
}

// elements counts the plots of a page, what is drawn in each, and table rows.
func elements(t *testing.T, page []byte) (plots int, drawn map[string]int, rows int) {
	t.Helper()
	drawn = make(map[string]int)
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	in := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return plots, drawn, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "svg":
				plots++
				in = attribute(e, "id")
			case "polyline", "polygon", "rect":
				drawn[in]++
			case "tr":
				rows++
			}
		case xml.EndElement:
			if e.Name.Local == "svg" {
				in = ""
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// The page in a real browser, where there is one: it must find the same plots.
func TestPageOpensInABrowser(t *testing.T) {
	t.Parallel()
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("no browser here; the page is parsed by another test")
	}
	_, page := pageOf(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	dom, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Skipf("the browser does not run here: %v", err)
	}
	for _, id := range plotIDs {
		if n := bytes.Count(dom, []byte(`<svg class="plot" id="`+id+`"`)); n != 1 {
			t.Errorf("the browser shows plot %s %d times", id, n)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	r, _ := pageOf(t)
	var out bytes.Buffer
	if err := r.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"trades", "switches", "turnover", "cost", "funding", "cagr", "volatility", "sharpe", "sortino", "max_drawdown",
		"calmar", "exposure", "benchmark", "equity", "fees", "digest",
	} {
		if _, told := got[name]; !told {
			t.Errorf("%s is missing", name)
		}
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n != 1 {
		t.Errorf("%d lines, want one", n)
	}
	if first := got["equity"].([]any)[0].([]any); len(first) != 2 {
		t.Errorf("equity begins with %v", first)
	}
}

func TestTextFitsAndSaysWhatItIs(t *testing.T) {
	t.Parallel()
	r, _ := pageOf(t)
	var out bytes.Buffer
	if err := r.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if n := len([]rune(line)); n > 84 {
			t.Errorf("%d cells: %s", n, line)
		}
	}
	for _, said := range []string{"In-sample", "standard error", "BTC bought and held", r.ChargeWords(), "digest " + r.Digest()} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), said) {
			t.Errorf("the report does not say %q", said)
		}
	}
}
