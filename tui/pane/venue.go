package pane

import "eddy/model"

// VenueCode is a venue's name in three letters, as no other's.
func VenueCode(v model.Venue) string {
	switch v {
	case model.BingX:
		return "bgx"
	default:
		return string(v)[:min(len(v), 3)]
	}
}
