package xmltree_test

import (
	"testing"

	"patchbay/backend/protocol/saml/xmltree"
)

// TestIsText: what XML cannot carry would come out as another text, or break the
// document.
func TestIsText(t *testing.T) {
	for text, want := range map[string]bool{
		"":                        true,
		"https://sp.example.test": true,
		"b\u00fccher \U0001f511":  true,
		"a\nb":                    false,
		"a\x00b":                  false,
		"a\x7fb":                  false,
		"a\uffffb":                false,
		"a\xffb":                  false,
	} {
		if got := xmltree.IsText(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
