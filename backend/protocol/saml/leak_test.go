package saml_test

import (
	"encoding/json"
	"strings"
	"testing"

	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// TestNoKeyIsInWhatIsShown, neither of a pair that fits nor of one that does not.
func TestNoKeyIsInWhatIsShown(t *testing.T) {
	certificate, key := spPair(t)
	_, other := spPair(t)
	for _, k := range []string{string(key.Reveal()), string(other.Reveal()), "not a key at all"} {
		s := byHand(t, func(s *signin.Settings) {
			s.SPCertificatePEM, s.SignRequests = certificate, true
			s.SSOURL = "https://127.0.0.1:1/sso"
		})
		request := signin.Request{Settings: s, Secrets: signin.Secrets{SPKey: secret.FromString(k)}}
		shown, err := json.Marshal([]any{saml.Check(t.Context(), request), saml.Read(t.Context(), request), saml.Probe(t.Context(), request)})
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(k) {
			if line = strings.TrimSpace(line); len(line) > 10 && !strings.HasPrefix(line, "-----") && strings.Contains(string(shown), line) {
				t.Errorf("%q is shown", line)
			}
		}
	}
}
