package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/mailbox"
)

// TestARefusalOfAUseCaseIsNotedOnce: what the use case notes by itself, as tried
// through the client, is not noted again as a refused call.
func TestARefusalOfAUseCaseIsNotedOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	s.walk(t, token, []step{{method: "POST", path: v1 + "/mailboxes", body: desk, status: 201}})
	m, err := s.bench.Mailboxes.ByAddress(t.Context(), s.acme.ID, "desk@example.com")
	if err != nil {
		t.Fatal(err)
	}
	alias := mailbox.Alias{MailboxID: m.ID, Address: "help@example.com", Workspace: "Support"}
	if _, err := s.bench.Mailboxes.SaveAlias(t.Context(), s.acme.ID, alias); err != nil {
		t.Fatal(err)
	}
	s.walk(t, token, []step{
		{method: "DELETE", path: v1 + "/mailboxes/desk@example.com", status: 409, code: mailbox.CodeHasAliases},
	})
	if diff := cmp.Diff([]refusedEntry{{"mailbox.removed", "installer"}}, s.refusals(t)); diff != "" {
		t.Error(diff)
	}
}

// refusedEntry is what a refusal is called, and through whom it was tried.
type refusedEntry struct{ Action, Via string }

// refusals are those in the journal, the newest first.
func (s *scene) refusals(t *testing.T) []refusedEntry {
	t.Helper()
	page, err := s.bench.Audit.Find(t.Context(), audit.Filter{Refused: true, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	var found []refusedEntry
	for _, e := range page.Entries {
		found = append(found, refusedEntry{e.Action, e.Via})
	}
	return found
}
