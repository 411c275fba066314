package workbench_test

import (
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/network"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// The editor Ed leads what leaves this machine elsewhere: a mail without encryption is
// not to reach his proxy, nor the server that his DNS server names.
func TestAnEditorLeadsNoPasswordInClearThroughHisNetwork(t *testing.T) {
	h := newHouse(t, "ed@example.com")
	_, err := h.Gateway.Save(t.Context(), gateway.Draft{
		Settings: gateway.Settings{Enabled: true, Host: "mail.example.com", From: "it@example.com", SenderName: "IT", Security: gateway.None},
		Password: secret.Input{Change: secret.Set, Value: secret.FromString("an authorization code")},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.unlock(t, "Ed", edsPassword)
	save := func(s network.Settings) {
		t.Helper()
		stored, err := h.Network.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Network.Save(t.Context(), network.Draft{Settings: s, Revision: stored.Revision}); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		settings network.Settings
		held     bool
	}{
		"nothing else":             {network.Settings{Proxy: network.ModeSystem}, false},
		"a proxy that is not used": {network.Settings{Proxy: network.ModeSystem, Scheme: dial.ProxySOCKS5, Address: "192.0.2.1:1080"}, false},
		"a proxy":                  {network.Settings{Proxy: network.ModeManual, Scheme: dial.ProxySOCKS5, Address: "192.0.2.1:1080"}, true},
		"no proxy":                 {network.Settings{Proxy: network.ModeNone}, true},
		"a DNS server":             {network.Settings{Proxy: network.ModeSystem, Resolver: "192.0.2.53"}, true},
	} {
		save(tt.settings)
		stored, err := h.Gateway.Get(t.Context())
		if err != nil || (stored.Redirected != "") != tt.held {
			t.Errorf("%s: %q %v", name, stored.Redirected, err)
		}
	}
	save(network.Settings{Proxy: network.ModeManual, Scheme: dial.ProxySOCKS5, Address: "192.0.2.1:1080"})
	h.unlock(t, "Ada", adasPassword)
	if _, err := h.ResetPassword(t.Context(), h.ed); !fault.HasCode(err, gateway.CodeRedirected) {
		t.Errorf("a reset: %v", err)
	}
}
