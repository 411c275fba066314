package smtpd_test

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"net/textproto"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/rehearsal/smtpd"
)

// acted is what each fault looks like to a client: the step at which the
// conversation ends and, where the server answers, its code and words.
func acted() map[string]struct {
	step string
	code int
	text string
} {
	return map[string]struct {
		step string
		code int
		text string
	}{
		"silence":                       {step: "greeting"},
		"closes-at-once":                {step: "greeting"},
		"greeting-refused":              {"greeting", 554, "No SMTP service"},
		"closes-after-greeting":         {step: "greeting"},
		"endless-banner":                {step: "greeting"},
		"starttls-missing":              {step: "starttls"},
		"starttls-injection":            {step: "tls"},
		"certificate-expired":           {step: "tls"},
		"certificate-wrong-name":        {step: "tls"},
		"certificate-unknown-authority": {step: "tls"},
		"certificate-self-signed":       {step: "tls"},
		"auth-missing":                  {step: "auth"},
		"password-refused":              {"auth", 535, "5.7.8 "},
		"app-password-required":         {"auth", 534, "5.7.9 "},
		"auth-disabled":                 {"auth", 535, "5.7.139 "},
		"auth-unavailable":              {"auth", 454, "4.7.0 "},
		"auth-throttled":                {"auth", 454, "4.7.0 "},
		"password-echoed":               {"auth", 535, "5.7.8 "},
		"sender-not-owned":              {"sender", 553, "5.7.1 "},
		"greylisted":                    {"recipient", 451, "4.7.1 "},
		"relay-denied":                  {"recipient", 554, "5.7.1 "},
		"recipient-unknown":             {"recipient", 550, "5.1.1 "},
		"mailbox-full":                  {"recipient", 552, "5.2.2 "},
		"message-too-large":             {"data", 552, "5.3.4 "},
		"message-refused":               {"data", 554, "5.7.1 "},
		"closes-after-data":             {step: "data"},
	}
}

// ownTests are the faults whose whole shape another test looks at.
func ownTests() []string {
	return []string{
		"silence", "closes-at-once", "closes-after-greeting", "endless-banner", "starttls-missing", "starttls-injection",
		"closes-after-data",
	}
}

func TestRefusals(t *testing.T) {
	server := start(t, smtpd.Options{})
	cases := acted()
	for _, name := range ownTests() {
		delete(cases, name)
	}
	for name, want := range cases {
		for _, endpoint := range server.Endpoints() {
			if err := server.SetFault(name); err != nil {
				t.Fatal(err)
			}
			err := submissionTo(server).send(t, server, endpoint)
			var at *failure
			if !errors.As(err, &at) || at.step != want.step {
				t.Errorf("%s: got %v, want a failure at %s", name, err, want.step)
				continue
			}
			var reply *textproto.Error
			if want.code != 0 && (!errors.As(err, &reply) || reply.Code != want.code || !strings.Contains(reply.Msg, want.text)) {
				t.Errorf("%s: got %v, want %d %s", name, err, want.code, want.text)
			}
		}
	}
	if got := server.Messages(); len(got) != 0 {
		t.Errorf("caught %d messages", len(got))
	}
}

// Whose connection ends before the answer cannot know that the message has arrived.
func TestAMessageThatIsTakenWithoutAnAnswer(t *testing.T) {
	server := start(t, smtpd.Options{})
	if err := server.SetFault("closes-after-data"); err != nil {
		t.Fatal(err)
	}
	for n, endpoint := range server.Endpoints() {
		err := submissionTo(server).send(t, server, endpoint)
		var at *failure
		var reply *textproto.Error
		if !errors.As(err, &at) || at.step != "data" || errors.As(err, &reply) {
			t.Errorf("got %v, want a connection that ends at data", err)
		}
		if got := len(server.Messages()); got != n+1 {
			t.Errorf("caught %d messages, want %d", got, n+1)
		}
	}
}

func TestEveryFaultHasATest(t *testing.T) {
	server := start(t, smtpd.Options{})
	cases := acted()
	for _, f := range server.Faults() {
		if _, ok := cases[f.Name]; !ok || f.Label == "" {
			t.Errorf("%q has no test or no label", f.Name)
		}
		delete(cases, f.Name)
	}
	if len(cases) != 0 {
		t.Errorf("tests without a fault: %v", cases)
	}
}

func TestSetFault(t *testing.T) {
	server := start(t, smtpd.Options{})
	if err := server.SetFault("silence"); err != nil {
		t.Fatal(err)
	}
	if err := server.SetFault("no-such-fault"); !fault.HasCode(err, repertoire.CodeFaultUnknown) {
		t.Errorf("an unknown fault gave %v", err)
	}
	if diff := cmp.Diff("silence", server.Fault()); diff != "" {
		t.Error(diff)
	}
	if err := server.SetFault(""); err != nil {
		t.Fatal(err)
	}
	if err := submissionTo(server).send(t, server, startTLSPort(server)); err != nil {
		t.Errorf("without a fault: %v", err)
	}
}

func TestCertificateFaults(t *testing.T) {
	server := start(t, smtpd.Options{})
	refused := func(name string) error {
		if err := server.SetFault(name); err != nil {
			t.Fatal(err)
		}
		return submissionTo(server).send(t, server, implicitTLSPort(server))
	}
	var invalid x509.CertificateInvalidError
	if err := refused("certificate-expired"); !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
		t.Errorf("expired: %v", err)
	}
	var otherName x509.HostnameError
	if err := refused("certificate-wrong-name"); !errors.As(err, &otherName) {
		t.Errorf("wrong name: %v", err)
	}
	var unknown x509.UnknownAuthorityError
	for _, name := range []string{"certificate-unknown-authority", "certificate-self-signed"} {
		err := refused(name)
		if !errors.As(err, &unknown) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		selfSigned := bytes.Equal(unknown.Cert.RawIssuer, unknown.Cert.RawSubject)
		if want := name == "certificate-self-signed"; selfSigned != want {
			t.Errorf("%s: self-signed is %v", name, selfSigned)
		}
	}
}

func TestPasswordIsEchoedWithoutLineBreaks(t *testing.T) {
	server := start(t, smtpd.Options{})
	if err := server.SetFault("password-echoed"); err != nil {
		t.Fatal(err)
	}
	mail := submissionTo(server)
	mail.auth = loginAuth{"someone", "first\r\n250 second"}
	err := mail.send(t, server, implicitTLSPort(server))
	var reply *textproto.Error
	if !errors.As(err, &reply) || !strings.HasSuffix(reply.Msg, "for someone with password first??250 second") {
		t.Errorf("got %v", err)
	}
}

func TestBytesFollowTheAnswerToSTARTTLS(t *testing.T) {
	server := start(t, smtpd.Options{})
	if err := server.SetFault("starttls-injection"); err != nil {
		t.Fatal(err)
	}
	conn := script.Dial(t, startTLSPort(server))
	text := textproto.NewConn(conn)
	readGreeting(t, conn)
	if err := text.PrintfLine("EHLO client"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := text.ReadResponse(250); err != nil {
		t.Fatal(err)
	}
	if err := text.PrintfLine("STARTTLS"); err != nil {
		t.Fatal(err)
	}
	want := "220 2.0.0 Ready to start TLS\r\n250-localhost\r\n250 AUTH PLAIN\r\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(text.R, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestSTARTTLSMissing(t *testing.T) {
	server := start(t, smtpd.Options{})
	if err := server.SetFault("starttls-missing"); err != nil {
		t.Fatal(err)
	}
	err := submissionTo(server).send(t, server, startTLSPort(server))
	var at *failure
	if !errors.As(err, &at) || at.step != "starttls" {
		t.Errorf("STARTTLS port: %v", err)
	}
	if err := submissionTo(server).send(t, server, implicitTLSPort(server)); err != nil {
		t.Errorf("implicit-TLS port: %v", err)
	}
}

func TestConnectionFaults(t *testing.T) {
	for name, check := range map[string]func(got []byte) bool{
		"closes-at-once":        func(got []byte) bool { return len(got) == 0 },
		"closes-after-greeting": func(got []byte) bool { return string(got) == "220 localhost ESMTP Service Ready\r\n" },
		"endless-banner": func(got []byte) bool {
			return len(got) > 1<<20 && !bytes.Contains(got, []byte("\n220 "))
		},
	} {
		server := start(t, smtpd.Options{})
		if err := server.SetFault(name); err != nil {
			t.Fatal(err)
		}
		const budget = 2 << 20
		got, err := io.ReadAll(io.LimitReader(script.Dial(t, startTLSPort(server)), budget))
		if isTimeout(err) || !check(got) {
			t.Errorf("%s: got %d bytes, %v", name, len(got), err)
		}
	}
}

// Silence is seen by what comes first: the answer that never comes, or the end
// of the connection when the server is closed.
func TestSilence(t *testing.T) {
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.SetFault("silence"); err != nil {
		t.Fatal(err)
	}
	conn := script.Dial(t, startTLSPort(server))
	if _, err := io.WriteString(conn, "EHLO client\r\n"); err != nil {
		t.Fatal(err)
	}
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
