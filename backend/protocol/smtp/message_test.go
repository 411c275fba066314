package smtp_test

import (
	"bytes"
	"io"
	"maps"
	"mime"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// delivered proves the level send and returns what the server got.
func delivered(t *testing.T, caps []string, edit func(*smtp.Request)) (envelope []string, raw string, report proof.Report) {
	t.Helper()
	a := script.NewAuthority(t)
	s := script.Serve(t, behaviour{implicit: script.TLS(a.Issue(t, nil)), caps: append(caps, "AUTH PLAIN")}.play)
	r := smtp.Request{Settings: settings(s, smtp.SecurityImplicitTLS, a), Secrets: secrets(), Level: smtp.LevelSend}
	edit(&r)
	report = smtp.Prove(t.Context(), r)
	_, all := s.Received()
	for line := range strings.SplitSeq(all, "\r\n") {
		if strings.HasPrefix(line, "MAIL ") || strings.HasPrefix(line, "RCPT ") {
			envelope = append(envelope, line)
		}
	}
	_, raw, _ = strings.Cut(all, "DATA\r\n")
	raw, _, _ = strings.Cut(raw, "\r\n.\r\n")
	return envelope, raw, report
}

func TestMessage(t *testing.T) {
	envelope, raw, report := delivered(t, nil, func(r *smtp.Request) {
		r.Settings.FromName = `Größe, "Ops" <x@evil.example>`
		r.Settings.ReplyTo, r.Settings.ReplyToName = "reply@müller.example", "Antwort"
		r.Settings.EnvelopeFrom = "bounce@müller.example"
		r.To = "to@example.org"
	})
	if report.Verdict != proof.Passed {
		t.Fatal(golden.JSON(t, report))
	}
	if diff := cmp.Diff([]string{"MAIL FROM:<bounce@xn--mller-kva.example>", "RCPT TO:<to@example.org>"}, envelope); diff != "" {
		t.Error(diff)
	}
	if i := strings.IndexFunc(raw, func(r rune) bool { return r > '~' }); i >= 0 {
		t.Errorf("not ASCII at %d: %q", i, raw)
	}
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Address != user || from[0].Name != `Größe, "Ops" <x@evil.example>` {
		t.Errorf("From %v, %v", from, err)
	}
	replyTo, err := m.Header.AddressList("Reply-To")
	if err != nil || len(replyTo) != 1 || replyTo[0].Address != "reply@xn--mller-kva.example" || replyTo[0].Name != "Antwort" {
		t.Errorf("Reply-To %v, %v", replyTo, err)
	}
	if got := m.Header.Get("To"); got != "<to@example.org>" {
		t.Errorf("To %s", got)
	}
	id := m.Header.Get("Message-Id")
	if !strings.HasSuffix(id, "@example.com>") || !strings.Contains(golden.JSON(t, report), strings.Trim(id, "<>")) {
		t.Errorf("Message-ID %s is not in the report", id)
	}
	if _, err := m.Header.Date(); err != nil {
		t.Error(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.Contains(subject, "Patchbay") {
		t.Errorf("Subject %q, %v", subject, err)
	}
	body, err := io.ReadAll(m.Body)
	if err != nil || !bytes.Contains(body, []byte("sent by Patchbay to test")) {
		t.Errorf("body %q, %v", body, err)
	}
	for _, name := range []string{"User-Agent", "X-Mailer"} {
		if strings.Contains(m.Header.Get(name), "go-mail") {
			t.Errorf("%s: %s", name, m.Header.Get(name))
		}
	}
}

func TestSMTPUTF8(t *testing.T) {
	envelope, raw, report := delivered(t, []string{"SMTPUTF8", "8BITMIME", "SIZE 10240000"}, func(r *smtp.Request) {
		r.Settings.From = "jürgen@müller.example"
	})
	if report.Verdict != proof.Passed {
		t.Fatal(golden.JSON(t, report))
	}
	if len(envelope) != 2 || !strings.HasPrefix(envelope[0], "MAIL FROM:<jürgen@xn--mller-kva.example> SIZE=") || !strings.HasSuffix(envelope[0], " SMTPUTF8") {
		t.Errorf("envelope %q", envelope)
	}
	if !strings.Contains(raw, "jürgen@xn--mller-kva.example") {
		t.Errorf("the address is not in the header: %q", raw)
	}
}

func TestRecipientNeedsSMTPUTF8(t *testing.T) {
	_, _, report := delivered(t, nil, func(r *smtp.Request) { r.To = "jürgen@example.org" })
	f := findingAt(t, report, "sender")
	if f.Code != smtp.CodeRecipientRefused || f.Reason != "smtputf8_not_offered" || f.Fields[0] != "to" {
		t.Errorf("%+v", f)
	}
}

// TestNoValueAddsAHeader tries to break out of every value that reaches a
// header or a command, by a variable's value.
func TestNoValueAddsAHeader(t *testing.T) {
	for _, evil := range []string{"x\r\nBcc: evil@example.com", "x\nBcc: evil@example.com", "x\rBcc: y", "x\x00", "x> SIZE=1\r\nRSET"} {
		for name, edit := range map[string]func(*smtp.Request){
			"from":               func(r *smtp.Request) { r.Settings.From = "%v%@example.com" },
			"fromDisplayName":    func(r *smtp.Request) { r.Settings.FromName = "%v%" },
			"replyTo":            func(r *smtp.Request) { r.Settings.ReplyTo = "%v%@example.com" },
			"replyToDisplayName": func(r *smtp.Request) { r.Settings.ReplyTo, r.Settings.ReplyToName = "r@example.com", "%v%" },
			"envelopeFrom":       func(r *smtp.Request) { r.Settings.EnvelopeFrom = "%v%@example.com" },
			"ehloName":           func(r *smtp.Request) { r.Settings.EHLOName = "%v%" },
			"user":               func(r *smtp.Request) { r.Settings.User = "%v%" },
			"to":                 func(r *smtp.Request) { r.To = evil + "@example.com" },
		} {
			envelope, _, report := delivered(t, nil, func(r *smtp.Request) {
				edit(r)
				r.Lookup = func(string) (string, bool) { return evil, true }
			})
			f := findingAt(t, report, "settings")
			if f.Code != smtp.CodeSettingsInvalid || f.Fields[0] != name || len(envelope) > 0 {
				t.Errorf("%s with %q: %+v, %q", name, evil, f, envelope)
			}
		}
	}
}

// FuzzMessage composes from whatever passes the checks and reads the message
// back: the headers are the expected ones, and hold what was given.
func FuzzMessage(f *testing.F) {
	f.Add("Ops", "ops", "example.com", "Reply", "reply")
	f.Add(`Größe, "Ops" <x@evil.example>`, "jürgen", "müller.example", "=?utf-8?q?=0D=0A?=", "a+b")
	f.Add(`\tص`, "jüj", "mü.example", "", "a") // net/mail writes this one wrongly
	f.Add(strings.Repeat("ä", 200), "o'brien", "[192.0.2.1]", "a\tb", "x")
	f.Fuzz(func(t *testing.T, name, local, domain, replyName, replyLocal string) {
		s := smtp.Settings{
			Host: "mail.example.com", From: local + "@" + domain, FromName: name,
			ReplyTo: replyLocal + "@example.com", ReplyToName: replyName,
		}
		if len(s.Check()) > 0 || strings.Contains(name+local+domain+replyName+replyLocal, "%") {
			return
		}
		raw, err := smtp.Compose(s, "to@example.org")
		if err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		want := []string{"Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To", "User-Agent", "X-Mailer"}
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(m.Header))); diff != "" {
			t.Fatalf("%+v: %s", s, diff)
		}
		from, err := m.Header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Name != name {
			t.Fatalf("%+v: From %v, %v", s, from, err)
		}
		replyTo, err := m.Header.AddressList("Reply-To")
		if err != nil || len(replyTo) != 1 || replyTo[0].Name != replyName || replyTo[0].Address != replyLocal+"@example.com" {
			t.Fatalf("%+v: Reply-To %v, %v", s, replyTo, err)
		}
	})
}
