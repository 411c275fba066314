package apiclient_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// useCase is one method of Clients as somebody calls it. A viewer may call it
// unless it edits.
type useCase struct {
	edits bool
	call  func(f *fixture, c apiclient.Client) error
}

// useCases are all methods of Clients for people, by name.
func useCases(t *testing.T) map[string]useCase {
	ctx := t.Context()
	return map[string]useCase{
		"List": {false, func(f *fixture, _ apiclient.Client) error { _, err := f.clients.List(ctx, site); return err }},
		"Get":  {false, func(f *fixture, c apiclient.Client) error { _, err := f.clients.Get(ctx, site, c.ID); return err }},
		"ByClientID": {false, func(f *fixture, c apiclient.Client) error {
			_, err := f.clients.ByClientID(ctx, site, c.ClientID)
			return err
		}},
		"Check": {false, func(f *fixture, c apiclient.Client) error {
			_, err := f.clients.Check(ctx, site, c.Draft())
			return err
		}},
		"Recent": {false, func(f *fixture, _ apiclient.Client) error { _, err := f.clients.Recent(ctx, site); return err }},
		"Prove": {false, func(f *fixture, c apiclient.Client) error {
			draft := c.Draft()
			draft.Secret.Change = apiclient.Generate // nothing is sent
			_, err := f.clients.Prove(ctx, site, apiclient.ProofRequest{Draft: draft, Own: &apiclient.Own{}})
			return err
		}},
		"Save": {true, func(f *fixture, c apiclient.Client) error {
			_, _, err := f.clients.Save(ctx, site, c.Draft())
			return err
		}},
		"Rotate": {true, func(f *fixture, c apiclient.Client) error {
			_, _, err := f.clients.Rotate(ctx, site, c.ID, vault.AnyRevision)
			return err
		}},
		"Revoke": {true, func(f *fixture, c apiclient.Client) error { _, err := f.clients.Revoke(ctx, site, c.ID); return err }},
		"Remove": {true, func(f *fixture, c apiclient.Client) error { return f.clients.Remove(ctx, site, c.ID, c.Revision) }},
	}
}

// forTheAPI are the methods that a token or a client's secret opens, and
// RemoveAll, which works within a transaction of deployments.
func forTheAPI() map[string]bool {
	return map[string]bool{
		"Issue": true, "Authorize": true, "RevokeToken": true, "EndTokens": true, "TokenCount": true, "RemoveAll": true,
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	token := f.issue(t, "client")
	cases := useCases(t)
	for name, c := range cases {
		f.access.viewer, f.access.nobody = true, false
		if err := c.call(f, saved); (err != nil) != c.edits || c.edits && fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: a viewer gets %v", name, err)
		}
		f.access.nobody = true
		if err := c.call(f, saved); err == nil || fault.Of(err).Kind != fault.Locked {
			t.Errorf("%s: nobody gets %v", name, err)
		}
	}
	f.access.viewer, f.access.nobody = false, false
	if got := f.get(t, saved.ID); got.Revision != saved.Revision || got.Tokens != 1 {
		t.Error("something was changed all the same")
	}
	if _, err := f.clients.Authorize(token.Value); err != nil {
		t.Errorf("the token has ended: %v", err)
	}
	for method := range reflect.TypeFor[*apiclient.Clients]().Methods() {
		if _, known := cases[method.Name]; !known && !forTheAPI()[method.Name] {
			t.Errorf("nothing says who may call %s", method.Name)
		}
	}
	for _, name := range []string{"List", "Get", "ByClientID", "Check", "Recent", "Prove", "Revoke", "Rotate", "Save", "Remove"} {
		if err := cases[name].call(f, saved); err != nil { // an editor, and an owner likewise
			t.Errorf("%s: an editor gets %v", name, err)
		}
		saved.Revision = vault.AnyRevision
	}
}

func TestALockedVaultGivesNoToken(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	token := f.issue(t, "client")
	if err := f.access.Close(); err != nil {
		t.Fatal(err)
	}
	f.bus.Publish(lockedEvent())
	for range 20 { // it counts as no failure
		if _, err := f.clients.Issue(t.Context(), asking("client", "wrong secret")); err == nil || fault.Of(err).Kind != fault.Locked {
			t.Fatalf("error %v", err)
		}
	}
	if _, err := f.clients.Authorize(token.Value); !fault.HasCode(err, apiclient.CodeTokenInvalid) {
		t.Errorf("error %v", err)
	}
}

// assertNoSecret looks for values in all that is shown of a client, in all
// events and in the journal.
func (f *fixture) assertNoSecret(t *testing.T, id string, values ...string) {
	t.Helper()
	recent, err := f.clients.Recent(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.clients.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	check, err := f.clients.Check(t.Context(), site, f.get(t, id).Draft())
	if err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	events := f.events
	f.mu.Unlock()
	shown, err := json.Marshal([]any{f.get(t, id), f.get(t, id).Document(), list, recent, check, events, f.entries(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range values {
		for _, form := range formsOf(value) {
			if strings.Contains(string(shown), form) {
				t.Errorf("a secret is shown as %s", form)
			}
		}
	}
}

func TestSC15_NothingThatIsShownHoldsASecret(t *testing.T) {
	t.Parallel()
	f, e := newFixture(t), newEndpoint(t)
	saved := f.save(t, target(e))
	f.prove(t, saved.Draft(), nil)
	token := f.issue(t, "installer")
	_, generated, err := f.clients.Rotate(t.Context(), site, saved.ID, vault.AnyRevision)
	if err != nil {
		t.Fatal(err)
	}
	taken := script("installer")
	_, _, conflict := f.clients.Save(t.Context(), site, taken)
	wrong := f.clients.RevokeToken(t.Context(), asking("installer", canary), token.Value)
	f.assertNoSecret(t, saved.ID, canary, string(token.Value.Reveal()), string(generated.Reveal()))
	for _, err := range []error{conflict, wrong} {
		doc, err := json.Marshal(fault.Of(err))
		if err != nil || strings.Contains(string(doc), canary) {
			t.Errorf("a fault says %s, %v", doc, err)
		}
	}
}
