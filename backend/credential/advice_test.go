package credential_test

import (
	"testing"
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/protocol/account"
)

// TestAdviceIsOfTheProtocolAndTheSecret as it was typed: what is stored is not
// looked at, and what the way to sign in does not use is nobody's business.
func TestAdviceIsOfTheProtocolAndTheSecret(t *testing.T) {
	f, now := newFixture(t), time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)
	gmail := byPassword()
	gmail.Host, gmail.User = "imap.gmail.com", "ada@gmail.com"
	byGoogle := byToken("ada@example.com")
	byGoogle.Host, byGoogle.OAuth2.TokenURL = "relay.example.com", "https://oauth2.googleapis.com/token"
	for name, c := range map[string]struct {
		expanded account.Settings
		typed    account.SecretInputs
		provider string
		shapes   int
	}{
		"unknown":              {byPassword(), withPassword("correct horse"), "", 0},
		"an app password":      {gmail, withPassword("abcdefghijklmnop"), "gmail", 0},
		"the person's own":     {gmail, withPassword("correct horse battery"), "gmail", 1},
		"a stored one":         {gmail, account.KeepSecrets(), "gmail", 0},
		"one that is not used": {byGoogle, withPassword("correct horse battery"), "gmail", 0},
	} {
		settled, done := f.keeper.Settle(c.typed, c.expanded)
		advice := f.keeper.Advise(settled, c.typed, now)
		done()
		got := ""
		if advice.Provider != nil {
			got = advice.Provider.ID
		}
		if got != c.provider || len(advice.Shapes) != c.shapes {
			t.Errorf("%s: %q, shapes %+v", name, got, advice.Shapes)
		}
		if known, ok := credential.ProviderOf(c.expanded); ok != (c.provider != "") || ok && known.ID != c.provider {
			t.Errorf("%s: the provider is %q", name, known.ID)
		}
	}
}
