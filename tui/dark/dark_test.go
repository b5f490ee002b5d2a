package dark_test

import (
	"testing"

	"eddy/tui/dark"
)

func TestBackground(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  bool
	}{
		{"", true}, {"15;0", true}, {"0;15", false}, {"0;7", false}, {"7;8", true}, {"15;default;0", true},
		{"0;default;15", false}, {"default;default", true}, {"0;99", true}, {"nonsense", true}, {";", true},
	} {
		if got := dark.Background(tt.value); got != tt.want {
			t.Errorf("Background(%q) = %v, want %v", tt.value, got, tt.want)
		}
	}
}
