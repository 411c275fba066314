package workbench_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/smtp"
)

// roundTrip sends through the rehearsal mail server and reads the message back.
func (r rehearsed) roundTrip(t *testing.T, mailboxID string, remove bool) (proof.Report, error) {
	t.Helper()
	return r.RoundTrip(t.Context(), r.site, outgoing.ProofRequest{Draft: outgoing.Draft{
		Settings: r.server.Settings(), Secrets: account.SecretInputs{Password: set(r.password())},
	}}, mailboxID, remove)
}

// received is the step that reads the message back.
func received(t *testing.T, report proof.Report) proof.Step {
	t.Helper()
	for _, step := range report.Steps {
		if step.Name == "receive" && step.Verdict != proof.Skipped {
			return step
		}
	}
	t.Fatalf("nothing was read back: %+v", report.Steps)
	return proof.Step{}
}

func TestRoundTrip(t *testing.T) {
	r := rehearse(t)
	box := r.addMailbox(t, "orders@example.com", r.password())
	for _, remove := range []bool{false, true} {
		report, err := r.roundTrip(t, box.ID, remove)
		if err != nil || report.Verdict == proof.Failed || report.Level != "roundtrip" {
			t.Fatalf("%v: %+v", err, report.Steps)
		}
		a := received(t, report).Arrival
		if a == nil || a.Folder != "INBOX" || a.Mailbox != "orders@example.com" || a.FromRewritten || a.Removed != remove {
			t.Errorf("got %+v", a)
		}
	}
	caught, err := r.Rehearsal.Messages()
	if err != nil || len(caught) != 1 || caught[0].To[0] != "orders@example.com" {
		t.Errorf("caught %+v, %v", caught, err)
	}
	kept, err := r.Outgoing.Recent(t.Context(), r.site)
	if err != nil || len(kept) != 2 {
		t.Errorf("kept %+v, %v", kept, err)
	}
}

// TestRoundTripFindings: sending has worked, and what fails is not a field of
// its document.
func TestRoundTripFindings(t *testing.T) {
	tests := map[string]struct {
		fault, code string
		fields      []string
	}{
		"into the junk folder": {"delivers-to-junk", imap.CodeInJunk, []string{"from"}},
		"with another sender":  {"from-rewritten", imap.CodeFromRewritten, []string{"from"}},
		"password refused":     {"password-refused", "auth.rejected", []string{"mailbox"}},
		"not connected":        {"not-connected", imap.CodeAccessDisabled, []string{"mailbox"}},
		"ends at the sign-in":  {"closes-at-sign-in", "net.closed", []string{"mailbox"}},
	}
	r := rehearse(t)
	box := r.addMailbox(t, "orders@example.com", r.password())
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := r.Rehearsal.SetFault("imap", tt.fault); err != nil {
				t.Fatal(err)
			}
			report, err := r.roundTrip(t, box.ID, false)
			if err != nil {
				t.Fatal(err)
			}
			f := received(t, report).Finding
			if f == nil || f.Code != tt.code {
				t.Fatalf("got %+v", f)
			}
			if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRoundTripNeedsAMailbox(t *testing.T) {
	r := rehearse(t)
	if _, err := r.roundTrip(t, "", false); !fault.HasCode(err, smtp.CodeLevelUnsupported) {
		t.Errorf("without a mailbox: %v", err)
	}
	if _, err := r.roundTrip(t, "no such mailbox", false); !fault.HasCode(err, mailbox.CodeNotFound) {
		t.Errorf("with one that is not there: %v", err)
	}
	if caught, err := r.Rehearsal.Messages(); err != nil || len(caught) > 0 {
		t.Errorf("something was sent: %+v, %v", caught, err)
	}
}
