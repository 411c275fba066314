package clientgrant_test

import (
	"testing"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/clientgrant"
)

func TestHash(t *testing.T) {
	base := clientgrant.Settings{TokenURL: "https://a.example.com/token", ClientID: "c"}
	same := base
	same.ClientAuth, same.TimeoutSeconds = clientgrant.ClientSecretBasic, account.DefaultTimeoutSeconds
	if base.Hash() != same.Hash() {
		t.Error("defaults change the hash")
	}
	seen := map[string]bool{base.Hash(): true}
	for name, edit := range map[string]func(*clientgrant.Settings){
		"tokenUrl":       func(s *clientgrant.Settings) { s.TokenURL += "2" },
		"clientId":       func(s *clientgrant.Settings) { s.ClientID += "2" },
		"clientAuth":     func(s *clientgrant.Settings) { s.ClientAuth = clientgrant.ClientSecretPost },
		"scope":          func(s *clientgrant.Settings) { s.Scope = "a" },
		"caPem":          func(s *clientgrant.Settings) { s.CAPEM = "x" },
		"timeoutSeconds": func(s *clientgrant.Settings) { s.TimeoutSeconds = 1 },
	} {
		s := base
		edit(&s)
		if seen[s.Hash()] {
			t.Errorf("%s does not change the hash", name)
		}
		seen[s.Hash()] = true
	}
}

func TestCheckAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"https://sso.example.com/token": true, "https://acme.localhost:8443/oauth2/token": true, "https://[::1]:8443/": true,
		"http://sso.example.com/token": false, "http://127.0.0.1/": false, "sso.example.com": false, "https://": false,
		"https://u@sso.example.com/": false, "https://sso.example.com/#t": false, "https://sso.example.com:0/": false,
		"https://sso.example.com:99999/": false, "https://a b/": false, "ftp://sso.example.com/": false,
	} {
		if got := clientgrant.CheckAddress(address); (got == "") != good {
			t.Errorf("%s: %q", address, got)
		}
	}
}

func TestCheckScope(t *testing.T) {
	for scope, good := range map[string]bool{
		"mail:write": true, "a b": true, "https://x/.default": true,
		" a": false, "a ": false, "a  b": false, `a"b`: false, `a\b`: false, "a\tb": false, "é": false,
	} {
		if got := clientgrant.CheckScope(scope); (got == "") != good {
			t.Errorf("%q: %q", scope, got)
		}
	}
}
