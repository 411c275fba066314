package workbench_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/evidence"
	"patchbay/backend/idp"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// addProvider saves an OpenID Connect provider that nobody asks.
func (r rehearsed) addProvider(t *testing.T, name string) idp.Provider {
	t.Helper()
	return r.saveProvider(t, idp.Draft{
		Settings: signin.Settings{
			Name: name, Type: signin.OIDC, CallbackURL: "https://portal.example.com/callback",
			Issuer: "https://127.0.0.1:1", ClientID: "portal", ClientSecretExpires: "2099-05-31", TimeoutSeconds: 1,
		},
		Secrets: signin.SecretInputs{ClientSecret: set("a client secret")},
	})
}

func (r rehearsed) saveProvider(t *testing.T, d idp.Draft) idp.Provider {
	t.Helper()
	saved, err := r.Providers.Save(t.Context(), r.site, d)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// addSAML saves a SAML provider, which gets a key.
func (r rehearsed) addSAML(t *testing.T, name string) idp.Provider {
	t.Helper()
	return r.saveProvider(t, idp.Draft{Settings: signin.Settings{
		Name: name, Type: signin.SAML, CallbackURL: "https://portal.example.com/acs",
		MetadataURL: "https://127.0.0.1:1/metadata", SPEntityID: "https://portal.example.com/saml", TimeoutSeconds: 1,
	}, Secrets: signin.KeepSecrets()})
}

// providers are the integrations of that kind.
func (r rehearsed) providers(t *testing.T) []workbench.Integration {
	t.Helper()
	all, err := r.Integrations(t.Context(), r.site)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(i workbench.Integration) bool { return i.Kind != workbench.KindIDP })
}

func TestProvidersAreIntegrations(t *testing.T) {
	r := rehearse(t)
	for i := range 8 {
		r.addProvider(t, fmt.Sprintf("Provider %d", i))
	}
	var want []workbench.Integration
	provider := func(target, summary string) {
		want = append(want, workbench.Integration{
			Kind: workbench.KindIDP, Title: "Identity providers", Target: target, Light: evidence.Never, Summary: summary,
		})
	}
	for i := range 6 {
		provider(fmt.Sprintf("Provider %d", i), "Never proved")
	}
	provider("2 further providers", "Provider 6: Never proved")
	if diff := cmp.Diff(want, r.providers(t)); diff != "" {
		t.Error(diff)
	}
}

func TestProveAllChecksProvidersThatAreSwitchedOn(t *testing.T) {
	r := rehearse(t)
	off := r.addProvider(t, "Off")
	if _, err := r.Providers.SetEnabled(t.Context(), r.site, off.ID, off.Revision, false); err != nil {
		t.Fatal(err)
	}
	checked := func() workbench.ProvedOne {
		t.Helper()
		all, err := r.ProveAll(t.Context(), r.site, "run-1")
		if err != nil || len(all) != 4 {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[2]
	}
	want := workbench.ProvedOne{Kind: "idp", Title: "Identity providers", Verdict: proof.Skipped, Summary: "All are switched off"}
	if diff := cmp.Diff(want, checked()); diff != "" {
		t.Error(diff)
	}
	on := r.addProvider(t, "Unreachable")
	want.Verdict, want.Summary = proof.Failed, "1 of 1 failed"
	if diff := cmp.Diff(want, checked()); diff != "" {
		t.Error(diff)
	}
	if got := r.providers(t)[0]; got.Target != "Unreachable" || got.Light != evidence.Failed {
		t.Errorf("what failed is not the first: %+v", got)
	}
	recent, err := r.RecentProofs(t.Context(), r.site)
	if err != nil || len(recent) != 1 || recent[0].Kind != workbench.KindIDP || recent[0].Title != on.Settings.Name || !recent[0].Current {
		t.Errorf("%+v, %v", recent, err)
	}
}

func TestSecretsOfProvidersAreAffected(t *testing.T) {
	r := rehearse(t)
	r.addProvider(t, "Staff")
	r.addSAML(t, "University")
	want := []workbench.Affected{{
		DeploymentID: r.site, Deployment: "Portal", Kind: workbench.KindIDP, Target: "Staff",
		Stored: []outgoing.StoredSecret{{Field: "clientSecret"}},
	}, {
		DeploymentID: r.site, Deployment: "Portal", Kind: workbench.KindIDP, Target: "University",
		Stored: []outgoing.StoredSecret{{Field: "spKeyPem"}},
	}}
	got, err := r.Affected(t.Context())
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(outgoing.StoredSecret{}, "ChangedAt")); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestWhatSignInDependsOnExpires(t *testing.T) {
	r := rehearse(t)
	r.addProvider(t, "Staff")
	r.addSAML(t, "University")
	ends, err := r.Expiring(t.Context(), r.site)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, end := range ends {
		if end.Page == workbench.KindIDP {
			got = append(got, end.Kind+" "+end.Subject)
		}
	}
	want := []string{
		"certificate University: own certificate https://portal.example.com/saml", "clientSecret Staff: portal",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRecordsOfProvidersAreCalledByTheirName(t *testing.T) {
	r := rehearse(t)
	saved := r.addProvider(t, "Staff")
	for _, tt := range []struct{ kind, id, want string }{
		{"idp", saved.ID, "Staff"},
		{"idp-state", saved.ID, "Staff"},
		{"idp-proofs", saved.ID + "/signin", "Staff"},
		{"idp-proofs", saved.ID + "/check", "Staff"},
		{"secret", "idp/" + saved.ID + "/clientSecret", "Staff: clientSecret"},
		{"idp", r.site + "/gone", ""},
	} {
		if got := r.RecordName(t.Context(), tt.kind, tt.id, nil); got != tt.want {
			t.Errorf("the %s %s is called %q, want %q", tt.kind, tt.id, got, tt.want)
		}
	}
	names := r.DifferenceNames(t.Context(), nil, vault.Difference{Kind: "idp", Differs: []string{saved.ID}})
	if diff := cmp.Diff([]string{"Staff"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestARemovedDeploymentTakesItsProvidersAlong(t *testing.T) {
	r := rehearse(t)
	r.addProvider(t, "Staff")
	r.addSAML(t, "University")
	if _, err := r.ProveAll(t.Context(), r.site, "run-1"); err != nil {
		t.Fatal(err)
	}
	site, err := r.Deployments.Get(t.Context(), r.site)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Deployments.Remove(t.Context(), site.ID, site.Revision); err != nil {
		t.Fatal(err)
	}
	keys, err := r.Operators.Keys(t.Context())
	if err != nil || keys.Secrets != 0 {
		t.Errorf("%d secrets are left, %v", keys.Secrets, err)
	}
}
