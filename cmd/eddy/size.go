package main

import (
	"fmt"
	"strconv"
	"strings"
)

// sizeUnits are what a size may be written in.
var sizeUnits = []struct {
	name  string
	bytes int64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9},
}

// sizeOf reads a size such as 64MB.
func sizeOf(text string) (bytes int64, err error) {
	for _, unit := range sizeUnits {
		at := len(text) - len(unit.name)
		if at <= 0 || !strings.EqualFold(text[at:], unit.name) {
			continue
		}
		v, err := strconv.ParseFloat(text[:at], 64)
		if err != nil || !(v > 0 && v < 1e6) {
			break
		}
		return int64(v * float64(unit.bytes)), nil
	}
	return 0, fmt.Errorf("%q: give a number and its unit, as in 64MB or 1GiB", text)
}
