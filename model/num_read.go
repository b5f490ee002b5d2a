package model

import (
	"encoding/json"
	"fmt"
	"time"
)

// UnmarshalJSON reads what MarshalJSON wrote. A number that was stale comes back
// as one that was known: the text does not tell them apart.
func (n *Num) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = NotApplicable("")
		return nil
	}
	var unknown struct {
		Unknown *string `json:"unknown"`
	}
	if len(b) > 0 && b[0] == '{' {
		if err := json.Unmarshal(b, &unknown); err != nil || unknown.Unknown == nil {
			return fmt.Errorf("not a number: %s", CleanText(string(b)))
		}
		*n = Unknown(CleanText(*unknown.Unknown))
		return nil
	}
	var v float64
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("not a number: %w", err)
	}
	*n = Known(v)
	return nil
}

// UnmarshalJSON reads what MarshalJSON wrote, and the bare milliseconds that
// venues write.
func (m *Millis) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*m = 0
		return nil
	}
	if len(b) > 0 && b[0] != '"' {
		var ms int64
		if err := json.Unmarshal(b, &ms); err != nil {
			return fmt.Errorf("not a moment: %w", err)
		}
		*m = Millis(ms)
		return nil
	}
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return fmt.Errorf("not a moment: %w", err)
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return fmt.Errorf("not a moment: %w", err)
	}
	*m = MillisOf(t)
	return nil
}
