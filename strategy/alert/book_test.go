package alert_test

import (
	"testing"

	"eddy/model"
	"eddy/strategy/alert"
)

func row(text string) model.AlertRow {
	return model.AlertRow{Rule: "liquidation", Subject: "AAVE", Severity: model.Warning, Text: text}
}

func TestOneOpenAlertPerSubject(t *testing.T) {
	var b alert.Book
	if !b.Raise(1000, row("9.8 %")) || b.Raise(2000, row("9.1 %")) {
		t.Error("want new, then the same")
	}
	rows := b.Rows()
	if len(rows) != 1 || rows[0].Since != 1000 || rows[0].Text != "9.1 %" || rows[0].Cleared.Known() {
		t.Errorf("got %+v", rows)
	}
	b.Clear(3000, "liquidation", "AAVE", "")
	b.Clear(4000, "liquidation", "AAVE", "")
	if rows := b.Rows(); rows[0].Cleared != 3000 {
		t.Errorf("got %+v", rows)
	}
	if !b.Raise(5000, row("again")) || len(b.Rows()) != 2 || b.Rows()[0].Text != "again" {
		t.Errorf("a cleared alert did not open anew: %+v", b.Rows())
	}
}

func TestOpenAlertsOutliveManyNotes(t *testing.T) {
	var b alert.Book
	b.Raise(1, row("open"))
	for i := range 1000 {
		b.Note(model.Millis(i+2), model.AlertRow{Rule: "quadrant", Text: "moved"})
	}
	rows := b.Rows()
	if len(rows) != 200 || rows[len(rows)-1].Text != "open" || !b.IsOpen("liquidation", "AAVE") {
		t.Errorf("%d rows, the last %+v", len(rows), rows[len(rows)-1])
	}
}

func TestTextIsCleaned(t *testing.T) {
	var b alert.Book
	b.Note(1, row("evil\x1b]0;title\a"))
	if got := b.Rows()[0].Text; got != "evil]0;title" {
		t.Errorf("got %q", got)
	}
}
