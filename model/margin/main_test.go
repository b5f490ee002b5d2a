package margin

import (
	"flag"
	"os"
	"testing"
)

// TestMain has the property tests look at thousands of random accounts unless
// the command line says otherwise.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked && !testing.Short() {
		if err := flag.Set("rapid.checks", "2000"); err != nil {
			panic(err) // the flag is rapid's own
		}
	}
	os.Exit(m.Run())
}
