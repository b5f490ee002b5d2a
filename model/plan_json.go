package model

import "encoding/json"

// plainLeg is a leg without its own way into JSON.
type plainLeg PlanLeg

// MarshalJSON writes a leg with null for what a spot leg does not have: a venue of
// its own, a contract and a side.
func (l PlanLeg) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		plainLeg
		Venue  *string `json:"venue"`
		Symbol *string `json:"symbol"`
		Side   *string `json:"side"`
	}{plainLeg(l), orNull(string(l.Venue)), orNull(l.Symbol), orNull(l.Side)})
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
