package mailauth_test

import (
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

func TestFillIn(t *testing.T) {
	const remedy = "Run `Add-X FROM -Trustee USER`, then USER signs in: `Set-Y USER`."
	tests := map[string]struct{ user, from, want string }{
		"both":          {"ops@example.com", "a+b@example.com", "Run `Add-X a+b@example.com -Trustee ops@example.com`, then USER signs in: `Set-Y ops@example.com`."},
		"no user":       {"", "a@example.com", "Run `Add-X a@example.com -Trustee USER`, then USER signs in: `Set-Y USER`."},
		"two commands":  {"x; Remove-Y z", "$(z)", remedy},
		"a backquote":   {"a`b", "'a'", remedy},
		"a switch":      {"-Force", "@args", remedy},
		"another word":  {"FROM", "USER", "Run `Add-X USER -Trustee FROM`, then USER signs in: `Set-Y FROM`."},
		"far too long":  {strings.Repeat("a", 255), strings.Repeat("b", 255), remedy},
		"beyond letter": {"jürgen@example.com", "\u202ea", remedy},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := mailauth.FillIn(proof.Finding{Remedy: remedy}, tt.user, tt.from); got.Remedy != tt.want {
				t.Errorf("got %s", got.Remedy)
			}
		})
	}
}
