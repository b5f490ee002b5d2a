package config

import "eddy/model"

// Origin returns the address a venue is asked at: what is remembered of one
// address says nothing about another.
func (c Config) Origin(v model.Venue) string {
	if to, known := c.Venues.keys()[string(v)+".rest"]; known {
		return *to
	}
	return ""
}
