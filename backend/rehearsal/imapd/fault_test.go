package imapd_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/imapd"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/rehearsal/script"
)

// choose starts a server that acts a fault.
func choose(t *testing.T, name string, options imapd.Options) *imapd.Server {
	t.Helper()
	server := start(t, options)
	if err := server.SetFault(name); err != nil {
		t.Fatal(err)
	}
	return server
}

func TestSetFault(t *testing.T) {
	server := choose(t, "silence", imapd.Options{})
	if err := server.SetFault("no-such-fault"); !fault.HasCode(err, repertoire.CodeFaultUnknown) {
		t.Errorf("an unknown fault gave %v", err)
	}
	if got := server.Fault(); got != "silence" {
		t.Errorf("the fault is %q", got)
	}
	if err := server.SetFault(""); err != nil {
		t.Fatal(err)
	}
	client(t, server, startTLSPort(server))
}

func TestRefusals(t *testing.T) {
	for name, want := range map[string][]string{
		"password-refused":      {"x NO [AUTHENTICATIONFAILED] Authentication failed."},
		"app-password-required": {"x NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)"},
		"access-disabled":       {"x NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)"},
		"browser-required": {
			"* NO [WEBALERT https://accounts.google.com/signin/continue] Web login required.",
			"x NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)",
		},
		"login-failed":         {"x NO LOGIN failed."},
		"unavailable":          {"x NO [UNAVAILABLE] Temporary authentication failure. [localhost:2026-01-01 00:00:00]"},
		"too-many-connections": {"x NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)"},
		"sign-in-disabled":     {"x NO [PRIVACYREQUIRED] TLS is required to authenticate"},
	} {
		server := choose(t, name, imapd.Options{})
		if diff := cmp.Diff(want, speakTLS(t, server).ask(signIn(server))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRefusesFolders(t *testing.T) {
	const unsafe = "x NO SELECT Unsafe Login. Please contact kefu@188.com for help"
	for name, want := range map[string]string{
		"not-connected": "x BAD User is authenticated but not connected.", "unsafe-login": unsafe, "id-required": unsafe,
	} {
		server := choose(t, name, imapd.Options{})
		l := speakTLS(t, server)
		if got := l.last(signIn(server)); !strings.HasPrefix(got, "x OK ") {
			t.Errorf("%s: %s", name, got)
		}
		if got := l.last("EXAMINE INBOX"); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	server := choose(t, "id-required", imapd.Options{})
	l := speakTLS(t, server)
	l.last(signIn(server))
	l.last(`ID ("name" "test")`)
	if got := l.last("EXAMINE INBOX"); !strings.HasPrefix(got, "x OK ") {
		t.Errorf("after ID: %s", got)
	}
}

func TestPasswordIsEchoedWithoutLineBreaks(t *testing.T) {
	l := speakTLS(t, choose(t, "password-echoed", imapd.Options{}))
	if _, err := io.WriteString(l.conn, "x LOGIN someone {13+}\r\nfirst\r\nsecond\r\n"); err != nil {
		t.Fatal(err)
	}
	if got := l.line(); got != "x NO [AUTHENTICATIONFAILED] Authentication failed for someone with password first??second" {
		t.Error(got)
	}
}

func TestAlertFollowsTheGreeting(t *testing.T) {
	const alert = "* OK [ALERT] This server is shut down for maintenance on Sunday at 22:00"
	server := choose(t, "alert-before-sign-in", imapd.Options{})
	if got := speakTLS(t, server).line(); got != alert {
		t.Errorf("implicit TLS: %s", got)
	}
	if got := upgrade(t, server).line(); got != alert {
		t.Errorf("STARTTLS: %s", got)
	}
}

// upgrade goes through STARTTLS.
func upgrade(t *testing.T, server *imapd.Server) *lines {
	t.Helper()
	conn := script.Dial(t, startTLSPort(server))
	l := speak(t, conn)
	l.line()
	if got := l.last("STARTTLS"); got != "x OK Begin TLS negotiation now" {
		t.Fatal(got)
	}
	return speak(t, tls.Client(conn, script.Trust(t, server.CAPEM())))
}

func TestSTARTTLSFaults(t *testing.T) {
	for name, want := range map[string]struct{ greeting, answer string }{
		"starttls-missing": {"* OK [CAPABILITY IMAP4rev1 SASL-IR ID LOGINDISABLED] IMAP server ready", "x BAD TLS is not available"},
		"preauth":          {"* PREAUTH [CAPABILITY IMAP4rev1 SASL-IR ID] Logged in as rehearsal", "x BAD TLS is not available"},
		"plaintext-refused": {
			"* OK [CAPABILITY IMAP4rev1 SASL-IR ID STARTTLS AUTH=PLAIN AUTH=LOGIN] IMAP server ready", "x OK Begin TLS negotiation now",
		},
	} {
		l := speak(t, script.Dial(t, startTLSPort(choose(t, name, imapd.Options{}))))
		if got := l.line(); got != want.greeting {
			t.Errorf("%s: %s", name, got)
		}
		if got := l.last("STARTTLS"); got != want.answer {
			t.Errorf("%s: %s", name, got)
		}
	}
	l := speak(t, script.Dial(t, startTLSPort(choose(t, "starttls-injection", imapd.Options{}))))
	l.line()
	l.last("STARTTLS")
	if got := l.line(); got != "* CAPABILITY IMAP4rev1 SASL-IR ID STARTTLS LOGINDISABLED AUTH=PLAIN" {
		t.Errorf("behind STARTTLS: %s", got)
	}
	tlsPreauth := speak(t, tls.Client(script.Dial(t, implicitTLSPort(choose(t, "preauth", imapd.Options{}))), &tls.Config{InsecureSkipVerify: true}))
	if got := tlsPreauth.line(); !strings.HasPrefix(got, "* PREAUTH [CAPABILITY IMAP4rev1 ID ") {
		t.Errorf("implicit TLS: %s", got)
	}
}

func TestConnectionFaults(t *testing.T) {
	for name, check := range map[string]func(got []byte) bool{
		"closes-at-once":   func(got []byte) bool { return len(got) == 0 },
		"greeting-refused": func(got []byte) bool { return bytes.HasPrefix(got, []byte("* BYE [UNAVAILABLE] ")) },
		"endless-line":     func(got []byte) bool { return len(got) > 1<<20 && !bytes.Contains(got, []byte("\n")) },
	} {
		server := choose(t, name, imapd.Options{})
		const budget = 2 << 20
		got, err := io.ReadAll(io.LimitReader(script.Dial(t, startTLSPort(server)), budget))
		if isTimeout(err) || !check(got) {
			t.Errorf("%s: got %d bytes, %v", name, len(got), err)
		}
	}
}

func TestClosesAtSignIn(t *testing.T) {
	server := choose(t, "closes-at-sign-in", imapd.Options{})
	l := speakTLS(t, server)
	if _, err := io.WriteString(l.conn, "x "+signIn(server)+"\r\n"); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(l.r)
	if string(got) != "* BYE Server shutting down.\r\n" || isTimeout(err) {
		t.Errorf("%q, %v", got, err)
	}
}

// Silence is seen by what comes first: the answer that never comes, or the end
// of the connection when the server is closed.
func TestSilence(t *testing.T) {
	server, err := imapd.Start(imapd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.SetFault("silence"); err != nil {
		t.Fatal(err)
	}
	conn := script.Dial(t, startTLSPort(server))
	received := make(chan []byte, 1)
	go func() {
		got, _ := io.ReadAll(conn)
		received <- got
	}()
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if got := <-received; len(got) != 0 {
		t.Errorf("the server said %q", got)
	}
}

// A slow server is closed in the middle of its pause, which would outlast the
// test.
func TestSlowServerIsClosed(t *testing.T) {
	server, err := imapd.Start(imapd.Options{Pause: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.SetFault("answers-slowly"); err != nil {
		t.Fatal(err)
	}
	conn := script.Dial(t, startTLSPort(server))
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(conn); len(got) != 0 || isTimeout(err) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestCertificateFaults(t *testing.T) {
	handshake := func(name string) error {
		server := choose(t, name, imapd.Options{})
		return tls.Client(script.Dial(t, implicitTLSPort(server)), script.Trust(t, server.CAPEM())).Handshake()
	}
	var invalid x509.CertificateInvalidError
	if err := handshake("certificate-expired"); !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
		t.Errorf("expired: %v", err)
	}
	var otherName x509.HostnameError
	if err := handshake("certificate-wrong-name"); !errors.As(err, &otherName) {
		t.Errorf("wrong name: %v", err)
	}
	var unknown x509.UnknownAuthorityError
	for _, name := range []string{"certificate-unknown-authority", "certificate-self-signed"} {
		if err := handshake(name); !errors.As(err, &unknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestJunkAndAnotherSender(t *testing.T) {
	server := choose(t, "delivers-to-junk", imapd.Options{Messages: caught("one")})
	l := speakTLS(t, server)
	l.last(signIn(server))
	for folder, want := range map[string]string{"INBOX": "* 0 EXISTS", "Junk": "* 1 EXISTS"} {
		if got := l.ask("EXAMINE " + folder); !slices.Contains(got, want) {
			t.Errorf("%s: %q", folder, got)
		}
	}
	server = choose(t, "from-rewritten", imapd.Options{Messages: caught("one")})
	l = speakTLS(t, server)
	l.last(signIn(server))
	l.last("EXAMINE INBOX")
	said := strings.Join(l.ask("FETCH 1 BODY.PEEK[HEADER.FIELDS (From)]"), "\n")
	if !strings.Contains(said, "From: Rewritten by the server <"+server.User()+">") || strings.Contains(said, "portal@") {
		t.Error(said)
	}
}
