package peers_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"patchbay/backend/rehearsal/authority"
	"patchbay/build/peers"
)

const (
	alice    = "alice@example.test"
	password = "correct horse battery"
	// patience ends a test that hangs; nothing is measured by it.
	patience = 20 * time.Second
)

type servers struct {
	authority *authority.Authority
	dovecot   *peers.Dovecot
	postfix   *peers.Postfix
}

func run(t *testing.T) servers {
	t.Helper()
	ca, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	leaf := ca.Certificate(authority.Good)
	dovecot := peers.RunDovecot(t, peers.DovecotOptions{Passwords: map[string]string{alice: password}, Certificate: leaf})
	postfix := peers.RunPostfix(t, peers.PostfixOptions{
		Domain: "example.test", Mailboxes: []string{alice, "grey@example.test"}, Greylisted: []string{"grey@example.test"},
		SenderLogins: map[string]string{alice: alice, "bob@example.test": "bob@example.test"},
		AuthSocket:   dovecot.AuthSocket(), LMTPSocket: dovecot.LMTPSocket(),
		Ports: map[string]peers.SMTPPort{
			"submission":  {Security: peers.STARTTLS, Certificate: leaf, SignIn: true},
			"submissions": {Security: peers.ImplicitTLS, Certificate: leaf, SignIn: true},
			"smtp":        {Security: peers.NoTLS},
		},
	})
	return servers{ca, dovecot, postfix}
}

// client is connected and, unless the port has no TLS, secured.
func (s servers) client(t *testing.T, port string) *smtp.Client {
	t.Helper()
	conn, err := net.Dial("tcp", s.postfix.Address(port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(s.authority.PEM()))
	config := &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	if port == "submissions" {
		conn = tls.Client(conn, config)
	}
	client, err := smtp.NewClient(conn, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	if port == "submission" {
		if err := client.StartTLS(config); err != nil {
			t.Fatal(err)
		}
	}
	return client
}

func send(client *smtp.Client, auth smtp.Auth, from, to, id string) error {
	if auth != nil {
		if err := client.Auth(auth); err != nil {
			return err
		}
	}
	if err := client.Mail(from); err != nil {
		return err
	}
	if err := client.Rcpt(to); err != nil {
		return err
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(data, "Message-Id: %s\r\nFrom: %s\r\n\r\nGood morning.\r\n", id, from); err != nil {
		return err
	}
	if err := data.Close(); err != nil {
		return err
	}
	return client.Quit()
}

func TestMailArrives(t *testing.T) {
	s := run(t)
	signIn := smtp.PlainAuth("", alice, password, "127.0.0.1")
	for port, auth := range map[string]smtp.Auth{"submission": signIn, "submissions": signIn, "smtp": nil} {
		id := "<" + port + "@example.test>"
		if err := send(s.client(t, port), auth, alice, alice, id); err != nil {
			t.Errorf("%s: %v", port, err)
			continue
		}
		mail, err := s.dovecot.Delivered(alice, id, patience)
		if err != nil || !strings.Contains(mail, "Good morning.") {
			t.Errorf("%s: got %q, %v", port, mail, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	s := run(t)
	right, wrong := smtp.PlainAuth("", alice, password, "127.0.0.1"), smtp.PlainAuth("", alice, "wrong", "127.0.0.1")
	for name, test := range map[string]struct {
		port     string
		auth     smtp.Auth
		from, to string
		code     int
		words    string
	}{
		"wrong password":   {"submission", wrong, alice, alice, 535, "5.7.8 Error: authentication failed"},
		"no sign-in":       {"submissions", nil, alice, alice, 554, "5.7.1 <unknown[127.0.0.1]>: Client host rejected: Access denied"},
		"sender not owned": {"submissions", right, "bob@example.test", alice, 553, "not owned by user " + alice},
		"relay denied":     {"smtp", nil, alice, "someone@example.org", 554, "5.7.1 <someone@example.org>: Relay access denied"},
		"greylisted":       {"submission", right, alice, "grey@example.test", 450, "4.7.1 <grey@example.test>: Recipient address rejected: Greylisted"},
		"unknown mailbox":  {"smtp", nil, alice, "nobody@example.test", 550, "5.1.1 <nobody@example.test>"},
	} {
		err := send(s.client(t, test.port), test.auth, test.from, test.to, "<refused@example.test>")
		var reply *textproto.Error
		if !errors.As(err, &reply) || reply.Code != test.code || !strings.Contains(reply.Msg, test.words) {
			t.Errorf("%s: got %v, want %d %s", name, err, test.code, test.words)
		}
	}
}

func TestTapKeepsWhatClientsSend(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() // the test is over
	tap, err := peers.NewTap(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", tap.Address())
	if err != nil {
		t.Fatal(err)
	}
	server, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close() // the test is over
	if _, err := client.Write([]byte("from the client")); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Write([]byte("from the server")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len("from the server"))
	if _, err := client.Read(got); err != nil || string(got) != "from the server" {
		t.Errorf("the client got %q, %v", got, err)
	}
	_ = client.Close()
	if _, err := server.Read(make([]byte, 64)); err != nil {
		t.Fatal(err)
	}
	if err := tap.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(tap.Sent(), []byte("from the client")) {
		t.Errorf("the tap kept %q", tap.Sent())
	}
}

// dying is set in the child that TestServersEndWithTheirParent starts.
const dying = "PATCHBAY_PEERS_DYING"

// TestServersEndWithTheirParent kills a process that has servers running.
func TestServersEndWithTheirParent(t *testing.T) {
	if os.Getenv(dying) != "" {
		s := run(t)
		fmt.Printf("\nlisten %s %s\n", s.postfix.Address("smtp"), s.dovecot.IMAP())
		select {} // until it is killed
	}
	run(t).postfix.Log() // skips or fails where servers are missing
	child := exec.Command(os.Args[0], "-test.run=^TestServersEndWithTheirParent$")
	child.Env = append(os.Environ(), dying+"=1", "TMPDIR="+leftBehind(t))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var addresses [2]string
	for lines := textproto.NewReader(bufio.NewReader(out)); addresses[0] == ""; {
		line, err := lines.ReadLine()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Sscanf(line, "listen %s %s", &addresses[0], &addresses[1])
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	for _, address := range addresses {
		refused(t, address)
	}
}

// leftBehind is where the killed child leaves its folders. The servers' users
// must be able to pass through it.
func leftBehind(t *testing.T) string {
	t.Helper()
	name, err := os.MkdirTemp("", "patchbay-dying-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(name) })
	if err := os.Chmod(name, 0o711); err != nil {
		t.Fatal(err)
	}
	return name
}

// refused waits until nobody listens.
func refused(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_, _ = conn.Read(make([]byte, 1)) // the greeting, or the end
		_ = conn.Close()
	}
	t.Errorf("%s still listens", address)
}
