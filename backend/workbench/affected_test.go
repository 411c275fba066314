package workbench_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/deployment"
	"patchbay/backend/network"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

func addDeployment(t *testing.T, bench *workbench.Workbench, name, tenant string) deployment.Deployment {
	t.Helper()
	site, err := bench.Deployments.Save(t.Context(), deployment.Deployment{
		Name: name, TenantID: tenant, Hostname: tenant + ".example.com", Environment: deployment.Test,
	})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func TestAffectedAreThoseWithStoredSecrets(t *testing.T) {
	bench := open(t)
	createVault(t, bench)
	bare := addDeployment(t, bench, "Bare", "bare")
	relay := addDeployment(t, bench, "Relay", "relay")
	portal := addDeployment(t, bench, "Portal", "portal")
	save := func(id string, draft outgoing.Draft) {
		t.Helper()
		if _, err := bench.Outgoing.Save(t.Context(), id, draft); err != nil {
			t.Fatal(err)
		}
	}
	save(relay.ID, outgoing.Draft{Settings: smtp.Settings{Host: "relay.example.com", From: "a@example.com", Auth: smtp.SignInNone}})
	save(portal.ID, outgoing.Draft{
		Settings: smtp.Settings{Host: "mail.example.com", User: "portal", From: "a@example.com"},
		Secrets:  smtp.SecretInputs{Password: set("the password of the mail server")},
	})
	want := []workbench.Affected{{
		DeploymentID: portal.ID, Deployment: "Portal", Kind: workbench.KindOutgoing, Target: "mail.example.com:465",
		Stored: []outgoing.StoredSecret{{Field: "password"}},
	}}
	check := func() {
		t.Helper()
		got, err := bench.Affected(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(outgoing.StoredSecret{}, "ChangedAt")); diff != "" {
			t.Errorf("affected, beside %s (-want +got):\n%s", bare.Name, diff)
		}
		for _, one := range got {
			for _, stored := range one.Stored {
				if stored.ChangedAt.IsZero() {
					t.Errorf("%s: it is not known since when %s is stored", one.Target, stored.Field)
				}
			}
		}
	}
	check()
	if _, err := bench.Network.Save(t.Context(), network.Draft{
		Settings: network.Settings{Proxy: network.ModeManual, Scheme: dial.ProxyHTTP, Address: "proxy.example.com:3128", User: "ada"},
		Password: set("the password of the proxy"),
	}); err != nil {
		t.Fatal(err)
	}
	want = append(want, workbench.Affected{
		Kind: workbench.KindNetwork, Target: "proxy.example.com:3128", Stored: []outgoing.StoredSecret{{Field: "password"}},
	})
	check()
}
