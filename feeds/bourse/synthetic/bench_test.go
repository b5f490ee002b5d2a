package synthetic

import "testing"

// BenchmarkNew makes up the market of the demo with its whole past.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(Options{Seed: 7}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYear draws a year of the default coins hour by hour, as a running
// market does.
func BenchmarkYear(b *testing.B) {
	s, err := New(Options{Seed: 7, Past: 30})
	if err != nil {
		b.Fatal(err)
	}
	to := Begin
	for b.Loop() {
		to += 365 * 24 * hourMs
		s.Extend(to)
	}
}
