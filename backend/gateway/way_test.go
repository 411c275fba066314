package gateway_test

import (
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/protocol/smtp"
)

// An editor may change the proxy and the DNS server of the vault. Where nothing else
// says that the mail reaches the server that an owner chose, he must not become an
// owner by it.
func TestNoPasswordInClearFollowsTheNetworkElsewhere(t *testing.T) {
	own := func(security gateway.Security) gateway.Draft {
		d := whole()
		d.Settings.Host, d.Settings.Port, d.Settings.Security = "127.0.0.1", "1", security // where nobody listens
		return d
	}
	plain, encrypted := own(gateway.None), own(gateway.TLS)
	via := gateway.Draft{Settings: gateway.Settings{Enabled: true, UseDeployment: "Portal"}}
	tests := map[string]struct {
		draft    gateway.Draft
		outgoing smtp.Security
		held     bool
		field    string
	}{
		"its own server":                            {plain, "", true, "security"},
		"its own server, with TLS":                  {encrypted, "", false, ""},
		"the outgoing mail of a deployment":         {via, smtp.SecurityNone, true, "useDeployment"},
		"the outgoing mail of a deployment, by TLS": {via, smtp.SecurityImplicitTLS, false, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.deployments.settings = smtp.Settings{Host: "127.0.0.1", Port: "1", Security: tt.outgoing, From: "it@example.com"}
			f.network.way = "as an owner has seen it"
			f.save(t, tt.draft)
			if stored := f.get(t); stored.Redirected != "" || fault.HasCode(f.mail(t), gateway.CodeRedirected) {
				t.Errorf("as an owner saved it: %+v", stored)
			}
			f.network.way = "by a proxy of an editor"
			stored, err := f.get(t), f.mail(t)
			if fault.HasCode(err, gateway.CodeRedirected) != tt.held || (stored.Redirected != "") != tt.held {
				t.Errorf("by another way: %v, %q", err, stored.Redirected)
			}
			if tt.held && (stored.Status.Light != "failed" || names(fault.Of(err).Fields)[0] != tt.field) {
				t.Errorf("by another way: %+v, %+v", stored.Status, fault.Of(err).Fields)
			}
			f.save(t, stored.Draft())
			if stored := f.get(t); stored.Redirected != "" {
				t.Errorf("after an owner has saved it: %q", stored.Redirected)
			}
		})
	}
}
