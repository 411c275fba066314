package outgoing_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
)

// refusals are the refused entries of the journal, newest first, without what
// the clock says.
func (f *fixture) refusals(t *testing.T) []audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Refused: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Entries {
		page.Entries[i].Sequence, page.Entries[i].At = 0, time.Time{}
	}
	return page.Entries
}

// moveHost saves a server with a password and returns a draft that would take
// the password elsewhere.
func (f *fixture) moveHost(t *testing.T) outgoing.Draft {
	t.Helper()
	saved := f.save(t, outgoing.Draft{
		Settings: smtp.Settings{
			Host: "mail.example.com", Port: "465", Security: smtp.SecurityImplicitTLS,
			Auth: smtp.SignInPassword, User: "portal", From: "portal@example.com",
		},
		Secrets: smtp.SecretInputs{Password: set(canary)},
	})
	draft := edited(saved)
	draft.Settings.Host = "evil.example.net"
	return draft
}

// TestARefusedSecretIsAnEntry tries to take a stored secret elsewhere in every
// way there is: each leaves one entry, which says where it was saved for.
func TestARefusedSecretIsAnEntry(t *testing.T) {
	f := newFixture(t)
	draft := f.moveHost(t)
	entry := audit.Entry{
		Operator: "Ada", Deployment: site, Subject: "evil.example.net", Refused: true,
		Detail: "password was saved for mail.example.com on port 465 (implicit-tls) as portal",
	}
	var want []audit.Entry
	expect := func(action string) {
		t.Helper()
		entry.Action = action
		want = append([]audit.Entry{entry}, want...)
		if diff := cmp.Diff(want, f.refusals(t)); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := f.servers.Save(t.Context(), site, draft); !fault.HasCode(err, outgoing.CodeBoundElsewhere) {
		t.Errorf("saving says %v", err)
	}
	expect("outgoing.server.saved")
	if _, err := f.servers.Prove(t.Context(), site, outgoing.ProofRequest{Draft: draft, Level: smtp.LevelSend}); err != nil {
		t.Fatal(err)
	}
	expect("outgoing.server.proved")
	if _, err := f.servers.Check(t.Context(), site, draft); err != nil { // which only looks
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, f.refusals(t)); diff != "" {
		t.Errorf("a check left entries: %s", diff)
	}
}

func TestARefusedClientSecretIsAnEntry(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.ClientSecret = set(canary)
	moved := edited(f.save(t, draft))
	moved.Settings.OAuth2.AuthURL, moved.Settings.OAuth2.TokenURL = a.URL+"/authorize", a.URL+"/elsewhere"
	moved.Settings.OAuth2.Grant = smtp.GrantRefreshToken
	_, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{Draft: moved, Method: outgoing.ThroughBrowser})
	if !fault.HasCode(err, outgoing.CodeBoundElsewhere) {
		t.Fatalf("signing in says %v", err)
	}
	got := f.refusals(t)
	if len(got) != 1 || got[0].Action != "outgoing.server.signed_in" || got[0].Deployment != site {
		t.Fatalf("the journal says %+v", got)
	}
	want := "oauth2.clientSecret was saved for " + a.URL + " as the client "
	if len(got[0].Detail) < len(want) || got[0].Detail[:len(want)] != want {
		t.Errorf("the entry says %q, want %q", got[0].Detail, want)
	}
}

// TestARefusalNeedsNoJournal has a disk without room for the entry.
func TestARefusalNeedsNoJournal(t *testing.T) {
	f := newFixture(t)
	draft := f.moveHost(t)
	f.access.full = true
	report, err := f.servers.Prove(t.Context(), site, outgoing.ProofRequest{Draft: draft, Level: smtp.LevelSend})
	if err != nil || report.Steps[0].Finding == nil || report.Steps[0].Finding.Code != outgoing.CodeBoundElsewhere {
		t.Errorf("%v, %+v", err, report.Steps)
	}
}
