package imap_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	goimap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/smtp"
	rehearsal "patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/golden"
	"patchbay/build/peers"
)

// receiver is the only user of the real servers here.
const receiver = "inbox@example.test"

// mailServers are a Dovecot and, where mail is to be delivered, a Postfix.
type mailServers struct {
	ca      *rehearsal.Authority
	dovecot *peers.Dovecot
	postfix *peers.Postfix
}

func runMailServers(t *testing.T, delivering bool) mailServers {
	t.Helper()
	ca, err := rehearsal.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	m := mailServers{ca: ca, dovecot: peers.RunDovecot(t, peers.DovecotOptions{
		Passwords: map[string]string{receiver: password}, Certificate: ca.Certificate(rehearsal.Good),
	})}
	if delivering {
		m.postfix = peers.RunPostfix(t, peers.PostfixOptions{
			Domain: "example.test", Mailboxes: []string{receiver}, SenderLogins: map[string]string{receiver: receiver},
			AuthSocket: m.dovecot.AuthSocket(), LMTPSocket: m.dovecot.LMTPSocket(),
			Ports: map[string]peers.SMTPPort{"submission": {Security: peers.ImplicitTLS, Certificate: ca.Certificate(rehearsal.Good), SignIn: true}},
		})
	}
	return m
}

// mailbox is a request for the user's.
func (m mailServers) mailbox() imap.ReceiveRequest {
	r := imap.ReceiveRequest{Request: imap.Request{Settings: imap.Settings{Mailbox: receiver}, Secrets: secrets()}}
	r.Settings.Host, r.Settings.Port, _ = net.SplitHostPort(m.dovecot.IMAPS())
	r.Settings.CAPEM = m.ca.PEM()
	return r
}

// roundTrip sends a message and reads it back.
func (m mailServers) roundTrip(t *testing.T, edit func(*imap.ReceiveRequest)) proof.Report {
	t.Helper()
	host, port, _ := net.SplitHostPort(m.postfix.Address("submission"))
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: smtp.Settings{Host: host, Port: port, User: receiver, From: receiver, CAPEM: m.ca.PEM()},
		Secrets:  secrets(), Level: smtp.LevelRoundTrip, To: receiver,
		Receive: func(ctx context.Context, sent smtp.Sent) proof.Outcome {
			r := m.mailbox()
			r.Sent = imap.Sent(sent)
			edit(&r)
			return imap.Receive(ctx, r)
		},
	})
	if doc := golden.JSON(t, report); leaks(doc) {
		t.Errorf("the report holds the password: %s", doc)
	}
	return report
}

func TestRoundTripThroughPostfixAndDovecot(t *testing.T) {
	m := runMailServers(t, true)
	for _, remove := range []bool{false, true} {
		report := m.roundTrip(t, func(r *imap.ReceiveRequest) { r.Remove = remove })
		if report.Verdict != proof.Passed {
			t.Fatalf("not passed: %s", golden.JSON(t, report))
		}
		a := stepOf(t, report, "receive").Arrival
		if a.Folder != "INBOX" || a.Role != proof.RoleInbox || a.Mailbox != receiver || a.FromRewritten || a.Removed != remove || a.ReturnPath != receiver {
			t.Errorf("got %+v", a)
		}
		if len(a.Hops) != 2 || a.Hops[0].With != "ESMTPSA" || !a.Hops[0].Encrypted || a.Hops[1].With != "LMTP" || a.Hops[1].Encrypted {
			t.Errorf("the way: %+v", a.Hops)
		}
	}
	if left := m.messages(t, "INBOX"); left != 1 {
		t.Errorf("%d messages are left, want the one that was not to be removed", left)
	}
}

// signIn is a mail program of the test's own.
func (m mailServers) signIn(t *testing.T) *imapclient.Client {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(m.ca.PEM()))
	client, err := imapclient.DialTLS(m.dovecot.IMAPS(), &imapclient.Options{TLSConfig: &tls.Config{RootCAs: roots}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if err := client.Login(receiver, password).Wait(); err != nil {
		t.Fatal(err)
	}
	return client
}

func (m mailServers) messages(t *testing.T, folder string) uint32 {
	t.Helper()
	opened, err := m.signIn(t).Select(folder, &goimap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		t.Fatal(err)
	}
	return opened.NumMessages
}

// put lays a message into a folder, which is made first.
func (m mailServers) put(t *testing.T, folder, message string, flags ...goimap.Flag) {
	t.Helper()
	client := m.signIn(t)
	if folder != "INBOX" {
		_ = client.Create(folder, nil).Wait() // it may be there
	}
	message = strings.ReplaceAll(message, "\n", "\r\n")
	command := client.Append(folder, int64(len(message)), &goimap.AppendOptions{Flags: flags})
	if _, err := command.Write([]byte(message)); err != nil {
		t.Fatal(err)
	}
	if err := command.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := command.Wait(); err != nil {
		t.Fatal(err)
	}
}

func message(id, subject string) string {
	return "From: ops@example.com\nTo: " + receiver + "\nSubject: " + subject + "\nMessage-ID: " + id + "\n\nhello\n"
}

func TestJunkIsLookedInto(t *testing.T) {
	m := runMailServers(t, false)
	m.put(t, "INBOX", message("<other@example.com>", "Another one"))
	m.put(t, "Junk", message("<abc@example.com>", "Test message from Patchbay abc"))
	r := m.mailbox()
	r.Sent = sent()
	outcome := imap.Receive(t.Context(), r)
	if len(outcome.Failures) > 0 || len(outcome.Warnings) != 1 || outcome.Warnings[0].Code != "smtp.in_junk" {
		t.Fatalf("got %+v", outcome)
	}
	if a := outcome.Arrival; a.Folder != "Junk" || a.Role != proof.RoleJunk {
		t.Errorf("got %+v", a)
	}
}

// TestOnlyTheMessageIsRemoved: what others have marked as deleted stays.
func TestOnlyTheMessageIsRemoved(t *testing.T) {
	m := runMailServers(t, false)
	m.put(t, "INBOX", message("<first@example.com>", "Marked by its owner"), goimap.FlagDeleted)
	m.put(t, "INBOX", message("<changed@ses.example.com>", "[EXTERNAL] Test message from Patchbay abc")) // the ID was replaced
	m.put(t, "INBOX", message("<last@example.com>", "Test message from Patchbay"))
	r := m.mailbox()
	r.Sent, r.Remove = sent(), true
	outcome := imap.Receive(t.Context(), r)
	if len(outcome.Failures)+len(outcome.Warnings) > 0 || !outcome.Arrival.Removed {
		t.Fatalf("got %+v", outcome)
	}
	if left := m.messages(t, "INBOX"); left != 2 {
		t.Errorf("%d messages are left, want 2", left)
	}
	outcome = imap.Receive(t.Context(), receiveSoon(r))
	if len(outcome.Failures) != 1 || outcome.Failures[0].Code != "smtp.not_received" {
		t.Errorf("it was not removed: %+v", outcome)
	}
}

// receiveSoon is a request that waits for nothing.
func receiveSoon(r imap.ReceiveRequest) imap.ReceiveRequest {
	r.Patience = time.Nanosecond
	return r
}

func TestNothingArrives(t *testing.T) {
	m := runMailServers(t, false)
	m.put(t, "Junk", message("<other@example.com>", "Another one"))
	r := receiveSoon(m.mailbox())
	r.Sent = sent()
	outcome := imap.Receive(t.Context(), r)
	if len(outcome.Failures) != 1 {
		t.Fatalf("got %+v", outcome)
	}
	f := outcome.Failures[0]
	checkWording(t, f)
	if diff := cmp.Diff([]string{"to"}, f.Fields); f.Code != "smtp.not_received" || diff != "" || !strings.Contains(f.Cause, "INBOX, Junk") {
		t.Errorf("got %+v", f)
	}
}

// TestMailboxThatCannotBeOpened: what fails is not the sending, and not a field
// of the document that is proved.
func TestMailboxThatCannotBeOpened(t *testing.T) {
	m := runMailServers(t, false)
	r := m.mailbox()
	r.Sent, r.Secrets = sent(), account.Secrets{Password: secrets().Password.Clone()}
	r.Settings.User = "nobody@example.test"
	outcome := imap.Receive(t.Context(), r)
	if len(outcome.Failures) != 1 {
		t.Fatalf("got %+v", outcome)
	}
	f := outcome.Failures[0]
	if diff := cmp.Diff([]string{"mailbox"}, f.Fields); f.Code != "auth.rejected" || diff != "" || !strings.HasPrefix(f.Cause, "The message was sent, but") {
		t.Errorf("got %+v", f)
	}
}
