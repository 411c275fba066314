package mailapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/mailapi"
)

func TestAddressesOfTheContract(t *testing.T) {
	for _, tt := range []struct{ tenant, host, ssms, shift string }{
		{"acme", "example.com", "https://acme.example.com/digitanium/v4/mail/config", "https://example.com/auth/realms/acme/mail/setup"},
		{"acme", "localhost:8443", "https://acme.localhost:8443/digitanium/v4/mail/config", "https://localhost:8443/auth/realms/acme/mail/setup"},
		{"a/b", "example.com", "", "https://example.com/auth/realms/a%2Fb/mail/setup"},
		{"", "example.com", "", ""},
		{"acme", "", "", ""},
	} {
		got := []string{mailapi.SSMSURL(tt.tenant, tt.host), mailapi.SHIFTURL(tt.tenant, tt.host)}
		if diff := cmp.Diff([]string{tt.ssms, tt.shift}, got); diff != "" {
			t.Error(diff)
		}
	}
}

// TestHashAndDestination: which field changes what.
func TestHashAndDestination(t *testing.T) {
	base := mailapi.Settings{URL: "https://a.example.com/x", TokenURL: "https://sso.example.com/token", ClientID: "c"}
	same := base
	same.Form, same.ClientAuth, same.TimeoutSeconds = mailapi.FormSSMS, "client_secret_basic", account.DefaultTimeoutSeconds
	if base.Hash() != same.Hash() || base.Destination() != same.Destination() {
		t.Error("defaults change something")
	}
	if got := base.Destination(); got != "push|https://a.example.com/x|https://sso.example.com/token|c|client_secret_basic" {
		t.Error(got)
	}
	hashes, places := map[string]bool{base.Hash(): true}, map[string]bool{base.Destination(): true}
	for name, tt := range map[string]struct {
		edit  func(*mailapi.Settings)
		place bool // the secrets go elsewhere
	}{
		"form":           {func(s *mailapi.Settings) { s.Form = mailapi.FormSHIFT }, false},
		"url":            {func(s *mailapi.Settings) { s.URL += "2" }, true},
		"tokenUrl":       {func(s *mailapi.Settings) { s.TokenURL += "2" }, true},
		"no tokenUrl":    {func(s *mailapi.Settings) { s.TokenURL = "" }, true},
		"clientId":       {func(s *mailapi.Settings) { s.ClientID += "|" }, true},
		"clientAuth":     {func(s *mailapi.Settings) { s.ClientAuth = "client_secret_post" }, true},
		"scope":          {func(s *mailapi.Settings) { s.Scope = "a" }, false},
		"caPem":          {func(s *mailapi.Settings) { s.CAPEM = "x" }, false},
		"timeoutSeconds": {func(s *mailapi.Settings) { s.TimeoutSeconds = 1 }, false},
	} {
		s := base
		tt.edit(&s)
		if hashes[s.Hash()] {
			t.Errorf("%s does not change the hash", name)
		}
		if places[s.Destination()] == tt.place {
			t.Errorf("%s: destination %s", name, s.Destination())
		}
		hashes[s.Hash()] = true
	}
}
