package outgoing_test

import (
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
)

// one is a batch of one mail, with what became of it.
func one(delivered *smtp.Delivery) smtp.Batch {
	return smtp.Batch{
		Count: 1,
		Mail: func(int) (smtp.Mail, bool) {
			return smtp.Mail{To: "ada@example.com", Subject: "S", Text: "T", ID: "word"}, true
		},
		Handing: func(int) error { return nil },
		Ended:   func(_ int, d smtp.Delivery) error { *delivered = d; return nil },
	}
}

func TestMailGoesThroughTheStoredServer(t *testing.T) {
	f := newFixture(t)
	var d smtp.Delivery
	if err := f.servers.Send(t.Context(), site, one(&d)); !fault.HasCode(err, outgoing.CodeNotConfigured) {
		t.Fatalf("without a server: %v", err)
	}
	server, draft := rehearsal(t)
	f.save(t, draft)
	if err := f.servers.Send(t.Context(), site, one(&d)); err != nil || d.Result != smtp.Accepted || len(server.Messages()) != 1 {
		t.Errorf("%v: %+v %+v", err, d, d.Finding)
	}
	f.access.viewer = true
	if err := f.servers.Send(t.Context(), site, one(&d)); err == nil || fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
}

// TestSC14_MailTakesNoSecretElsewhere: a variable that leads to another server since
// the password was saved.
func TestSC14_MailTakesNoSecretElsewhere(t *testing.T) {
	f := newFixture(t)
	server, draft := rehearsal(t)
	f.variables["mail-user"] = draft.Settings.User
	draft.Settings.User = "%mail-user%"
	f.save(t, draft)
	f.variables["mail-user"] = "eve"
	var d smtp.Delivery
	if err := f.servers.Send(t.Context(), site, one(&d)); err != nil {
		t.Fatal(err)
	}
	if d.Result != smtp.NotTried || d.Finding == nil || d.Finding.Code != outgoing.CodeBoundElsewhere || len(server.Messages()) != 0 {
		t.Errorf("%+v %+v", d, d.Finding)
	}
}

func TestTheSwitchChangesNothingElse(t *testing.T) {
	f := newFixture(t)
	_, draft := rehearsal(t)
	saved := f.save(t, draft)
	for _, on := range []bool{false, true, true} {
		got, err := f.servers.SetEnabled(t.Context(), site, on)
		if err != nil || got.Enabled != on || got.Settings.Hash() != saved.Settings.Hash() || !got.Password.Set {
			t.Errorf("%t: %v, %+v", on, err, got)
		}
	}
}
