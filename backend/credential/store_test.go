package credential_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// moves change one part each of what secrets are bound to.
func moves() map[string]func(*account.Settings) {
	return map[string]func(*account.Settings){
		"host":      func(s *account.Settings) { s.Host = "evil.example.net" },
		"port":      func(s *account.Settings) { s.Port = "1993" },
		"security":  func(s *account.Settings) { s.Security = account.SecuritySTARTTLS },
		"user":      func(s *account.Settings) { s.User = "eve@example.com" },
		"token URL": func(s *account.Settings) { s.OAuth2.TokenURL = "https://evil.example.net/token" },
		"client ID": func(s *account.Settings) { s.OAuth2.ClientID = "another" },
	}
}

// TestSC14_StoredSecretsGoOnlyWhereTheyWereSavedFor: nothing is gathered for
// elsewhere, nothing is kept for elsewhere, and the journal is told.
func TestSC14_StoredSecretsGoOnlyWhereTheyWereSavedFor(t *testing.T) {
	for name, move := range moves() {
		for field, c := range map[string]struct {
			inputs   account.SecretInputs
			expanded account.Settings
		}{
			"password":            {withPassword(canary), byPassword()},
			"oauth2.clientSecret": {account.SecretInputs{ClientSecret: set(canary)}, byToken("ada@example.com")},
			"oauth2.refreshToken": {withRefreshToken(canary), byToken("ada@example.com")},
		} {
			moved := c.expanded
			if move(&moved); field == "password" && moved.Destination("imap") == c.expanded.Destination("imap") {
				continue // a token endpoint is none of a password's business
			}
			t.Run(name+" with "+field, func(t *testing.T) {
				f := newFixture(t)
				bound := f.mustStore(t, id, c.inputs, c.expanded)
				settled, done := f.keeper.Settle(account.KeepSecrets(), moved)
				defer done()
				entry := audit.Entry{Action: "mailbox.proved", Subject: "ada@example.com"}
				prepared, err := f.keeper.Prepare(t.Context(), credential.PrepareRequest{ID: id, Settled: settled, Entry: entry, Bound: bound})
				if err != nil {
					t.Fatal(err)
				}
				defer prepared.Done()
				if prepared.Blocked == nil || prepared.Blocked.Code != credential.CodeBoundElsewhere || prepared.Secrets.Any() {
					t.Errorf("blocked: %+v, secrets: %v", prepared.Blocked, prepared.Secrets.Any())
				}
				entry.Refused, entry.Detail = true, field+" was saved for "+credential.Readable(bound[field])
				if diff := cmp.Diff([]audit.Entry{entry}, f.access.refused); diff != "" {
					t.Error(diff)
				}
				if _, err := f.store(t, id, account.KeepSecrets(), moved); !fault.HasCode(err, credential.CodeBoundElsewhere) ||
					fault.Of(err).Fields[0].Name != field {
					t.Errorf("storing says %v", err)
				}
			})
		}
	}
}

// TestStoreCarriesOutEachChange of a password, in the order given.
func TestStoreCarriesOutEachChange(t *testing.T) {
	f, expanded := newFixture(t), byPassword()
	none := byPassword()
	none.Auth = account.SignInNone
	keep := account.KeepSecrets()
	for i, c := range []struct {
		inputs   account.SecretInputs
		expanded account.Settings
		want     string
	}{
		{keep, expanded, ""},
		{withPassword("first"), expanded, "first"},
		{keep, expanded, "first"},
		{withPassword("second"), expanded, "second"},
		{account.SecretInputs{Password: secret.Input{Change: secret.Clear}}, expanded, ""},
		{withPassword("third"), expanded, "third"},
		{keep, none, ""}, // what the way to sign in does not use is removed
		{keep, expanded, ""},
	} {
		bound := f.mustStore(t, id, c.inputs, c.expanded)
		if (bound["password"] != "") != (c.want != "") {
			t.Errorf("%d: bound %q", i, bound)
		}
		prepared := f.prepare(t, t.Context(), id, c.expanded)
		if got := string(prepared.Secrets.Password.Reveal()); got != c.want {
			t.Errorf("%d: a proof may use %q, want %q", i, got, c.want)
		}
		prepared.Done()
		infos := f.infos(t, id)
		if infos.Password.Set != (c.want != "") || infos.Any() != infos.Password.Set || len(infos.Stored()) > 1 {
			t.Errorf("%d: %+v", i, infos)
		}
		if views := infos.Views(); (views.Password != nil) != infos.Password.Set || views.ClientSecret != nil {
			t.Errorf("%d: the document says %+v", i, views)
		}
	}
}

func (f *fixture) infos(t *testing.T, id string) credential.Infos {
	t.Helper()
	var infos credential.Infos
	err := f.access.View(t.Context(), func(tx *vault.Tx) (err error) {
		infos, err = f.keeper.Infos(tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return infos
}

// TestTwoMailboxesKeepTheirOwn secrets, although both belong to one deployment.
func TestTwoMailboxesKeepTheirOwn(t *testing.T) {
	f := newFixture(t)
	const other = "deployment-1/mailbox-2"
	f.mustStore(t, id, withPassword("of the first"), byPassword())
	f.mustStore(t, other, withPassword("of the second"), byPassword())
	for id, want := range map[string]string{id: "of the first", other: "of the second"} {
		prepared := f.prepare(t, t.Context(), id, byPassword())
		if got := string(prepared.Secrets.Password.Reveal()); got != want {
			t.Errorf("%s has %q", id, got)
		}
		prepared.Done()
	}
}

func TestFaultsOfWhatWasTyped(t *testing.T) {
	for value, want := range map[string]string{
		"correct horse": "", "a\nb": "must not contain line breaks or NUL", "a\rb": "must not contain line breaks or NUL",
		"a\x00": "must not contain line breaks or NUL", "****": "is a mask, not the secret itself", "••••": "is a mask, not the secret itself",
	} {
		got := ""
		if faults := credential.Faults(withPassword(value)); len(faults) > 0 {
			got = faults[0].Message
		}
		if got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

// TestADraftThatCannotBeSettledIsBlocked by name, and asks nobody.
func TestADraftThatCannotBeSettledIsBlocked(t *testing.T) {
	f := newFixture(t)
	for field, c := range map[string]struct {
		inputs   account.SecretInputs
		expanded account.Settings
	}{
		"oauth2.refreshToken": {
			account.SecretInputs{RefreshToken: secret.Input{Change: credential.Obtained, Value: secret.FromString("no handle")}},
			byToken("ada@example.com"),
		},
		"password": {
			account.SecretInputs{Password: secret.Input{Change: credential.Derive, Value: secret.FromString("a key")}},
			byPassword(), // not a host of Amazon SES
		},
	} {
		settled, done := f.keeper.Settle(c.inputs, c.expanded)
		prepared, err := f.keeper.Prepare(t.Context(), credential.PrepareRequest{ID: id, Settled: settled})
		if err != nil {
			t.Fatal(err)
		}
		if b := prepared.Blocked; b == nil || b.Code != credential.CodeInvalid || b.Fields[0] != field || prepared.Secrets.Any() {
			t.Errorf("%s: %+v", field, b)
		}
		prepared.Done()
		done()
	}
}
