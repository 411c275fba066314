package idp_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestAProviderIsKeptAsItWasDrafted(t *testing.T) {
	f := newFixture(t)
	draft := confidential("Staff")
	draft.Settings.AllowedDomains = []string{"example.com", "*.example.org"}
	draft.Settings.Scopes = []string{"openid", "email"}
	saved := f.save(t, draft)
	got := f.get(t, saved.ID)
	if !got.Enabled || !got.Infos.ClientSecret.Set || got.Status.Light != evidence.Never {
		t.Errorf("enabled %v, secrets %+v, light %s", got.Enabled, got.Infos, got.Status.Light)
	}
	draft.Settings.Enabled = new(true)
	if diff := cmp.Diff(asDocument(t, draft.Settings), asDocument(t, got.Settings)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"idp.saved"}, f.actions(t)); diff != "" {
		t.Error(diff)
	}
	if !slices.Contains(f.names(), "idp.saved") {
		t.Errorf("events %v", f.names())
	}
}

func asDocument(t *testing.T, s signin.Settings) string {
	t.Helper()
	doc, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

func TestProvidersAreListedByName(t *testing.T) {
	f := newFixture(t)
	for _, name := range []string{"staff", "Guests", "Zoo"} {
		f.save(t, confidential(name))
	}
	list, err := f.providers.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range list {
		names = append(names, s.Settings.Name)
	}
	if diff := cmp.Diff([]string{"Guests", "staff", "Zoo"}, names); diff != "" {
		t.Error(diff)
	}
	if list[0].Target != "https://login.example.com" {
		t.Errorf("target %q", list[0].Target)
	}
	if found, err := f.providers.ByName(t.Context(), site, "STAFF "); err != nil || found.ID != list[1].ID {
		t.Errorf("by name: %v", err)
	}
	if _, err := f.providers.ByName(t.Context(), site, "nobody"); !fault.HasCode(err, idp.CodeNotFound) {
		t.Errorf("by an unknown name: %v", err)
	}
}

func TestANameIsTakenOnce(t *testing.T) {
	f := newFixture(t)
	f.save(t, confidential("Staff"))
	other := f.save(t, confidential("Guests"))
	if _, err := f.providers.Save(t.Context(), site, confidential("STAFF")); !fault.HasCode(err, idp.CodeExists) {
		t.Errorf("a new one: %v", err)
	}
	renamed := other.Draft()
	renamed.Settings.Name = "staff"
	if _, err := f.providers.Save(t.Context(), site, renamed); !fault.HasCode(err, idp.CodeExists) {
		t.Errorf("a renamed one: %v", err)
	}
	if review, err := f.providers.Review(t.Context(), site, renamed); err != nil || review.Complete {
		t.Errorf("the review says complete, %v", err)
	}
	if _, err := f.providers.Save(t.Context(), elsewhere, confidential("Staff")); err != nil {
		t.Errorf("in another deployment: %v", err)
	}
}

func TestWhatIsNotValidIsNotKept(t *testing.T) {
	f := newFixture(t)
	draft := confidential("Staff")
	draft.Settings.Issuer, draft.Settings.CallbackURL = "login.example.com", ""
	draft.Settings.ClientID = "%unknown%"
	draft.Secrets.ClientSecret = set("a\nb")
	_, err := f.providers.Save(t.Context(), site, draft)
	if !fault.HasCode(err, idp.CodeInvalid) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"issuer", "callbackUrl", "clientId", "clientSecret"} {
		if !slices.Contains(fields(err), want) {
			t.Errorf("%s is not blamed: %v", want, fields(err))
		}
	}
}

func TestAnotherTypeTakesNothingAlong(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, confidential("Staff"))
	draft := saved.Draft()
	draft.Settings.Type = signin.SAML
	draft.Settings.SPEntityID, draft.Settings.MetadataURL = "https://desk.example.com", "https://idp.example.com/metadata"
	changed := f.save(t, draft)
	if changed.Settings.ClientID != "" || changed.Settings.Issuer != "" || changed.Infos.ClientSecret.Set {
		t.Errorf("%+v, %+v", changed.Settings, changed.Infos)
	}
	if !changed.Infos.SPKey.Set || changed.Settings.SPCertificatePEM == "" {
		t.Error("it has no key of its own")
	}
}

func TestAnOmittedSwitchStays(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, confidential("Staff"))
	off, err := f.providers.SetEnabled(t.Context(), site, saved.ID, saved.Revision, false)
	if err != nil || off.Enabled || off.Status.Light != evidence.Disabled {
		t.Fatalf("switched off: %+v, %v", off.Status, err)
	}
	draft := off.Draft()
	draft.Settings.Enabled = nil
	if again := f.save(t, draft); again.Enabled || !again.Infos.ClientSecret.Set {
		t.Error("saving has switched it on, or lost its secret")
	}
	if _, err := f.providers.SetEnabled(t.Context(), site, saved.ID, saved.Revision, true); kindOf(err) != fault.Conflict {
		t.Errorf("an old revision: %v", err)
	}
	if diff := cmp.Diff([]string{"idp.saved", "idp.disabled", "idp.saved"}, f.actions(t)); diff != "" {
		t.Error(diff)
	}
}

func TestRemovingTakesSecretsAlong(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, confidential("Staff"))
	if err := f.providers.Remove(t.Context(), elsewhere, saved.ID, saved.Revision); !fault.HasCode(err, idp.CodeNotFound) {
		t.Errorf("from another deployment: %v", err)
	}
	if err := f.providers.Remove(t.Context(), site, saved.ID, saved.Revision); err != nil {
		t.Fatal(err)
	}
	if _, err := f.providers.Get(t.Context(), site, saved.ID); !fault.HasCode(err, idp.CodeNotFound) {
		t.Errorf("it is still there: %v", err)
	}
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		info, err := tx.SecretInfo(vault.SecretRef{Kind: idp.Kind, ID: saved.ID, Field: signin.FieldClientSecret})
		if info.Set {
			t.Error("its secret is still there")
		}
		return err
	})
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		t.Fatal(err)
	}
}

func TestADeploymentTakesItsProvidersAlong(t *testing.T) {
	f := newFixture(t)
	f.save(t, confidential("Staff"))
	if _, err := f.providers.Save(t.Context(), elsewhere, confidential("Staff")); err != nil {
		t.Fatal(err)
	}
	err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.providers.RemoveAll(tx, site) })
	if err != nil {
		t.Fatal(err)
	}
	here, _ := f.providers.List(t.Context(), site)
	there, _ := f.providers.List(t.Context(), elsewhere)
	if len(here) != 0 || len(there) != 1 {
		t.Errorf("%d here, %d there", len(here), len(there))
	}
}

func TestASecretThatIsNotNeededGoes(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, confidential("Staff"))
	draft := saved.Draft()
	draft.Settings.ClientAuth = signin.ClientNone
	if public := f.save(t, draft); public.Infos.ClientSecret.Set {
		t.Error("a public client keeps a secret")
	}
	draft = f.get(t, saved.ID).Draft()
	draft.Settings.ClientAuth, draft.Secrets.ClientSecret = signin.ClientSecretPost, secret.Input{Change: secret.Keep}
	review, err := f.providers.Review(t.Context(), site, draft)
	if err != nil || review.Ready || !review.Complete {
		t.Errorf("without its secret: ready %v, complete %v, %v", review.Ready, review.Complete, err)
	}
}
