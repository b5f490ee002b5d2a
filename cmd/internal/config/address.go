package config

import (
	"slices"
	"strings"

	"eddy/model"
)

// Address is one URL of an enabled venue, with its key in the configuration.
type Address struct {
	Venue model.Venue
	Key   string
	URL   string
}

// Addresses lists the URLs of the enabled venues, in screen order.
func (c Config) Addresses() []Address {
	keys := c.Venues.keys()
	names := make([]string, 0, len(keys))
	for name := range keys {
		names = append(names, name)
	}
	slices.Sort(names)
	var list []Address
	for _, v := range c.Enabled() {
		for _, name := range names {
			if venue, key, _ := strings.Cut(name, "."); venue == string(v) {
				list = append(list, Address{v, key, *keys[name]})
			}
		}
	}
	return list
}
