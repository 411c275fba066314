package placeholder_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/placeholder"
)

func TestExpand(t *testing.T) {
	values := map[string]string{"domain": "example.com", "env": "%domain%", "n-1": "one"}
	lookup := func(name string) (string, bool) { v, ok := values[name]; return v, ok }
	tests := []struct {
		in, want string
		missing  []string
	}{
		{"", "", nil},
		{"mail.%domain%", "mail.example.com", nil},
		{"%n-1%%domain%", "oneexample.com", nil},
		{"100%%", "100%", nil},
		{"100%", "100%", nil},
		{"%%domain%%", "%domain%", nil},
		{"%env%", "%domain%", nil}, // single pass
		{"%nope%.%nope%.%other%", "%nope%.%nope%.%other%", []string{"nope", "other"}},
		{"50% off %domain%", "50% off example.com", nil},
		{"%Domain%", "%Domain%", nil},
		{"%a b%", "%a b%", nil},
	}
	for _, tt := range tests {
		got, missing := placeholder.Expand(tt.in, lookup)
		if got != tt.want {
			t.Errorf("Expand(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if diff := cmp.Diff(tt.missing, missing); diff != "" {
			t.Errorf("Expand(%q) missing: %s", tt.in, diff)
		}
	}
}

func TestNames(t *testing.T) {
	if diff := cmp.Diff([]string{"a", "b"}, placeholder.Names("%a% %b% %a% %%c%%")); diff != "" {
		t.Error(diff)
	}
}
