package smtp_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

// roundTrip proves the round trip through a server; receive stands for the
// mailbox.
func roundTrip(t *testing.T, b behaviour, receive func(context.Context, smtp.Sent) proof.Outcome) (proof.Report, *script.Server) {
	t.Helper()
	a := script.NewAuthority(t)
	b.implicit = script.TLS(a.Issue(t, nil))
	s := script.Serve(t, b.play)
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets(), Level: smtp.LevelRoundTrip,
		To: "inbox@example.com", Receive: receive, Patience: time.Minute,
	})
	return report, s
}

func TestRoundTrip(t *testing.T) {
	before := time.Now()
	arrival := &proof.Arrival{Mailbox: "inbox@example.com", Folder: "INBOX"}
	var got smtp.Sent
	report, s := roundTrip(t, behaviour{}, func(ctx context.Context, sent smtp.Sent) proof.Outcome {
		got = sent
		if deadline, ok := ctx.Deadline(); !ok || deadline.Before(before.Add(time.Minute)) {
			t.Errorf("the message may arrive until %v", deadline)
		}
		return proof.Outcome{Detail: "in INBOX", Arrival: arrival}
	})
	want := []string{
		"settings passed", "resolve passed", "connect passed", "tls passed", "greeting passed", "ehlo passed", "authenticate passed",
		"sender passed", "recipient passed", "deliver passed", "receive passed", "quit passed",
	}
	if diff := cmp.Diff(want, summary(report)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff(arrival, report.Steps[10].Arrival); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(report.Shows, "arrived") || report.Leaves == "" || report.Level != "roundtrip" {
		t.Errorf("shows %q, leaves %q", report.Shows, report.Leaves)
	}
	_, all := s.Received()
	for _, line := range []string{"Message-ID: " + got.MessageID, "Subject: " + got.Subject, "RCPT TO:<" + got.To + ">"} {
		if !strings.Contains(all, line+"\r\n") {
			t.Errorf("%s was not sent:\n%s", line, all)
		}
	}
	if got.From != user || got.To != "inbox@example.com" || got.At.Before(before) || got.Subject == "Test message from Patchbay" {
		t.Errorf("sent %+v", got)
	}
}

// TestRoundTripSaysFarewellBeforeItWaits: the server would hang up meanwhile.
func TestRoundTripSaysFarewellBeforeItWaits(t *testing.T) {
	ended := make(chan struct{})
	a := script.NewAuthority(t)
	b := behaviour{implicit: script.TLS(a.Issue(t, nil)), replies: map[string]string{"QUIT": "500 no"}}
	s := script.Serve(t, func(p *script.Peer) {
		defer close(ended)
		b.play(p)
	})
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets(), Level: smtp.LevelRoundTrip,
		Receive: func(ctx context.Context, _ smtp.Sent) proof.Outcome {
			select {
			case <-ended:
			case <-ctx.Done():
				t.Error("the connection is open while the message is waited for")
			}
			return proof.Pass("")
		},
	})
	lines := summary(report)
	if diff := cmp.Diff([]string{"receive passed", "quit warned smtp.protocol_violation"}, lines[len(lines)-2:]); diff != "" {
		t.Error(diff)
	}
}

func TestRoundTripThatFails(t *testing.T) {
	lost := proof.Finding{Code: "smtp.not_received", Cause: "It did not arrive.", Remedy: "Wait."}
	report, _ := roundTrip(t, behaviour{}, func(context.Context, smtp.Sent) proof.Outcome { return proof.Fail(lost) })
	lines := summary(report)
	if diff := cmp.Diff([]string{"receive failed smtp.not_received", "quit skipped"}, lines[len(lines)-2:]); diff != "" {
		t.Error(diff)
	}
	if report.Shows != "" {
		t.Errorf("shows %q", report.Shows)
	}
}

// TestRoundTripNeedsAMessage: nothing is looked for that was not sent.
func TestRoundTripNeedsAMessage(t *testing.T) {
	report, _ := roundTrip(t, behaviour{replies: map[string]string{"BODY": "550 5.7.1 no"}}, func(context.Context, smtp.Sent) proof.Outcome {
		t.Error("a message is looked for that was refused")
		return proof.Pass("")
	})
	if found := findingAt(t, report, "deliver"); found.Code != "smtp.message_refused" {
		t.Errorf("got %s", found.Code)
	}
}

func TestRoundTripNeedsAMailbox(t *testing.T) {
	report, _ := roundTrip(t, behaviour{}, nil)
	found := findingAt(t, report, "settings")
	if diff := cmp.Diff([]string{"mailbox"}, found.Fields); found.Code != "settings.missing" || diff != "" {
		t.Errorf("got %s %s", found.Code, diff)
	}
}

// TestRoundTripEnds: the time to arrive is part of the whole proof's.
func TestRoundTripEnds(t *testing.T) {
	a := script.NewAuthority(t)
	s := script.Serve(t, behaviour{implicit: script.TLS(a.Issue(t, nil))}.play)
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets(), Level: smtp.LevelRoundTrip,
		Timeout: 2 * time.Second, Patience: time.Nanosecond,
		Receive: func(ctx context.Context, _ smtp.Sent) proof.Outcome {
			<-ctx.Done()
			return proof.Pass("")
		},
	})
	if lines := summary(report); lines[len(lines)-1] != "quit passed" {
		t.Errorf("got %v", lines)
	}
}
