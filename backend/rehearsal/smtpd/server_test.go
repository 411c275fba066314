package smtpd_test

import (
	"errors"
	"io"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/inbox"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/rehearsal/smtpd"
)

func TestCatchesAMessage(t *testing.T) {
	at := time.Now().Truncate(time.Second)
	for name, port := range map[string]func(*smtpd.Server) smtpd.Endpoint{"starttls": startTLSPort, "implicit-tls": implicitTLSPort} {
		t.Run(name, func(t *testing.T) {
			told := make(chan smtpd.Summary, 1)
			server := start(t, smtpd.Options{Now: func() time.Time { return at }, OnMessage: func(s smtpd.Summary) { told <- s }})
			if err := submissionTo(server).send(t, server, port(server)); err != nil {
				t.Fatal(err)
			}
			want := smtpd.Summary{
				ID: "1", ReceivedAt: at, From: "Portal <portal@example.com>",
				To: []string{"someone@example.org"}, Subject: "Hello", Size: len(submissionTo(server).message),
			}
			if diff := cmp.Diff(want, <-told); diff != "" {
				t.Errorf("OnMessage: %s", diff)
			}
			if diff := cmp.Diff([]smtpd.Summary{want}, server.Messages()); diff != "" {
				t.Errorf("Messages: %s", diff)
			}
		})
	}
}

func TestLoginMechanism(t *testing.T) {
	server := start(t, smtpd.Options{})
	mail := submissionTo(server)
	mail.auth = loginAuth{server.User(), string(server.Password().Reveal())}
	if err := mail.send(t, server, startTLSPort(server)); err != nil {
		t.Error(err)
	}
}

func TestWrongCredentials(t *testing.T) {
	server := start(t, smtpd.Options{})
	password := string(server.Password().Reveal())
	for name, auth := range map[string]smtp.Auth{
		"PLAIN, password": smtp.PlainAuth("", server.User(), password+"x", "127.0.0.1"),
		"PLAIN, user":     smtp.PlainAuth("", "root", password, "127.0.0.1"),
		"LOGIN, password": loginAuth{server.User(), ""},
		"LOGIN, user":     loginAuth{"", password},
	} {
		mail := submissionTo(server)
		mail.auth = auth
		wantReply(t, name, mail.send(t, server, startTLSPort(server)), "auth", 535)
	}
	if got := server.Messages(); len(got) != 0 {
		t.Errorf("caught %d messages", len(got))
	}
}

// wantReply checks where a conversation ended, and with which reply.
func wantReply(t *testing.T, name string, err error, step string, code int) {
	t.Helper()
	var at *failure
	var reply *textproto.Error
	if !errors.As(err, &at) || at.step != step || !errors.As(err, &reply) || reply.Code != code {
		t.Errorf("%s: got %v, want %d at %s", name, err, code, step)
	}
}

func TestNothingIsTakenWithoutSigningIn(t *testing.T) {
	server := start(t, smtpd.Options{})
	client, err := smtp.NewClient(script.Dial(t, startTLSPort(server)), "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	if offered, _ := client.Extension("AUTH"); offered {
		t.Error("sign-in is offered in the clear")
	}
	wantReply(t, "AUTH in the clear", &failure{"auth", command(client, 235, "AUTH PLAIN AGEAYg==")}, "auth", 523)
	wantReply(t, "MAIL", &failure{"sender", client.Mail("portal@example.com")}, "sender", 530)
}

// command sends a line that net/smtp would not.
func command(client *smtp.Client, code int, line string) error {
	id, err := client.Text.Cmd("%s", line)
	if err != nil {
		return err
	}
	client.Text.StartResponse(id)
	defer client.Text.EndResponse(id)
	_, _, err = client.Text.ReadResponse(code)
	return err
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "localhost:0", "127.0.0.1"} {
		server, err := smtpd.Start(smtpd.Options{Listen: address})
		if err == nil {
			_ = server.Close()
			t.Errorf("%s was accepted", address)
		}
	}
}

func TestEveryRunHasItsOwnSecrets(t *testing.T) {
	a, b := start(t, smtpd.Options{}), start(t, smtpd.Options{})
	if a.Password().Equal(b.Password()) || a.CAPEM() == b.CAPEM() {
		t.Error("two servers share a password or an authority")
	}
}

func TestCloseEndsConnections(t *testing.T) {
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	conn := script.Dial(t, startTLSPort(server))
	readGreeting(t, conn)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Read(make([]byte, 1)); err == nil || isTimeout(err) {
		t.Errorf("the connection is still open: %v", err)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	server := start(t, smtpd.Options{MaxConnections: 1, Lifetime: time.Minute})
	readGreeting(t, script.Dial(t, startTLSPort(server)))
	if got, err := io.ReadAll(script.Dial(t, startTLSPort(server))); len(got) != 0 || isTimeout(err) {
		t.Errorf("a second connection got %q, %v", got, err)
	}
}

func TestConnectionsEnd(t *testing.T) {
	server := start(t, smtpd.Options{Lifetime: time.Millisecond})
	if err := server.SetFault("silence"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(script.Dial(t, startTLSPort(server))); isTimeout(err) {
		t.Error("a silent connection outlives its lifetime")
	}
}

func readGreeting(t *testing.T, conn net.Conn) {
	t.Helper()
	if line, err := textproto.NewConn(conn).ReadLine(); err != nil || !strings.HasPrefix(line, "220 ") {
		t.Fatalf("greeting %q, %v", line, err)
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func TestOversizedMessageIsRefused(t *testing.T) {
	server := start(t, smtpd.Options{MaxSize: 1000})
	mail := submissionTo(server)
	mail.message += strings.Repeat(strings.Repeat("x", 70)+"\r\n", 20)
	wantReply(t, "1,500 bytes", mail.send(t, server, startTLSPort(server)), "data", 552)
}

func TestUnknownMessage(t *testing.T) {
	server := start(t, smtpd.Options{})
	if _, err := server.Message("1"); !fault.HasCode(err, inbox.CodeMessageNotFound) {
		t.Errorf("got %v", err)
	}
}
