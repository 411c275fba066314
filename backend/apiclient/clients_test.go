package apiclient_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestASavedClientIsReadAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	draft := apiclient.Draft{Settings: apiclient.Settings{
		ClientID: " installer ", Description: "of the target", Scopes: []string{"mail:read", "mail:write", "mail:read"},
		TokenURL: "https://target.example.com/oauth2/token",
	}, Secret: set(canary)}
	saved := f.save(t, draft)
	got := f.get(t, saved.ID)
	want := apiclient.Settings{
		ClientID: "installer", Description: "of the target", Scopes: []string{"mail:read", "mail:write"}, Default: true,
		TokenURL: "https://target.example.com/oauth2/token", ClientAuth: apiclient.ClientSecretBasic,
	}
	if diff := cmp.Diff(want, got.Settings); diff != "" {
		t.Error(diff)
	}
	if !got.Secret.Set || got.DeploymentID != site || !got.LastUsedAt.IsZero() || got.Status.Light != "never" ||
		got.Bound != "https://target.example.com/oauth2/token as the client installer (client_secret_basic)" {
		t.Errorf("it is %+v", got)
	}
	if stored := got.Stored(); len(stored) != 1 || stored[0].Field != "secret" {
		t.Errorf("stored are %+v", stored)
	}
	if diff := cmp.Diff([]string{"apiclient.saved"}, f.actions(t)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"apiclient.saved"}, f.names()); diff != "" {
		t.Error(diff)
	}
}

func TestASecretIsGeneratedForWhoBringsNone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, change := range []secret.Change{apiclient.Generate, secret.Keep, ""} {
		draft := script("client"+string(change), apiclient.ScopeMailRead)
		draft.Secret = secret.Input{Change: change}
		saved, generated, err := f.clients.Save(t.Context(), site, draft)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(generated.Reveal(), []byte("pbcs_")) || len(generated.Reveal()) != 54 {
			t.Errorf("%q: the secret has another form", change)
		}
		if _, err := f.clients.Issue(t.Context(), asking(saved.ClientID, string(generated.Reveal()))); err != nil {
			t.Errorf("%q: it is not taken: %v", change, err)
		}
	}
}

func TestAClientIDIsUniqueWithinItsDeployment(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	f.save(t, script("Client", apiclient.ScopeMailRead)) // another one
	if _, _, err := f.clients.Save(t.Context(), site, script("client")); !fault.HasCode(err, apiclient.CodeExists) {
		t.Errorf("error %v", err)
	}
	if check, err := f.clients.Check(t.Context(), site, script("client")); err != nil || check.Ready {
		t.Errorf("the check says %+v, %v", check, err)
	}
	if _, _, err := f.clients.Save(t.Context(), elsewhere, script("client")); err != nil {
		t.Errorf("another deployment cannot have it: %v", err)
	}
	if _, _, err := f.clients.Save(t.Context(), "nowhere", script("client")); !fault.HasCode(err, "deployment.not_found") {
		t.Errorf("error %v", err)
	}
}

func TestALostUpdateIsRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	mine, theirs := saved.Draft(), saved.Draft()
	f.save(t, theirs)
	if _, _, err := f.clients.Save(t.Context(), site, mine); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("error %v", err)
	}
	if _, _, err := f.clients.Rotate(t.Context(), site, saved.ID, saved.Revision); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("error %v", err)
	}
	if err := f.clients.Remove(t.Context(), site, saved.ID, saved.Revision); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("error %v", err)
	}
	if _, _, err := f.clients.Rotate(t.Context(), site, saved.ID, vault.AnyRevision); err != nil {
		t.Error(err)
	}
}

func TestOneClientIsTheDefault(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	defaults := func(want string) {
		t.Helper()
		list, err := f.clients.List(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range list {
			if one.Default {
				got = append(got, one.ClientID)
			}
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("the default ones are %v, want %s", got, want)
		}
		if named, err := f.clients.ByClientID(t.Context(), site, ""); want != "" && (err != nil || named.ClientID != want || !list[0].Default) {
			t.Errorf("without a name it is %q, %v", named.ClientID, err)
		}
	}
	if _, err := f.clients.ByClientID(t.Context(), site, ""); !fault.HasCode(err, apiclient.CodeNotFound) {
		t.Errorf("without any client: %v", err)
	}
	first := f.save(t, script("first"))
	defaults("first")
	second, third := script("second"), script("third")
	second.Default = true
	chosen := f.save(t, second)
	defaults("second")
	f.save(t, third)
	defaults("second")
	if got := f.get(t, first.ID); got.Revision != first.Revision {
		t.Error("the client that is not the default any more was changed")
	}
	unset := chosen.Draft()
	unset.Default = false
	chosen = f.save(t, unset)
	defaults("second")
	if err := f.clients.Remove(t.Context(), site, chosen.ID, chosen.Revision); err != nil {
		t.Fatal(err)
	}
	defaults("first") // the oldest
	if err := f.clients.Remove(t.Context(), site, first.ID, first.Revision); err != nil {
		t.Fatal(err)
	}
	defaults("third")
	if named, err := f.clients.ByClientID(t.Context(), site, "third"); err != nil || named.ClientID != "third" {
		t.Errorf("it is found as %+v, %v", named, err)
	}
	if _, err := f.clients.ByClientID(t.Context(), site, "Third"); !fault.HasCode(err, apiclient.CodeNotFound) {
		t.Errorf("error %v", err)
	}
}

func TestWhatIsRemovedIsGone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	f.issue(t, "client")
	if _, err := f.clients.Get(t.Context(), elsewhere, saved.ID); !fault.HasCode(err, apiclient.CodeNotFound) {
		t.Errorf("another deployment sees it: %v", err)
	}
	if err := f.clients.Remove(t.Context(), elsewhere, saved.ID, saved.Revision); !fault.HasCode(err, apiclient.CodeNotFound) {
		t.Errorf("another deployment removes it: %v", err)
	}
	if err := f.clients.Remove(t.Context(), site, saved.ID, saved.Revision); err != nil {
		t.Fatal(err)
	}
	if _, err := f.clients.Get(t.Context(), site, saved.ID); !fault.HasCode(err, apiclient.CodeNotFound) {
		t.Errorf("it is there: %v", err)
	}
	f.save(t, script("client", apiclient.ScopeMailRead))
	other := script("other")
	other.Default = true
	f.save(t, other)
	err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.clients.RemoveAll(tx, site) })
	if err != nil {
		t.Fatal(err)
	}
	if list, err := f.clients.List(t.Context(), site); err != nil || len(list) > 0 {
		t.Errorf("left are %v, %v", list, err)
	}
}

func TestAnotherSecretIsAnEntryOfItsOwn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	draft := saved.Draft()
	draft.Secret = set("another secret of the client")
	f.save(t, draft)
	if _, err := f.clients.Issue(t.Context(), asking("client", canary)); !fault.HasCode(err, apiclient.CodeInvalidClient) {
		t.Errorf("the old secret is taken: %v", err)
	}
	_, generated, err := f.clients.Rotate(t.Context(), site, saved.ID, vault.AnyRevision)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.clients.Issue(t.Context(), asking("client", "another secret of the client")); !fault.HasCode(err, apiclient.CodeInvalidClient) {
		t.Errorf("the old secret is taken: %v", err)
	}
	if _, err := f.clients.Issue(t.Context(), asking("client", string(generated.Reveal()))); err != nil {
		t.Error(err)
	}
	want := []string{"apiclient.secret_changed", "apiclient.secret_changed", "apiclient.saved", "apiclient.saved"}
	if diff := cmp.Diff(want, f.actions(t)); diff != "" {
		t.Error(diff)
	}
}

func TestTheJournalSaysWhatAClientMayDo(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	draft := f.save(t, script("client", apiclient.ScopeMailRead, apiclient.ScopeMailWrite)).Draft()
	draft.Description = "other"
	draft = f.save(t, draft).Draft()
	draft.Scopes, draft.Secret = nil, set("another secret of the client")
	f.save(t, draft)
	var details []string
	for _, e := range f.entries(t) {
		details = append(details, e.Action+" "+e.Subject+" "+e.Detail)
	}
	want := []string{
		"apiclient.secret_changed client ", "apiclient.saved client no scopes",
		"apiclient.saved client ", "apiclient.saved client scopes: mail:read mail:write",
	}
	if diff := cmp.Diff(want, details); diff != "" {
		t.Error(diff)
	}
}

func TestAClientIsCalledByItsClientID(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client"))
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		if name, err := apiclient.NameIn(tx, saved.ID); err != nil || name != "client" {
			t.Errorf("it is called %q, %v", name, err)
		}
		if _, err := apiclient.NameIn(tx, saved.ID+"x"); !errors.Is(err, vault.ErrNoRecord) {
			t.Errorf("error %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A use that cannot be stored ends no call: the vault may be writing for long.
