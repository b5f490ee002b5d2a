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

// A market that began again has not come to what an earlier run of it raised:
// what stands is of now, what is over is not shown, and nothing of it opens
// again.
func TestAMarketThatBeganAgain(t *testing.T) {
	var b alert.Book
	b.Restore([]model.AlertRow{
		{ID: "mine-1", Rule: "mine", Subject: "past", Since: 100, Cleared: 200},
		{ID: "mine-2", Rule: "mine", Subject: "over", Since: 900, Cleared: 950},
		{ID: "mine-3", Rule: "mine", Subject: "stands", Since: 901},
		{ID: "mine-9", Rule: "mine", Subject: "elsewhere", Since: 5, World: "another"},
	}, "")
	b.Rebase(500)
	rows := b.Until(500)
	if len(rows) != 2 || rows[0].ID != "mine-3" || rows[0].Since != 500 || rows[1].ID != "mine-1" {
		t.Errorf("at 500: %+v", rows)
	}
	if b.Reopen(500, "mine-2") || !b.Reopen(500, "mine-1") {
		t.Error("what is to come opened again, or what is past did not")
	}
	b.Raise(500, model.AlertRow{Rule: "mine", Subject: "new"})
	if rows := b.Until(500); rows[0].ID != "mine-10" {
		t.Errorf("the new one is called %s", rows[0].ID)
	}
}
