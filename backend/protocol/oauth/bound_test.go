package oauth_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestWhatIsKeptIsBounded: user info that is far too long makes a report that is
// not, and a secret in its midst is masked where it is cut, too.
func TestWhatIsKeptIsBounded(t *testing.T) {
	p := newProvider(t)
	long := strings.Repeat("x", 2<<10-10) + accessToken + strings.Repeat("y", 200<<10)
	raw, err := json.Marshal(map[string]any{"id": 7, "bio": long, "list": strings.Split(strings.Repeat("z,", 10_000), ",")})
	if err != nil {
		t.Fatal(err)
	}
	p.user = string(raw)
	report := p.signIn(t, p.request(p.settings()))
	kept, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) > 64<<10 {
		t.Errorf("%d bytes are kept", len(kept))
	}
	if strings.Contains(string(kept), accessToken[:8]) {
		t.Error("the beginning of the token is told")
	}
}
