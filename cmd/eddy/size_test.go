package main

import "testing"

func TestSizeOf(t *testing.T) {
	for text, want := range map[string]int64{
		"64MB": 64e6, "1GiB": 1 << 30, "0.5kb": 500, "2 KiB": 0, "64": 0, "MB": 0, "": 0, "-1MB": 0, "NaNMB": 0, "1e99GB": 0, "5TB": 0,
	} {
		got, err := sizeOf(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
}
