package api_test

import (
	"bytes"
	"testing"

	"patchbay/backend/audit"
)

// TestAPutChangesThePasswordOfAMailbox: nobody types it into a form, so that it
// needs no confirmation; the journal says that it is another one.
func TestAPutChangesThePasswordOfAMailbox(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	const next = "the-next-password"
	s.walk(t, token, []step{
		{method: "POST", path: v1 + "/mailboxes", body: desk, status: 201},
		{
			method: "PUT", path: v1 + "/mailboxes/desk@example.com", status: 200,
			body: `{"host":"127.0.0.1","name":"D","description":"D","password":"` + next + `"}`,
		},
	})
	table, _, err := s.bench.Mailboxes.Export(t.Context(), s.acme.ID, nil, true)
	if err != nil || !bytes.Contains(table, []byte(next)) {
		t.Errorf("the password is not the new one: %v", err)
	}
	page, err := s.bench.Audit.Find(t.Context(), audit.Filter{Action: "mailbox.password_changed"})
	if err != nil || len(page.Entries) != 1 || page.Entries[0].Via != "installer" {
		t.Errorf("the journal: %+v, %v", page.Entries, err)
	}
}
